using System.Buffers.Binary;
using Belamy.Files;

namespace Belamy.Serialization;

/// <summary>Writes the IDX format of the MNIST files.</summary>
public static class IdxWriter
{
    private const byte UnsignedByte = 0x08;

    /// <summary>Writes images as an array [count, height, width] when grey, [count, height, width, 3] in colour.</summary>
    /// <param name="path">The file; what it held before is replaced.</param>
    /// <param name="images">The images one behind the other: [count, channels, height, width].</param>
    /// <param name="channels">1 or 3, or 4 with alpha.</param>
    /// <param name="height">The height of an image.</param>
    /// <param name="width">The width of an image.</param>
    /// <exception cref="ArgumentException">There is no image, or not a whole number of them.</exception>
    /// <exception cref="BelamyException">The file cannot be written.</exception>
    public static void WriteImages(string path, ReadOnlyMemory<byte> images, int channels, int height, int width)
    {
        int[] extents = ImageArray.Extents(images, channels, height, width);
        AtomicFile.Write(path, stream =>
        {
            var header = new byte[4 + extents.Length * sizeof(int)];
            header[2] = UnsignedByte;
            header[3] = (byte)extents.Length;
            for (int i = 0; i < extents.Length; i++)
                BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + i * sizeof(int)), extents[i]);
            stream.Write(header);
            ImageArray.Write(stream, images.Span, channels, height, width);
        });
    }
}
