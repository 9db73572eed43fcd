using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Belamy.Imaging;

/// <summary>How a stored picture is turned and mirrored against the upright one: the orientation of EXIF, from 1 to 8.</summary>
internal readonly record struct Orientation(int Value)
{
    private const ushort Tag = 0x0112;
    private const ushort ShortType = 3;
    private const int EntryLength = 12;

    /// <summary>Stored as it is seen.</summary>
    public static Orientation Upright { get; } = new(1);

    /// <summary>Whether stored rows are upright columns.</summary>
    public bool IsTransposed => Value is >= 5 and <= 8;

    /// <summary>Whether stored rows run against the upright direction.</summary>
    public bool RowsRunBack => Value is 2 or 3 or 7 or 8;

    /// <summary>Whether the first stored row is the upright picture's last row or column.</summary>
    public bool BeginsAtTheEnd => Value is 3 or 4 or 6 or 7;

    /// <summary>Reads the orientation out of EXIF data: the content of PNG's <c>eXIf</c>, or of JPEG's segment APP1 behind <c>Exif</c> and two zeros.</summary>
    /// <param name="exif">A TIFF structure. Where it is damaged or says nothing, the picture counts as upright.</param>
    public static Orientation Read(ReadOnlySpan<byte> exif)
    {
        if (exif.StartsWith("Exif\0\0"u8))
            exif = exif[6..];
        bool isLittle = exif.StartsWith("II*\0"u8);
        if (exif.Length < 8 || (!isLittle && !exif.StartsWith("MM\0*"u8)))
            return Upright;
        uint directory = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(exif[4..]) : BinaryPrimitives.ReadUInt32BigEndian(exif[4..]);
        if (directory > exif.Length - 2)
            return Upright;
        ReadOnlySpan<byte> entries = exif[(int)directory..];
        int count = Short(entries, isLittle);
        entries = entries[2..];
        for (; count > 0 && entries.Length >= EntryLength; count--, entries = entries[EntryLength..])
        {
            if (Short(entries, isLittle) == Tag && Short(entries[2..], isLittle) == ShortType)
                return Short(entries[8..], isLittle) is var value and >= 1 and <= 8 ? new Orientation(value) : Upright;
        }

        return Upright;
    }

    /// <summary>The upright picture.</summary>
    public Image Apply(Image stored)
    {
        if (Value == 1)
            return stored;
        (int width, int height) = IsTransposed ? (stored.Height, stored.Width) : (stored.Width, stored.Height);
        var upright = new Image(width, height, stored.Channels);
        ReadRows(stored.Pixels, stored.Width, stored.Height, stored.Channels, stored.Channels, (y, row) => row.CopyTo(upright.Row(y)));
        return upright;
    }

    /// <summary>Gives out the rows of the upright picture, from the top.</summary>
    /// <param name="stored">The samples as stored.</param>
    /// <param name="width">The stored width.</param>
    /// <param name="height">The stored height.</param>
    /// <param name="step">Bytes from pixel to pixel.</param>
    /// <param name="channels">How many of them are samples, the first.</param>
    /// <param name="sink">Takes the rows.</param>
    public void ReadRows(ReadOnlySpan<byte> stored, int width, int height, int step, int channels, RowSink sink)
    {
        if (IsTransposed)
        {
            ReadColumns(stored, width, height, step, channels, sink);
            return;
        }

        var row = new byte[width * channels];
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> line = stored.Slice((BeginsAtTheEnd ? height - 1 - y : y) * width * step, width * step);
            if (step == channels && !RowsRunBack)
            {
                sink(y, line);
                continue;
            }

            (int from, int move) = RowsRunBack ? ((width - 1) * step, -step) : (0, step);
            CopyPixels(line, from, move, row, channels, channels, width);
            sink(y, row);
        }
    }

    /// <summary>Columns as rows, several at a time, so that memory is gone through once for all of them.</summary>
    private void ReadColumns(ReadOnlySpan<byte> stored, int width, int height, int step, int channels, RowSink sink)
    {
        const int AtATime = 16;
        int length = height * channels;
        var rows = new byte[AtATime * length];
        for (int first = 0; first < width; first += AtATime)
        {
            int count = Math.Min(AtATime, width - first);
            for (int line = 0; line < height; line++)
            {
                int x = BeginsAtTheEnd ? height - 1 - line : line;
                int column = RowsRunBack ? width - 1 - first : first;
                ReadOnlySpan<byte> pixels = stored.Slice(line * width * step, width * step);
                CopyPixels(pixels, column * step, RowsRunBack ? -step : step, rows.AsSpan(x * channels), length, channels, count);
            }

            for (int row = 0; row < count; row++)
                sink(first + row, rows.AsSpan(row * length, length));
        }
    }

    // Called for every row of every picture: it must be fast from its first call.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyPixels(ReadOnlySpan<byte> source, int from, int move, Span<byte> target, int distance, int channels, int count)
    {
        for (int to = 0; count > 0; count--, from += move, to += distance)
        {
            target[to] = source[from];
            for (int channel = 1; channel < channels; channel++)
                target[to + channel] = source[from + channel];
        }
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
