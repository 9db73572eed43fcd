namespace Belamy.Lessons;

/// <summary>The density of numbers, by a normal kernel. Silverman 1986, "Density estimation for statistics and data analysis", equation 3.31 for the width.</summary>
internal static class Density
{
    /// <summary>The density at places evenly spaced from one end to the other, both included.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="low">The first place.</param>
    /// <param name="high">The last place.</param>
    /// <param name="count">Number of places.</param>
    public static float[] Of(ReadOnlySpan<float> values, double low, double high, int count)
    {
        double mean = 0, square = 0;
        foreach (float value in values)
            mean += value;
        mean /= values.Length;
        foreach (float value in values)
            square += (value - mean) * (value - mean);
        double space = (high - low) / (count - 1);
        // What has fallen onto one place would be a needle that no picture holds.
        double width = Math.Max(0.9 * Math.Sqrt(square / values.Length) * Math.Pow(values.Length, -0.2), space);
        var density = new float[count];
        double scale = 1 / (values.Length * width * Math.Sqrt(2 * Math.PI));
        for (int at = 0; at < count; at++)
        {
            double place = low + (space * at), sum = 0;
            foreach (float value in values)
            {
                double distance = (place - value) / width;
                if (Math.Abs(distance) < 5)
                    sum += Math.Exp(-0.5 * distance * distance);
            }

            density[at] = (float)(sum * scale);
        }

        return density;
    }
}
