using System.Buffers.Binary;

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
        int channels = stored.Channels;
        var upright = new Image(width, height, channels);
        for (int y = 0; y < height; y++)
        {
            Span<byte> row = upright.Row(y);
            for (int x = 0; x < width; x++)
            {
                (int column, int line) = IsTransposed ? (y, x) : (x, y);
                column = RowsRunBack ? stored.Width - 1 - column : column;
                line = BeginsAtTheEnd ? stored.Height - 1 - line : line;
                stored.Row(line).Slice(column * channels, channels).CopyTo(row[(x * channels)..]);
            }
        }

        return upright;
    }

    /// <summary>Where the square in the middle of the upright picture begins in the stored one.</summary>
    public (int Left, int Top) Middle(int width, int height)
    {
        int side = Math.Min(width, height);
        (int left, int top) = ((width - side) / 2, (height - side) / 2);
        return (RowsRunBack ? width - side - left : left, BeginsAtTheEnd ? height - side - top : top);
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
