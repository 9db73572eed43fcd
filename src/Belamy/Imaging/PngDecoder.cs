using System.Buffers.Binary;
using System.IO.Compression;

namespace Belamy.Imaging;

/// <summary>Reads PNG (ISO/IEC 15948): all colour types, depths of 1 to 16 bits, transparency, interlaced or not.</summary>
/// <remarks>
/// Samples of 16 bits are rounded to 8, smaller ones scaled up. Samples are taken as they are: chunks on gamma and
/// colour spaces have no effect.
/// </remarks>
public static class PngDecoder
{
    // No deflate stream expands further; a header that promises more belongs to a file cut short.
    private const long LargestExpansion = 1040;

    // Adam7: column and row of the first pixel of each pass, and the distances to the next.
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private static readonly (int X, int Y, int StepX, int StepY)[] OnePass = [(0, 0, 1, 1)];

    /// <summary>Whether bytes begin like a PNG file.</summary>
    /// <param name="png">At least the first eight bytes of the file.</param>
    public static bool IsPng(ReadOnlySpan<byte> png) => png.StartsWith(PngEncoder.Signature);

    /// <summary>Decodes a file.</summary>
    /// <param name="png">The content of the file.</param>
    /// <param name="name">The file's name, for errors.</param>
    /// <returns>The picture: 1 channel for grey, 3 for colour and palettes, one more for alpha where there is transparency.</returns>
    /// <exception cref="BelamyException">The content is no valid PNG.</exception>
    public static Image Decode(ReadOnlySpan<byte> png, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsPng(png))
            throw Damaged(name, "it does not begin like one");
        PngHeader? header = null;
        byte[] palette = [], transparency = [];
        using var compressed = new MemoryStream();
        int position = PngEncoder.Signature.Length;
        while (true)
        {
            int start = position;
            ReadOnlySpan<byte> type = ReadChunk(png, ref position, name, out ReadOnlySpan<byte> data);
            if (header is null)
            {
                if (!type.SequenceEqual("IHDR"u8))
                    throw Damaged(name, "its header is missing");
                (PngHeader parsed, string? fault) = PngHeader.Parse(data);
                header = fault is null ? parsed : throw Damaged(name, fault);
            }
            else if (type.SequenceEqual("PLTE"u8))
            {
                palette = data.Length % 3 == 0 ? data.ToArray() : throw Damaged(name, $"its palette has {data.Length} bytes");
            }
            else if (type.SequenceEqual("tRNS"u8))
            {
                transparency = data.ToArray();
            }
            else if (type.SequenceEqual("IDAT"u8))
            {
                compressed.Write(data);
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                compressed.Position = 0;
                return Decode(header.Value, palette, transparency, compressed, name);
            }
            else if ((type[0] & 0x20) == 0)
            {
                throw Damaged(name, $"it has an unknown chunk at byte {start}");
            }
        }
    }

    private static ReadOnlySpan<byte> ReadChunk(ReadOnlySpan<byte> png, ref int position, string name, out ReadOnlySpan<byte> data)
    {
        const int Frame = 12;
        ReadOnlySpan<byte> rest = png[position..];
        uint length = rest.Length < Frame ? uint.MaxValue : BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - Frame)
            throw Damaged(name, $"it ends at byte {png.Length}, within the chunk that begins at byte {position}");
        ReadOnlySpan<byte> checkedBytes = rest.Slice(4, 4 + (int)length);
        if (Crc32.Append(0, checkedBytes) != BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]))
            throw Damaged(name, $"the checksum of the chunk {NameOf(checkedBytes[..4])} at byte {position} is wrong");
        position += Frame + (int)length;
        data = checkedBytes[4..];
        return checkedBytes[..4];
    }

    // Names are letters; in a damaged file they may be anything, line breaks among it.
    private static string NameOf(ReadOnlySpan<byte> type)
    {
        string name = "";
        foreach (byte letter in type)
            name += char.IsAsciiLetter((char)letter) ? (char)letter : '?';
        return name;
    }

    private static Image Decode(PngHeader header, byte[] palette, byte[] transparency, MemoryStream compressed, string name)
    {
        if (header.Color == PngColor.Palette && palette.Length == 0)
            throw Damaged(name, "its palette is missing");
        long rowsLength = (long)header.RowLength(header.Width) * header.Height;
        if (rowsLength / LargestExpansion > compressed.Length)
            throw Damaged(name, $"{compressed.Length} bytes of data are too few for {header.Width} x {header.Height} pixels");
        var samples = new PngSamples(header, palette, transparency);
        if ((long)header.Width * header.Height * samples.Channels > Array.MaxLength)
            throw Damaged(name, $"its size of {header.Width} x {header.Height} is too large");
        var image = new Image(header.Width, header.Height, samples.Channels);
        try
        {
            using var zlib = new ZLibStream(compressed, CompressionMode.Decompress);
            foreach ((int X, int Y, int StepX, int StepY) pass in header.Interlaced ? Passes : OnePass)
                DecodePass(header, samples, pass, zlib, image, name);
            // Reading on to the end is what makes the stream compare its checksum.
            _ = zlib.ReadByte();
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new BelamyException(Describe(name, "its compressed data are damaged"), e);
        }

        return image;
    }

    private static void DecodePass(PngHeader header, PngSamples samples, (int X, int Y, int StepX, int StepY) pass, ZLibStream zlib, Image image, string name)
    {
        int width = (header.Width - pass.X + pass.StepX - 1) / pass.StepX;
        int height = (header.Height - pass.Y + pass.StepY - 1) / pass.StepY;
        if (width <= 0 || height <= 0)
            return;
        // The filter byte lies before the row.
        var row = new byte[1 + header.RowLength(width)];
        var above = new byte[row.Length];
        for (int y = 0; y < height; y++)
        {
            if (zlib.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
                throw Damaged(name, "its data end before the last row");
            if (row[0] >= PngFilter.Count)
                throw Damaged(name, $"it uses row filter {row[0]}, which does not exist");
            PngFilter.Revert(row[0], row.AsSpan(1), above.AsSpan(1), header.FilterDistance);
            Span<byte> target = image.Row(pass.Y + y * pass.StepY)[(pass.X * samples.Channels)..];
            if (samples.Expand(row.AsSpan(1), width, target, pass.StepX) is { } fault)
                throw Damaged(name, fault);
            (row, above) = (above, row);
        }
    }

    private static BelamyException Damaged(string name, string what) => new(Describe(name, what));

    private static string Describe(string name, string what) => $"{name}: is no valid PNG ({what}); save the picture anew or remove the file";
}
