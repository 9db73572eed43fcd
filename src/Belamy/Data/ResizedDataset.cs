using Belamy.Imaging;

namespace Belamy.Data;

/// <summary>How pictures are brought to a square of another size.</summary>
public enum ResizeMode
{
    /// <summary>The square in their middle is scaled.</summary>
    Scale,

    /// <summary>They keep their pixels, and black is put about them.</summary>
    Pad,
}

/// <summary>The pictures of another set brought to a square of another size, once, when the set is made.</summary>
public sealed class ResizedDataset : ImageDataset
{
    /// <summary>Resizes all pictures of a set.</summary>
    /// <param name="images">The set.</param>
    /// <param name="size">The new width and height, at least 1.</param>
    /// <param name="mode">How.</param>
    /// <exception cref="ArgumentException">Pictures are to be padded to less than their size.</exception>
    public ResizedDataset(ImageDataset images, int size, ResizeMode mode = ResizeMode.Scale)
        : base(NameOf(images, size), images.Channels, size, size, Resize(images, size, mode), images.Labels.ToArray(), images.ClassNames)
    {
    }

    private static string NameOf(ImageDataset images, int size)
    {
        ArgumentNullException.ThrowIfNull(images);
        return $"{images.Name} {size}x{size}";
    }

    private static PixelStore Resize(ImageDataset images, int size, ResizeMode mode)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (mode == ResizeMode.Pad && (images.Width > size || images.Height > size))
            throw new ArgumentException($"Pictures of {images.Width} x {images.Height} pixels cannot be padded to {size} x {size}; scale them.", nameof(size));
        var pixels = new PixelStore(images.Count, checked(images.Channels * size * size));
        Parallel.For(0, images.Count, i =>
        {
            if (mode == ResizeMode.Pad)
                Pad(images, i, pixels[i], size);
            else
                Resampling.FitSquare(Image.FromPlanes(images.Pixels(i), images.Channels, images.Height, images.Width), size).CopyToPlanes(pixels[i]);
        });
        return pixels;
    }

    private static void Pad(ImageDataset images, int index, Span<byte> destination, int size)
    {
        ReadOnlySpan<byte> source = images.Pixels(index);
        int left = (size - images.Width) / 2, top = (size - images.Height) / 2;
        for (int row = 0; row < images.Channels * images.Height; row++)
        {
            (int channel, int y) = Math.DivRem(row, images.Height);
            source.Slice(row * images.Width, images.Width).CopyTo(destination[((((channel * size) + top + y) * size) + left)..]);
        }
    }
}
