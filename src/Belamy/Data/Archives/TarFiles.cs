using System.Buffers.Binary;
using System.Text;
using Belamy.Files;

namespace Belamy.Data;

/// <summary>Walks through the files of a tar archive (ustar, with the long names of POSIX and GNU).</summary>
/// <remarks>Nothing is allocated by what a header claims: long names are read up to a bound, content as it comes.</remarks>
internal sealed class TarFiles(Stream archive)
{
    private const int Block = 512;
    private const int LongestName = 1 << 16;

    private readonly byte[] _header = new byte[Block];
    private string? _longName;
    private long _content, _padding;

    /// <summary>The name of the present file, with its folders.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The length of the present file.</summary>
    public long Length { get; private set; }

    /// <summary>The content of the present file; read on it before the next is asked for.</summary>
    public Stream Content => new Part(this);

    /// <summary>Goes on to the next regular file.</summary>
    /// <returns>False at the end of the archive.</returns>
    /// <exception cref="InvalidDataException">The archive is damaged or ends early.</exception>
    public bool Next()
    {
        while (true)
        {
            Skip(_content + _padding);
            int read = archive.ReadAtLeast(_header, Block, throwOnEndOfStream: false);
            if (read == 0 || !_header.AsSpan(0, read).ContainsAnyExcept((byte)0))
                return false;
            if (read < Block)
                throw new InvalidDataException("it ends early");
            if (!ChecksumIsRight())
                throw new InvalidDataException("the checksum of a header is wrong");
            _content = Number(_header.AsSpan(124, 12));
            _padding = (Block - (_content % Block)) % Block;
            switch ((char)_header[156])
            {
                case 'x':
                    _longName = PathOf(ReadText()) ?? _longName;
                    break;
                case 'L':
                    _longName = ReadText();
                    break;
                case '0' or '\0' or '7':
                    string prefix = Text(_header.AsSpan(257, 5)) == "ustar" ? Text(_header.AsSpan(345, 155)) : "";
                    string name = Text(_header.AsSpan(0, 100));
                    (Name, Length, _longName) = (_longName ?? (prefix.Length > 0 ? $"{prefix}/{name}" : name), _content, null);
                    return true;
                default:
                    _longName = null;
                    break;
            }
        }
    }

    private string ReadText()
    {
        if (_content > LongestName)
            throw new InvalidDataException($"a name of {_content} bytes is too long");
        var text = new byte[_content];
        if (archive.ReadAtLeast(text, text.Length, throwOnEndOfStream: false) < text.Length)
            throw new InvalidDataException("it ends early");
        _content = 0;
        return Text(text);
    }

    /// <summary>The path among the records of an extended header: "LENGTH path=VALUE\n".</summary>
    private static string? PathOf(string records)
    {
        const string Key = " path=";
        foreach (string record in records.Split('\n'))
        {
            int at = record.IndexOf(Key, StringComparison.Ordinal);
            if (at > 0 && record.AsSpan(0, at).IndexOfAnyExceptInRange('0', '9') < 0)
                return record[(at + Key.Length)..];
        }

        return null;
    }

    private bool ChecksumIsRight()
    {
        long sum = 0;
        for (int i = 0; i < Block; i++)
            sum += i is >= 148 and < 156 ? ' ' : _header[i];
        return sum == Number(_header.AsSpan(148, 8));
    }

    /// <summary>A number in octal digits, or in base 256 where its first bit is set.</summary>
    private static long Number(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0)
        {
            long large = BinaryPrimitives.ReadInt64BigEndian(field[^8..]);
            return large >= 0 && !field[1..^8].ContainsAnyExcept((byte)0) ? large : throw new InvalidDataException("a length is out of range");
        }

        long number = 0;
        foreach (byte digit in field.Trim(" \0"u8))
            number = digit is >= (byte)'0' and <= (byte)'7' ? (number << 3) + digit - '0' : throw new InvalidDataException("a number is none");
        return number;
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    private void Skip(long length)
    {
        var buffer = new byte[1 << 14];
        while (length > 0)
        {
            int read = archive.Read(buffer, 0, (int)Math.Min(buffer.Length, length));
            if (read == 0)
                throw new InvalidDataException("it ends early");
            length -= read;
        }
    }

    private sealed class Part(TarFiles files) : ReadOnlyStream
    {
        public override int Read(Span<byte> buffer)
        {
            if (files._content == 0 || buffer.IsEmpty)
                return 0;
            int read = files.ReadContent(buffer[..(int)Math.Min(buffer.Length, files._content)]);
            files._content -= read;
            return read > 0 ? read : throw new InvalidDataException("it ends early");
        }
    }

    private int ReadContent(Span<byte> buffer) => archive.Read(buffer);
}
