namespace Belamy.Metrics;

/// <summary>
/// How colourful people find a picture: 0 for a grey one, 15 for one that is slightly so, 45 on average, above 82 extremely. Hasler and
/// Süsstrunk 2003, "Measuring colourfulness in natural images".
/// </summary>
public static class Colourfulness
{
    /// <summary>M = √(σ²_rg + σ²_yb) + 0.3 √(μ²_rg + μ²_yb), where rg = R - G and yb = (R + G)/2 - B at each pixel, of 0 to 255.</summary>
    /// <param name="picture">Red, green and blue planes, values in [-1, 1].</param>
    /// <returns>M.</returns>
    /// <exception cref="ArgumentException">There are not three planes.</exception>
    public static double Of(ReadOnlySpan<float> picture)
    {
        if (picture.Length == 0 || picture.Length % 3 != 0)
            throw new ArgumentException($"{picture.Length} values are no three planes.", nameof(picture));
        int area = picture.Length / 3;
        (double sum, double squares) redGreen = default, yellowBlue = default;
        for (int at = 0; at < area; at++)
        {
            double red = 127.5 * (picture[at] + 1), green = 127.5 * (picture[area + at] + 1), blue = 127.5 * (picture[(2 * area) + at] + 1);
            double rg = red - green, yb = ((red + green) / 2) - blue;
            redGreen = (redGreen.sum + rg, redGreen.squares + (rg * rg));
            yellowBlue = (yellowBlue.sum + yb, yellowBlue.squares + (yb * yb));
        }

        (double Mean, double Variance) Moments((double Sum, double Squares) of) => (of.Sum / area, Math.Max(0, (of.Squares / area) - Math.Pow(of.Sum / area, 2)));
        ((double rgMean, double rgVariance), (double ybMean, double ybVariance)) = (Moments(redGreen), Moments(yellowBlue));
        return Math.Sqrt(rgVariance + ybVariance) + (0.3 * Math.Sqrt((rgMean * rgMean) + (ybMean * ybMean)));
    }
}
