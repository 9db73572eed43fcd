namespace Belamy.Metrics;

/// <summary>Planes of a picture at falling sizes, each but the last without what the next one holds (Burt and Adelson 1983).</summary>
internal static class LaplacianPyramid
{
    private static readonly float[] Binomial = [1 / 16f, 4 / 16f, 6 / 16f, 4 / 16f, 1 / 16f];

    /// <summary>Cuts a plane into levels.</summary>
    /// <param name="plane">[height, width].</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="levels">How many, at least 1.</param>
    public static (float[] Values, int Height, int Width)[] Create(ReadOnlySpan<float> plane, int height, int width, int levels)
    {
        var result = new (float[] Values, int Height, int Width)[levels];
        float[] current = plane.ToArray();
        for (int level = 0; level < levels - 1; level++)
        {
            (float[] smaller, int lessHeight, int lessWidth) = Reduce(current, height, width);
            float[] expanded = Expand(smaller, lessHeight, lessWidth, height, width);
            for (int at = 0; at < current.Length; at++)
                expanded[at] = current[at] - expanded[at];
            result[level] = (expanded, height, width);
            (current, height, width) = (smaller, lessHeight, lessWidth);
        }

        result[levels - 1] = (current, height, width);
        return result;
    }

    private static (float[] Values, int Height, int Width) Reduce(float[] plane, int height, int width)
    {
        (int lessHeight, int lessWidth) = ((height + 1) / 2, (width + 1) / 2);
        float[] blurred = Blur(plane, height, width, 1);
        var result = new float[lessHeight * lessWidth];
        for (int y = 0; y < lessHeight; y++)
        {
            for (int x = 0; x < lessWidth; x++)
                result[(y * lessWidth) + x] = blurred[(2 * y * width) + (2 * x)];
        }

        return (result, lessHeight, lessWidth);
    }

    private static float[] Expand(float[] plane, int lessHeight, int lessWidth, int height, int width)
    {
        var spread = new float[height * width];
        for (int y = 0; y < lessHeight; y++)
        {
            for (int x = 0; x < lessWidth; x++)
                spread[(2 * y * width) + (2 * x)] = plane[(y * lessWidth) + x];
        }

        // Three of four values are zero, so what is left is raised to twice in each direction.
        return Blur(spread, height, width, 2);
    }

    private static float[] Blur(float[] plane, int height, int width, float gain)
    {
        var across = new float[plane.Length];
        var result = new float[plane.Length];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                float sum = 0;
                for (int tap = -2; tap <= 2; tap++)
                    sum += Binomial[tap + 2] * plane[(y * width) + Mirror(x + tap, width)];
                across[(y * width) + x] = sum * gain;
            }
        }

        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                float sum = 0;
                for (int tap = -2; tap <= 2; tap++)
                    sum += Binomial[tap + 2] * across[(Mirror(y + tap, height) * width) + x];
                result[(y * width) + x] = sum * gain;
            }
        }

        return result;
    }

    private static int Mirror(int at, int length)
    {
        at = Math.Abs(at);
        return at < length ? at : Math.Max(0, (2 * (length - 1)) - at);
    }
}
