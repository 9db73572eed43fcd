namespace Belamy.Imaging;

/// <summary>Changes the size of pictures.</summary>
public static class Resampling
{
    private const double Lobes = 3;

    /// <summary>Resizes a picture by the Lanczos filter with three lobes, widened by the factor of reduction so that nothing aliases.</summary>
    /// <param name="image">The picture. Alpha is taken as one more channel: lay pictures on a background first.</param>
    /// <param name="width">The new width, at least 1.</param>
    /// <param name="height">The new height, at least 1.</param>
    public static Image Resize(Image image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (width == image.Width && height == image.Height)
            return image;
        int channels = image.Channels;
        Tap[] columns = CreateTaps(image.Width, width);
        Tap[] rows = CreateTaps(image.Height, height);

        var narrowed = new float[checked(image.Height * width * channels)];
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> row = image.Row(y);
            Span<float> target = narrowed.AsSpan(y * width * channels, width * channels);
            for (int x = 0; x < width; x++)
            {
                Tap tap = columns[x];
                for (int channel = 0; channel < channels; channel++)
                {
                    float sum = 0;
                    for (int i = 0; i < tap.Weights.Length; i++)
                        sum += tap.Weights[i] * row[(tap.Start + i) * channels + channel];
                    target[x * channels + channel] = sum;
                }
            }
        }

        var resized = new Image(width, height, channels);
        int stride = width * channels;
        var line = new float[stride];
        for (int y = 0; y < height; y++)
        {
            Array.Clear(line);
            Tap tap = rows[y];
            for (int i = 0; i < tap.Weights.Length; i++)
            {
                ReadOnlySpan<float> source = narrowed.AsSpan((tap.Start + i) * stride, stride);
                for (int x = 0; x < stride; x++)
                    line[x] += tap.Weights[i] * source[x];
            }

            Span<byte> target = resized.Row(y);
            for (int x = 0; x < stride; x++)
                target[x] = (byte)Math.Clamp((int)MathF.Round(line[x]), byte.MinValue, byte.MaxValue);
        }

        return resized;
    }

    /// <summary>Resizes a picture so that its shorter side fits a square, and cuts the square from the middle.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="size">The side of the square, at least 1.</param>
    public static Image FitSquare(Image image, int size)
    {
        ArgumentNullException.ThrowIfNull(image);
        int side = Math.Min(image.Width, image.Height);
        int left = (image.Width - side) / 2;
        int top = (image.Height - side) / 2;
        var square = image;
        if (image.Width != image.Height)
        {
            square = new Image(side, side, image.Channels);
            for (int y = 0; y < side; y++)
                image.Row(top + y).Slice(left * image.Channels, side * image.Channels).CopyTo(square.Row(y));
        }

        return Resize(square, size, size);
    }

    /// <summary>Makes every pixel a square of pixels, so that a small picture can be seen.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="factor">The side of the squares, at least 1.</param>
    public static Image Enlarge(Image image, int factor)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        if (factor == 1)
            return image;
        int channels = image.Channels;
        var large = new Image(checked(image.Width * factor), checked(image.Height * factor), channels);
        for (int y = 0; y < large.Height; y++)
        {
            ReadOnlySpan<byte> source = image.Row(y / factor);
            Span<byte> target = large.Row(y);
            for (int x = 0; x < large.Width; x++)
                source.Slice(x / factor * channels, channels).CopyTo(target[(x * channels)..]);
        }

        return large;
    }

    /// <summary>Lays a picture with alpha on a grey background; a picture without alpha is returned as it is.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="background">The grey behind it.</param>
    public static Image Flatten(Image image, byte background)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!image.HasAlpha)
            return image;
        int channels = image.Channels - 1;
        var flat = new Image(image.Width, image.Height, channels);
        ReadOnlySpan<byte> source = image.Pixels;
        Span<byte> target = flat.Pixels;
        for (int i = 0, j = 0; i < source.Length; i += image.Channels, j += channels)
        {
            int alpha = source[i + channels];
            for (int channel = 0; channel < channels; channel++)
                target[j + channel] = (byte)((source[i + channel] * alpha + background * (byte.MaxValue - alpha) + 127) / byte.MaxValue);
        }

        return flat;
    }

    private static Tap[] CreateTaps(int from, int to)
    {
        double ratio = (double)from / to;
        double scale = Math.Max(1, ratio);
        double reach = Lobes * scale;
        var taps = new Tap[to];
        for (int i = 0; i < to; i++)
        {
            double center = (i + 0.5) * ratio - 0.5;
            int start = Math.Max(0, (int)Math.Ceiling(center - reach));
            int end = Math.Min(from - 1, (int)Math.Floor(center + reach));
            var weights = new double[end - start + 1];
            for (int k = 0; k < weights.Length; k++)
                weights[k] = Lanczos((start + k - center) / scale);
            // At the edges the part of the filter outside is left out and the rest made up to one.
            double sum = weights.Sum();
            taps[i] = new Tap(start, Array.ConvertAll(weights, weight => (float)(weight / sum)));
        }

        return taps;
    }

    private static double Lanczos(double x)
    {
        if (Math.Abs(x) < 1e-9)
            return 1;
        if (Math.Abs(x) >= Lobes)
            return 0;
        double angle = Math.PI * x;
        return Lobes * Math.Sin(angle) * Math.Sin(angle / Lobes) / (angle * angle);
    }

    private readonly record struct Tap(int Start, float[] Weights);
}
