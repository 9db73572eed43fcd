using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Belamy.Files;

namespace Belamy.Serialization;

/// <summary>NumPy's array files (<c>.npy</c>, version 1.0) of unsigned bytes.</summary>
public static partial class NpyFile
{
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

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
            stream.Write(CreateHeader("|u1", extents));
            ImageArray.Write(stream, images.Span, channels, height, width);
        });
    }

    /// <summary>Reads an array of unsigned bytes.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The extents, and the values in row-major order.</returns>
    /// <exception cref="BelamyException">The file cannot be read, or holds no such array.</exception>
    public static (int[] Shape, byte[] Values) Read(string path)
    {
        InputFile.RequireContent(path);
        byte[] content = InputFile.ReadAllBytes(path);
        int start = Magic.Length + sizeof(ushort);
        if (content.Length < start || !content.AsSpan().StartsWith(Magic))
            throw new BelamyException($"{path}: is no .npy file of version 1.0; save the array anew with numpy.save");
        int headerLength = BinaryPrimitives.ReadUInt16LittleEndian(content.AsSpan(Magic.Length));
        Match header = Header().Match(Encoding.Latin1.GetString(content, start, Math.Min(headerLength, content.Length - start)));
        if (!header.Success)
            throw new BelamyException($"{path}: is no .npy file of unsigned bytes in row-major order; save the array anew as uint8");
        int[]? shape = ParseShape(header.Groups["shape"].Value, content.Length - start - headerLength);
        return shape is null
            ? throw new BelamyException($"{path}: has {content.Length - start - headerLength} bytes of values for the shape ({header.Groups["shape"].Value}); the file is damaged, save it anew")
            : (shape, content[(start + headerLength)..]);
    }

    /// <summary>What stands before the values of an array.</summary>
    /// <param name="type">The type of its values: <c>&lt;f4</c>.</param>
    /// <param name="extents">Its shape.</param>
    internal static byte[] CreateHeader(string type, int[] extents)
    {
        string shape = extents.Length == 1 ? $"{extents[0]}," : string.Join(", ", extents);
        string text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({shape}), }}";
        int start = Magic.Length + sizeof(ushort);
        int total = (start + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        var header = new byte[total];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(Magic.Length), (ushort)(total - start));
        header.AsSpan(start).Fill((byte)' ');
        Encoding.ASCII.GetBytes(text, header.AsSpan(start));
        header[^1] = (byte)'\n';
        return header;
    }

    private static int[]? ParseShape(string text, long length)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var shape = new int[parts.Length];
        long product = 1;
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]) || (product *= shape[i]) > int.MaxValue)
                return null;
        }

        return product == length ? shape : null;
    }

    [GeneratedRegex(@"^\{'descr': '[|<]u1', 'fortran_order': False, 'shape': \((?<shape>[0-9, ]*)\),? *\} *\n$", RegexOptions.CultureInvariant)]
    private static partial Regex Header();
}
