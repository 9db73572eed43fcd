using Belamy.Imaging;

namespace Belamy.Serialization;

/// <summary>The layout of images in array files: [count, height, width] when grey, [count, height, width, 3] in colour, 4 with alpha.</summary>
internal static class ImageArray
{
    /// <summary>Checks images that lie channels first, and gives the extents of their array.</summary>
    public static int[] Extents(ReadOnlyMemory<byte> images, int channels, int height, int width)
    {
        if (channels is not (1 or 3 or 4))
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "Images have one channel or three, or four with alpha.");
        int length = checked(channels * height * width);
        if (images.IsEmpty || length < 1 || images.Length % length != 0)
            throw new ArgumentException($"{images.Length} samples are not a whole number of images of [{channels}, {height}, {width}].", nameof(images));
        int count = images.Length / length;
        return channels == 1 ? [count, height, width] : [count, height, width, channels];
    }

    /// <summary>Writes images that lie channels first, one after the other, pixel by pixel.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> images, int channels, int height, int width)
    {
        int length = channels * height * width;
        for (; !images.IsEmpty; images = images[length..])
            stream.Write(channels == 1 ? images[..length] : Image.FromPlanes(images[..length], channels, height, width).Pixels);
    }
}
