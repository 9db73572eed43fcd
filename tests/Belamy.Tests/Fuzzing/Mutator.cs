using System.Buffers.Binary;
using System.Text;
using Belamy.Imaging;

namespace Belamy.Tests.Fuzzing;

/// <summary>Damages inputs by a seed: the way disks and networks do, and the way somebody does who knows the format.</summary>
internal sealed class Mutator(int seed)
{
    private const int MostChanges = 4;
    private static readonly byte[] Telling = [0, 1, 0x7F, 0x80, 0xFE, 0xFF];

    private static readonly string[] Words =
    [
        "-1", "0", "1", "0.5", "1e999", "-1e-999", "2147483647", "2147483648", "9223372036854775807", "99999999999999999999", "NaN", "null", "true", "\"\"", "[]", "{}",
        "[[[[", "}}}}", "\"\\u0000\"", "\"\\ud800\"", "\"a\\nb\"", "\u001b[2J", "\"../../..\"",
    ];

    private readonly Random _random = new(seed);

    /// <summary>Bits flipped; bytes set, inserted, removed, doubled or cut off.</summary>
    public byte[] Bytes(byte[] input)
    {
        List<byte> bytes = [.. input];
        for (int left = _random.Next(MostChanges); left >= 0 && bytes.Count > 0; left--)
        {
            int at = _random.Next(bytes.Count);
            int length = Math.Min(1 + _random.Next(8), bytes.Count - at);
            switch (_random.Next(7))
            {
                case 0: bytes[at] ^= (byte)(1 << _random.Next(8)); break;
                case 1: bytes[at] = Telling[_random.Next(Telling.Length)]; break;
                case 2: bytes[at] = (byte)_random.Next(256); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 4: bytes.RemoveRange(at, length); break;
                case 5: bytes.Insert(at, (byte)_random.Next(256)); break;
                default: bytes.RemoveRange(at, _random.Next(4) == 0 ? bytes.Count - at : length); break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Words of a text replaced by others that mean something to a parser, or its bytes changed.</summary>
    public byte[] Text(byte[] input)
    {
        if (_random.Next(4) == 0)
            return Bytes(input);
        string text = Encoding.UTF8.GetString(input);
        for (int left = _random.Next(MostChanges); left >= 0 && text.Length > 0; left--)
        {
            int start = _random.Next(text.Length);
            int end = start;
            while (end < text.Length && char.IsLetterOrDigit(text[end]) == char.IsLetterOrDigit(text[start]))
                end++;
            text = string.Concat(text.AsSpan(0, start), _random.Next(4) == 0 ? "" : Words[_random.Next(Words.Length)], text.AsSpan(end));
        }

        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>A PNG file damaged; mostly with checksums that are right all the same.</summary>
    public byte[] Png(byte[] input)
    {
        byte[] png = Bytes(input);
        if (_random.Next(4) == 0)
            return png;
        for (long at = 8; at + 12 <= png.Length;)
        {
            long length = BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan((int)at));
            if (length > png.Length - at - 12)
                break;
            Span<byte> content = png.AsSpan((int)at + 4, (int)length + 4);
            BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan((int)(at + 8 + length)), Crc32.Append(0, content));
            at += length + 12;
        }

        return png;
    }

    /// <summary>A safetensors file damaged; mostly in its header, whose length is right all the same.</summary>
    public byte[] Safetensors(byte[] input)
    {
        if (_random.Next(3) == 0)
            return Bytes(input);
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(input);
        byte[] header = Text(input[8..(8 + length)]);
        byte[] size = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(size, (ulong)header.Length);
        return [.. size, .. header, .. input.AsSpan(8 + length)];
    }
}
