namespace Belamy.Imaging;

/// <summary>Changes the size of pictures.</summary>
public static class Resampling
{
    /// <summary>Resizes a picture by a filter that is widened by the factor of reduction, so that nothing aliases. The bytes are those of Pillow's <c>Image.resize</c>.</summary>
    /// <param name="image">The picture; colours are weighted by alpha where there is one.</param>
    /// <param name="width">The new width, at least 1.</param>
    /// <param name="height">The new height, at least 1.</param>
    /// <param name="filter">The filter.</param>
    public static Image Resize(Image image, int width, int height, ResampleFilter filter = ResampleFilter.Lanczos)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (width == image.Width && height == image.Height)
            return image;
        var resampler = new RowResampler(image.Width, image.Height, image.Channels, width, height, filter);
        for (int y = 0; y < image.Height; y++)
            resampler.Add(image.Row(y));
        return resampler.Finish();
    }

    /// <summary>Resizes a picture so that its shorter side fits a square, and cuts the square from the middle.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="size">The side of the square, at least 1.</param>
    public static Image FitSquare(Image image, int size)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return new PictureShape(size, size).Bring(image);
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
        var flat = new Image(image.Width, image.Height, image.Channels - 1);
        Flatten(image.Pixels, image.Channels, background, flat.Pixels);
        return flat;
    }

    /// <summary>Lays samples with alpha on a grey background; those without are copied.</summary>
    internal static void Flatten(ReadOnlySpan<byte> source, int channels, byte background, Span<byte> target)
    {
        if (channels is 1 or 3)
        {
            source.CopyTo(target);
            return;
        }

        int opaque = channels - 1;
        for (int i = 0, j = 0; i < source.Length; i += channels, j += opaque)
        {
            int alpha = source[i + opaque];
            for (int channel = 0; channel < opaque; channel++)
                target[j + channel] = (byte)((source[i + channel] * alpha + background * (byte.MaxValue - alpha) + 127) / byte.MaxValue);
        }
    }
}
