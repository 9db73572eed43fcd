using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Belamy.Serialization;

/// <summary>A message of Protocol Buffers in the making: its fields, one behind another. Large blocks of bytes are kept as they are given, not copied.</summary>
public sealed class MessageWriter
{
    /// <summary>A message of more bytes is read by no program.</summary>
    public const long MostBytes = int.MaxValue;

    private const int Varint = 0, Fixed64 = 1, Delimited = 2, Fixed32 = 5;

    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private ArrayBufferWriter<byte> _open = new();

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>Adds a whole number or the number of an enumeration.</summary>
    public void Add(int field, long value)
    {
        Number(((ulong)field << 3) | Varint);
        Number((ulong)value);
    }

    /// <summary>Adds a number.</summary>
    public void Add(int field, float value)
    {
        Number(((ulong)field << 3) | Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(_open.GetSpan(4), value);
        Advance(4);
    }

    /// <summary>Adds a number of double precision.</summary>
    public void Add(int field, double value)
    {
        Number(((ulong)field << 3) | Fixed64);
        BinaryPrimitives.WriteDoubleLittleEndian(_open.GetSpan(8), value);
        Advance(8);
    }

    /// <summary>Adds numbers of double precision, one behind the other in a field of their own.</summary>
    public void AddPacked(int field, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Head(field, 8L * values.Count);
        foreach (double value in values)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(_open.GetSpan(8), value);
            Advance(8);
        }
    }

    /// <summary>Adds a text.</summary>
    public void Add(int field, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Head(field, bytes.Length);
        _open.Write(bytes);
        Length += bytes.Length;
    }

    /// <summary>Adds bytes, which must not change until the message is written.</summary>
    public void Add(int field, ReadOnlyMemory<byte> bytes)
    {
        Head(field, bytes.Length);
        Close();
        _pieces.Add(bytes);
        Length += bytes.Length;
    }

    /// <summary>Adds a message, which is complete.</summary>
    public void Add(int field, MessageWriter message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Head(field, message.Length);
        Close();
        message.Close();
        _pieces.AddRange(message._pieces);
        Length += message.Length;
    }

    /// <summary>Writes the message.</summary>
    public void WriteTo(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Close();
        foreach (ReadOnlyMemory<byte> piece in _pieces)
            stream.Write(piece.Span);
    }

    private void Head(int field, long length)
    {
        Number(((ulong)field << 3) | Delimited);
        Number((ulong)length);
    }

    private void Number(ulong value)
    {
        Span<byte> place = _open.GetSpan(10);
        int count = 0;
        for (; value >= 0x80; value >>= 7)
            place[count++] = (byte)(value | 0x80);
        place[count++] = (byte)value;
        Advance(count);
    }

    private void Advance(int count)
    {
        _open.Advance(count);
        Length += count;
    }

    private void Close()
    {
        if (_open.WrittenCount == 0)
            return;
        _pieces.Add(_open.WrittenMemory);
        _open = new();
    }
}
