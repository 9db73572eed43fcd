using System.Buffers.Binary;
using System.IO.Compression;

namespace Belamy.Imaging;

/// <summary>Writes PNG (ISO/IEC 15948), eight bits a sample.</summary>
public static class PngEncoder
{
    internal static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Encodes a picture.</summary>
    /// <param name="image">The picture.</param>
    /// <returns>The bytes of a PNG file.</returns>
    /// <remarks>Rows are filtered two ways, not at all and adaptively, and the smaller result is kept.</remarks>
    public static byte[] Encode(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var png = new MemoryStream();
        WriteHeader(png, image);
        WriteChunk(png, "IDAT"u8, CompressRows(image));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    /// <summary>Writes the signature and the header of a picture.</summary>
    internal static void WriteHeader(MemoryStream png, Image image)
    {
        png.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = 8;
        header[9] = image.Channels switch { 1 => 0, 2 => 4, 3 => 2, _ => 6 };
        header[10..].Clear();
        WriteChunk(png, "IHDR"u8, header);
    }

    /// <summary>The rows of a picture, filtered and compressed.</summary>
    internal static byte[] CompressRows(Image image)
    {
        byte[] plain = Compress(FilterRows(image, adaptive: false));
        byte[] adaptive = Compress(FilterRows(image, adaptive: true));
        return adaptive.Length < plain.Length ? adaptive : plain;
    }

    private static byte[] FilterRows(Image image, bool adaptive)
    {
        int stride = image.Width * image.Channels;
        var filtered = new byte[checked((stride + 1) * image.Height)];
        var candidate = new byte[stride];
        ReadOnlySpan<byte> above = new byte[stride];
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> row = image.Row(y);
            Span<byte> target = filtered.AsSpan(y * (stride + 1), stride + 1);
            if (!adaptive)
            {
                row.CopyTo(target[1..]);
                continue;
            }

            // The usual heuristic: the filter with the smallest sum of differences, taken as signed, compresses best.
            long smallest = long.MaxValue;
            for (int filter = 0; filter < PngFilter.Count; filter++)
            {
                PngFilter.Apply(filter, row, above, image.Channels, candidate);
                long sum = 0;
                foreach (byte difference in candidate)
                    sum += Math.Abs((int)(sbyte)difference);
                if (sum >= smallest)
                    continue;
                smallest = sum;
                target[0] = (byte)filter;
                candidate.CopyTo(target[1..]);
            }

            above = row;
        }

        return filtered;
    }

    private static byte[] Compress(byte[] data)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
            zlib.Write(data);
        return compressed.ToArray();
    }

    internal static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Append(Crc32.Append(0, type), data));
        png.Write(number);
    }
}
