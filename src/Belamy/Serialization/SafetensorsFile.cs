using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Belamy.Files;
using Microsoft.Win32.SafeHandles;

namespace Belamy.Serialization;

/// <summary>A safetensors file open for reading: the header is read and checked at once, values when asked for.</summary>
/// <remarks>Reading is safe from several threads at once.</remarks>
public sealed class SafetensorsFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly SafetensorsHeader _header;
    private readonly long _dataStart;

    private SafetensorsFile(string path, SafeFileHandle handle, SafetensorsHeader header, long dataStart)
    {
        Path = path;
        _handle = handle;
        _header = header;
        _dataStart = dataStart;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Words about the whole file.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Tensors => _header.Entries;

    /// <summary>Opens a file and checks its header: names, types, and that the values fill the file without overlap or hole.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="BelamyException">The file cannot be read or breaks the format.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        InputFile.RequireContent(path);
        SafeFileHandle? handle = null;
        try
        {
            // Deletion by others is shared: a checkpoint may be rotated away while it is read.
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess);
            var file = Open(path, handle);
            handle = null;
            return file;
        }
        catch (Exception e) when (InputFile.IsFileError(e))
        {
            throw InputFile.Explain(path, e);
        }
        finally
        {
            handle?.Dispose();
        }
    }

    /// <summary>Reads all values of a tensor.</summary>
    /// <typeparam name="T">The C# type of its elements: float for F32, and so on; nothing is converted.</typeparam>
    /// <param name="name">The tensor.</param>
    /// <param name="destination">Receives the values in row-major order; exactly as long as the tensor.</param>
    /// <exception cref="BelamyException">There is no such tensor, its type is another, or the file cannot be read.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length than the tensor.</exception>
    public void Read<T>(string name, Span<T> destination)
        where T : unmanaged
    {
        SafetensorsEntry entry = Find<T>(name);
        if (destination.Length != entry.ElementCount)
            throw new ArgumentException($"{name} has {entry.ElementCount} elements, the destination {destination.Length}.", nameof(destination));
        LittleEndian.Require();
        const int Piece = 1 << 24;
        long position = _dataStart + entry.Offset;
        while (!destination.IsEmpty)
        {
            Span<T> piece = destination[..Math.Min(Piece, destination.Length)];
            ReadFully(MemoryMarshal.AsBytes(piece), position, name);
            position += MemoryMarshal.AsBytes(piece).Length;
            destination = destination[piece.Length..];
        }
    }

    /// <summary>Reads all values of a tensor into a new array.</summary>
    /// <typeparam name="T">The C# type of its elements: float for F32, and so on; nothing is converted.</typeparam>
    /// <param name="name">The tensor.</param>
    /// <exception cref="BelamyException">There is no such tensor, its type is another, it is too long for an array, or the file cannot be read.</exception>
    public T[] Read<T>(string name)
        where T : unmanaged
    {
        SafetensorsEntry entry = Find<T>(name);
        if (entry.ElementCount > Array.MaxLength)
            throw new BelamyException($"{Path}: {name} has {entry.ElementCount} elements, more than fit into memory at once; split it");
        var values = new T[entry.ElementCount];
        Read(name, values.AsSpan());
        return values;
    }

    /// <summary>Whether a checksum in the metadata is that of everything else in the file.</summary>
    /// <param name="key">The metadata's key that holds it.</param>
    /// <exception cref="BelamyException">The file cannot be read.</exception>
    internal bool IsSealed(string key)
    {
        // The order in which they lie in the file; tensors without values share a place.
        IEnumerable<SafetensorsEntry> entries = Tensors.Values
            .OrderBy(entry => entry.Offset).ThenBy(entry => entry.ByteLength)
            .ThenByDescending(entry => SafetensorsTypes.Size(entry.Type)).ThenBy(entry => entry.Name, StringComparer.Ordinal);
        return Metadata.TryGetValue(key, out string? written) && written == SafetensorsChecksum.Compute(Metadata, key, entries, CopyValues);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static SafetensorsFile Open(string path, SafeFileHandle handle)
    {
        long length = RandomAccess.GetLength(handle);
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        if (length < prefix.Length || !TryReadFully(handle, prefix, 0))
            throw new BelamyException($"{path}: is no valid safetensors file (it has {Counted.Of(length, "byte")}, less than a header); use another copy or an earlier checkpoint");
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > SafetensorsHeader.LongestHeader || (long)headerLength > length - prefix.Length)
            throw new BelamyException($"{path}: is no valid safetensors file (its header would have {headerLength} bytes, the file has {length}); use another copy or an earlier checkpoint");
        var json = new byte[headerLength];
        long dataStart = prefix.Length + json.Length;
        if (!TryReadFully(handle, json, prefix.Length))
            throw new BelamyException($"{path}: became shorter while it was read; try again");
        return new SafetensorsFile(path, handle, SafetensorsHeader.Parse(json, length - dataStart, path), dataStart);
    }

    private void CopyValues(Stream stream)
    {
        long left = Tensors.Values.Sum(entry => entry.ByteLength);
        var buffer = new byte[Math.Min(1 << 20, left)];
        for (long position = _dataStart; left > 0; position += buffer.Length)
        {
            Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, left));
            ReadFully(piece, position, "it");
            stream.Write(piece);
            left -= piece.Length;
        }
    }

    private SafetensorsEntry Find<T>(string name)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Tensors.TryGetValue(name, out SafetensorsEntry? entry))
            throw new BelamyException($"{Path}: holds no tensor named {name}{DidYouMean.Hint(name, Tensors.Keys)}");
        SafetensorsType wanted = SafetensorsTypes.Of<T>();
        return entry.Type == wanted ? entry : throw new BelamyException($"{Path}: {name} holds {entry.Type}, but {wanted} was asked for");
    }

    private void ReadFully(Span<byte> destination, long position, string name)
    {
        try
        {
            if (TryReadFully(_handle, destination, position))
                return;
        }
        catch (Exception e) when (InputFile.IsFileError(e))
        {
            throw InputFile.Explain(Path, e);
        }

        throw new BelamyException($"{Path}: became shorter while {name} was read; use another copy or an earlier checkpoint");
    }

    private static bool TryReadFully(SafeFileHandle handle, Span<byte> destination, long position)
    {
        while (!destination.IsEmpty)
        {
            int read = RandomAccess.Read(handle, destination, position);
            if (read == 0)
                return false;
            destination = destination[read..];
            position += read;
        }

        return true;
    }
}
