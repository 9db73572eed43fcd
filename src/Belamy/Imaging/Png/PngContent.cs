using System.Buffers.Binary;
using Belamy.Files;

namespace Belamy.Imaging;

/// <summary>The chunks of a PNG file, checked and sorted out, its pixels still compressed.</summary>
internal sealed class PngContent
{
    private readonly byte[] _file;
    private readonly List<(int Start, int Length)> _data = [];

    private PngContent(byte[] file) => _file = file;

    public PngHeader Header { get; private set; }

    /// <summary>The colours of the palette, three bytes each; empty when there is none.</summary>
    public byte[] Palette { get; private set; } = [];

    /// <summary>The content of the transparency chunk; empty when there is none.</summary>
    public byte[] Transparency { get; private set; } = [];

    public Orientation Orientation { get; private set; } = Orientation.Upright;

    /// <summary>The bytes of the compressed pixels.</summary>
    public long CompressedLength => _data.Sum(part => (long)part.Length);

    /// <summary>The length of the whole file.</summary>
    public long FileLength => _file.Length;

    /// <summary>The compressed pixels.</summary>
    public Stream Open() => new Data(_file, _data);

    /// <summary>Reads the chunks of a file.</summary>
    /// <param name="png">The file; kept.</param>
    /// <param name="name">The file's name, for errors.</param>
    /// <exception cref="BelamyException">A chunk that pictures need is damaged or missing. Others that are damaged count as absent.</exception>
    public static PngContent Parse(byte[] png, string name)
    {
        if (!PngDecoder.IsPng(png))
            throw PngDecoder.Damaged(name, "it does not begin like one");
        var content = new PngContent(png);
        bool isHeaderRead = false;
        int position = PngEncoder.Signature.Length;
        while (true)
        {
            int start = position;
            ReadOnlySpan<byte> type = ReadChunk(png, ref position, name, out ReadOnlySpan<byte> data, out bool isWhole);
            bool isNeeded = (type[0] & 0x20) == 0;
            if (!isWhole && isNeeded)
                throw PngDecoder.Damaged(name, $"the checksum of the chunk {NameOf(type)} at byte {start} is wrong");
            if (!isHeaderRead)
            {
                if (!type.SequenceEqual("IHDR"u8))
                    throw PngDecoder.Damaged(name, "its header is missing");
                (PngHeader header, string? fault) = PngHeader.Parse(data);
                content.Header = fault is null ? header : throw PngDecoder.Damaged(name, fault);
                isHeaderRead = true;
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                return content;
            }
            else if (isWhole && !content.Take(type, data, position - 4 - data.Length, name) && isNeeded)
            {
                throw PngDecoder.Damaged(name, $"it has an unknown chunk at byte {start}");
            }
        }
    }

    private bool Take(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, int start, string name)
    {
        if (type.SequenceEqual("PLTE"u8))
            Palette = data.Length % 3 == 0 ? data.ToArray() : throw PngDecoder.Damaged(name, $"its palette has {data.Length} bytes");
        else if (type.SequenceEqual("IDAT"u8))
            _data.Add((start, data.Length));
        else if (type.SequenceEqual("tRNS"u8))
            Transparency = data.ToArray();
        else if (type.SequenceEqual("eXIf"u8))
            Orientation = Orientation.Read(data);
        else
            return false;
        return true;
    }

    private static ReadOnlySpan<byte> ReadChunk(ReadOnlySpan<byte> png, ref int position, string name, out ReadOnlySpan<byte> data, out bool isWhole)
    {
        const int Frame = 12;
        ReadOnlySpan<byte> rest = png[position..];
        uint length = rest.Length < Frame ? uint.MaxValue : BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - Frame)
            throw PngDecoder.Damaged(name, $"it ends at byte {png.Length}, within the chunk that begins at byte {position}");
        ReadOnlySpan<byte> checkedBytes = rest.Slice(4, 4 + (int)length);
        isWhole = Crc32.Append(0, checkedBytes) == BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]);
        position += Frame + (int)length;
        data = checkedBytes[4..];
        return checkedBytes[..4];
    }

    private sealed class Data(byte[] file, List<(int Start, int Length)> parts) : ReadOnlyStream
    {
        private int _part, _read;

        public override int Read(Span<byte> buffer)
        {
            for (; _part < parts.Count; _part++, _read = 0)
            {
                (int start, int length) = parts[_part];
                int count = Math.Min(buffer.Length, length - _read);
                if (count == 0 && !buffer.IsEmpty)
                    continue;
                file.AsSpan(start + _read, count).CopyTo(buffer);
                _read += count;
                return count;
            }

            return 0;
        }
    }

    // Names are letters; in a damaged file they may be anything, line breaks among it.
    private static string NameOf(ReadOnlySpan<byte> type)
    {
        string name = "";
        foreach (byte letter in type)
            name += char.IsAsciiLetter((char)letter) ? (char)letter : '?';
        return name;
    }
}
