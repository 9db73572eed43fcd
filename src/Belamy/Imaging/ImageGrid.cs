namespace Belamy.Imaging;

/// <summary>Lays images of one size out in rows and columns, row by row, in one picture.</summary>
public static class ImageGrid
{
    /// <summary>Pixels between images and around them, unless said otherwise.</summary>
    public const int UsualGap = 2;

    private const int SideToSee = 512;

    /// <summary>The whole number of pixels that each pixel of a picture should become for people to see it: 1 where its longer side is 257 or more.</summary>
    public static int ScaleToSee(int width, int height) => Math.Clamp(SideToSee / Math.Max(1, Math.Max(width, height)), 1, 16);

    /// <summary>A picture enlarged by a whole number, its pixels squares.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="scale">The number; 0 for that of <see cref="ScaleToSee"/>.</param>
    public static Image Scale(Image picture, int scale)
    {
        ArgumentNullException.ThrowIfNull(picture);
        int factor = scale == 0 ? ScaleToSee(picture.Width, picture.Height) : scale;
        return factor == 1 ? picture : Resampling.Enlarge(picture, factor);
    }

    /// <summary>Pictures one below the other, left-aligned on white; in colour where one of them is.</summary>
    /// <param name="pictures">The pictures, at least one, without alpha.</param>
    public static Image Stack(IReadOnlyList<Image> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentOutOfRangeException.ThrowIfZero(pictures.Count);
        int channels = pictures.Max(picture => picture.Channels);
        var stack = new Image(pictures.Max(picture => picture.Width), pictures.Sum(picture => picture.Height), channels);
        stack.Pixels.Fill(byte.MaxValue);
        int y = 0;
        foreach (Image picture in pictures)
        {
            for (int row = 0; row < picture.Height; row++, y++)
            {
                Span<byte> to = stack.Row(y);
                ReadOnlySpan<byte> from = picture.Row(row);
                if (picture.Channels == channels)
                {
                    from.CopyTo(to);
                    continue;
                }

                for (int x = 0; x < picture.Width; x++)
                    to.Slice(x * channels, channels).Fill(from[x]);
            }
        }

        return stack;
    }

    /// <summary>Tiles images of values in [-1, 1].</summary>
    /// <param name="images">The images one behind the other: [count, channels, height, width].</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="height">The height of an image.</param>
    /// <param name="width">The width of an image.</param>
    /// <param name="columns">Images in a row; 0 makes the grid as nearly square as it can be.</param>
    /// <param name="gap">Pixels between images and around them.</param>
    /// <param name="background">The grey of gaps and of empty places.</param>
    /// <exception cref="ArgumentException">There is no image, or not a whole number of them.</exception>
    public static Image Create(ReadOnlySpan<float> images, int channels, int height, int width, int columns = 0, int gap = UsualGap, byte background = 255)
    {
        var bytes = new byte[images.Length];
        PixelConversion.ToBytes(images, bytes);
        return Create(bytes, channels, height, width, columns, gap, background);
    }

    /// <summary>Tiles images of bytes.</summary>
    /// <param name="images">The images one behind the other: [count, channels, height, width].</param>
    /// <param name="channels">1 to 4.</param>
    /// <param name="height">The height of an image.</param>
    /// <param name="width">The width of an image.</param>
    /// <param name="columns">Images in a row; 0 makes the grid as nearly square as it can be.</param>
    /// <param name="gap">Pixels between images and around them.</param>
    /// <param name="background">The grey of gaps and of empty places.</param>
    /// <exception cref="ArgumentException">There is no image, or not a whole number of them.</exception>
    public static Image Create(ReadOnlySpan<byte> images, int channels, int height, int width, int columns = 0, int gap = UsualGap, byte background = 255)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(gap);
        int length = checked(channels * height * width);
        if (images.IsEmpty || length == 0 || images.Length % length != 0)
            throw new ArgumentException($"{images.Length} samples are not a whole number of images of [{channels}, {height}, {width}].", nameof(images));
        int count = images.Length / length;
        if (columns == 0)
            columns = (int)Math.Ceiling(Math.Sqrt(count));
        int rows = (count + columns - 1) / columns;
        var grid = new Image(checked(columns * (width + gap) + gap), checked(rows * (height + gap) + gap), channels);
        grid.Pixels.Fill(background);
        for (int i = 0; i < count; i++)
        {
            (int row, int column) = Math.DivRem(i, columns);
            Place(grid, images.Slice(i * length, length), height, width, gap + row * (height + gap), gap + column * (width + gap));
        }

        return grid;
    }

    private static void Place(Image grid, ReadOnlySpan<byte> planes, int height, int width, int top, int left)
    {
        int channels = grid.Channels;
        for (int channel = 0; channel < channels; channel++)
        {
            for (int y = 0; y < height; y++)
            {
                ReadOnlySpan<byte> source = planes.Slice((channel * height + y) * width, width);
                Span<byte> target = grid.Row(top + y)[(left * channels + channel)..];
                for (int x = 0; x < width; x++)
                    target[x * channels] = source[x];
            }
        }
    }
}
