using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Belamy.Files;

namespace Belamy.Serialization;

/// <summary>Hands out the values of a tensor when they are wanted.</summary>
/// <typeparam name="T">float, double, int, long or byte.</typeparam>
public delegate ReadOnlySpan<T> SafetensorsValues<T>()
    where T : unmanaged;

/// <summary>Collects tensors and writes them as a safetensors file.</summary>
/// <remarks>
/// The bytes of the file depend only on names, shapes, values and metadata, not on the order in which they were added:
/// tensors are laid out by falling size of their elements, then by name, and metadata by key.
/// </remarks>
public sealed class SafetensorsBuilder
{
    // Spans hold at most this many elements, so a longer tensor has no representation here.
    private const long LargestTensor = int.MaxValue;

    private const int Alignment = 8;

    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (SafetensorsEntry Entry, Action<Stream> Write)> _tensors = new(StringComparer.Ordinal);

    /// <summary>Words about the whole file: any text by any key.</summary>
    public IDictionary<string, string> Metadata => _metadata;

    /// <summary>Adds a tensor whose values are asked for when the file is written.</summary>
    /// <typeparam name="T">float, double, int, long or byte.</typeparam>
    /// <param name="name">A name not added before, other than <c>__metadata__</c>.</param>
    /// <param name="shape">The extents, each 0 or more; empty for a single number.</param>
    /// <param name="values">Hands out the values in row-major order, as many as <paramref name="shape"/> spans.</param>
    /// <exception cref="ArgumentException">The name is taken, or the shape or the type is not possible.</exception>
    public void Add<T>(string name, ReadOnlySpan<long> shape, SafetensorsValues<T> values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(values);
        if (name == SafetensorsHeader.MetadataKey)
            throw new ArgumentException($"{name} is the name of the metadata; call the tensor otherwise.", nameof(name));
        SafetensorsType type = SafetensorsTypes.Of<T>();
        long count = 1;
        foreach (long extent in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(extent, nameof(shape));
            count = checked(count * extent);
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, LargestTensor, nameof(shape));
        var entry = new SafetensorsEntry(name, type, shape.ToArray(), count * SafetensorsTypes.Size(type));
        if (!_tensors.TryAdd(name, (entry, stream => WriteValues(stream, name, count, values()))))
            throw new ArgumentException($"A tensor named {name} was added before.", nameof(name));
    }

    /// <summary>Adds a tensor whose values are in memory; they are not copied until the file is written.</summary>
    /// <typeparam name="T">float, double, int, long or byte.</typeparam>
    /// <param name="name">A name not added before, other than <c>__metadata__</c>.</param>
    /// <param name="shape">The extents, each 0 or more; empty for a single number.</param>
    /// <param name="values">The values in row-major order, as many as <paramref name="shape"/> spans.</param>
    /// <exception cref="ArgumentException">The name is taken, the type is not possible, or the number of values is another.</exception>
    public void Add<T>(string name, ReadOnlySpan<long> shape, ReadOnlyMemory<T> values)
        where T : unmanaged
    {
        long count = 1;
        foreach (long extent in shape)
            count = checked(count * extent);
        if (count != values.Length)
            throw new ArgumentException($"{name}: [{string.Join(", ", shape.ToArray())}] are {count} values, not {values.Length}.", nameof(values));
        Add(name, shape, () => values.Span);
    }

    /// <summary>Adds a tensor whose values are in an array, which is not copied until the file is written.</summary>
    /// <inheritdoc cref="Add{T}(string, ReadOnlySpan{long}, ReadOnlyMemory{T})"/>
    public void Add<T>(string name, ReadOnlySpan<long> shape, T[] values)
        where T : unmanaged => Add(name, shape, (ReadOnlyMemory<T>)values);

    /// <summary>Writes the file, whole or not at all, without holding more than one buffer of it in memory.</summary>
    /// <param name="path">The file; what it held before is replaced.</param>
    /// <exception cref="BelamyException">The file cannot be written.</exception>
    /// <exception cref="InvalidOperationException">A tensor handed out another number of values than its shape spans.</exception>
    public void Save(string path) => AtomicFile.Write(path, Write);

    /// <summary>Writes the content of the file to a stream.</summary>
    /// <param name="stream">Receives header and values.</param>
    /// <exception cref="InvalidOperationException">A tensor handed out another number of values than its shape spans.</exception>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var ordered = Ordered();
        stream.Write(CreateHeader(ordered.Select(tensor => tensor.Entry)));
        foreach ((_, Action<Stream> write) in ordered)
            write(stream);
    }

    /// <summary>Adds to the metadata a checksum over everything that was added so far; see <see cref="SafetensorsFile.IsSealed"/>.</summary>
    /// <param name="key">The metadata's key that receives it.</param>
    internal void Seal(string key)
    {
        var ordered = Ordered();
        Metadata[key] = SafetensorsChecksum.Compute(_metadata, key, ordered.Select(tensor => tensor.Entry), stream =>
        {
            foreach ((_, Action<Stream> write) in ordered)
                write(stream);
        });
    }

    private List<(SafetensorsEntry Entry, Action<Stream> Write)> Ordered()
    {
        var ordered = _tensors.Values.ToList();
        ordered.Sort((a, b) =>
        {
            int bySize = SafetensorsTypes.Size(b.Entry.Type).CompareTo(SafetensorsTypes.Size(a.Entry.Type));
            return bySize != 0 ? bySize : string.CompareOrdinal(a.Entry.Name, b.Entry.Name);
        });
        return ordered;
    }

    private byte[] CreateHeader(IEnumerable<SafetensorsEntry> entries)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (_metadata.Count > 0)
            {
                json.WriteStartObject(SafetensorsHeader.MetadataKey);
                foreach ((string key, string value) in _metadata)
                    json.WriteString(key, value);
                json.WriteEndObject();
            }

            long offset = 0;
            foreach (SafetensorsEntry entry in entries)
            {
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", entry.Type.ToString());
                json.WriteStartArray("shape");
                foreach (long extent in entry.Shape)
                    json.WriteNumberValue(extent);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset = checked(offset + entry.ByteLength));
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        int padded = (buffer.WrittenCount + Alignment - 1) / Alignment * Alignment;
        var header = new byte[sizeof(ulong) + padded];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)padded);
        buffer.WrittenSpan.CopyTo(header.AsSpan(sizeof(ulong)));
        header.AsSpan(sizeof(ulong) + buffer.WrittenCount).Fill((byte)' ');
        return header;
    }

    private static void WriteValues<T>(Stream stream, string name, long count, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (values.Length != count)
            throw new InvalidOperationException($"{name}: {values.Length} values were handed out, not {count}.");
        LittleEndian.Require();
        // A span of bytes holds less than a large tensor, so the values go in pieces.
        const int Piece = 1 << 24;
        for (; values.Length > Piece; values = values[Piece..])
            stream.Write(MemoryMarshal.AsBytes(values[..Piece]));
        stream.Write(MemoryMarshal.AsBytes(values));
    }
}
