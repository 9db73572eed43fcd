using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Belamy.Files;

namespace Belamy.Data.Readers;

/// <summary>Reads NumPy's array files value by value: <c>.npy</c>, also under gzip, and the arrays of an <c>.npz</c>.</summary>
/// <remarks>Whole numbers, floating point numbers of 16, 32 and 64 bits and booleans in row-major order. Memory is taken for what is asked for, never for what a header says.</remarks>
internal sealed partial class NumpyReader : IDisposable
{
    private const int LongestHeader = 1 << 16;
    private const int MostAxes = 32;

    private readonly string _path;
    private readonly Stream _stream;
    private readonly IDisposable[] _below;
    private readonly Func<byte[], int, float> _decode;
    private readonly int _width;
    private byte[] _buffer = [];

    private NumpyReader(string path, Stream stream, params IDisposable[] below)
    {
        _path = path;
        _stream = stream;
        _below = below;
        (string type, Shape, FileLength) = ReadHeader();
        (_width, _decode) = Decoder(path, type);
    }

    /// <summary>Extents of the array.</summary>
    public int[] Shape { get; }

    /// <summary>The length of the file, however packed.</summary>
    public long FileLength { get; }

    /// <summary>Opens an array.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Which array of an <c>.npz</c>; null where it has one.</param>
    /// <exception cref="BelamyException">There is no such array, or none that is read.</exception>
    public static NumpyReader Open(string path, string? name = null)
    {
        InputFile.RequireContent(path);
        FileStream file = InputFile.OpenRead(path);
        try
        {
            return Damaged.Guard(path, "NumPy", () =>
            {
                if (path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase))
                {
                    var archive = new ZipArchive(file);
                    return new NumpyReader(path, Entry(path, archive, name).Open(), archive, file);
                }

                return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                    ? new NumpyReader(path, new GzipReader(file, InputLimit.Largest, path), file)
                    : new NumpyReader(path, file);
            });
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads on.</summary>
    /// <exception cref="BelamyException">There are fewer values left.</exception>
    public void Read(Span<float> values)
    {
        Array.Resize(ref _buffer, Math.Max(_buffer.Length, Math.Min(values.Length, 1 << 14) * _width));
        while (!values.IsEmpty)
        {
            int count = Math.Min(values.Length, _buffer.Length / _width);
            int read = Damaged.Guard(_path, "NumPy", () => _stream.ReadAtLeast(_buffer.AsSpan(0, count * _width), count * _width, throwOnEndOfStream: false));
            if (read < count * _width)
                throw new BelamyException($"{_path}: has fewer values than its shape ({string.Join(", ", Shape)}) tells; the file is damaged, save it anew");
            for (int at = 0; at < count; at++)
                values[at] = _decode(_buffer, at * _width);
            values = values[count..];
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        foreach (IDisposable one in _below)
            one.Dispose();
    }

    private static ZipArchiveEntry Entry(string path, ZipArchive archive, string? name)
    {
        ZipArchiveEntry[] arrays = [.. archive.Entries.Where(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal))];
        if (name is null && arrays.Length == 1)
            return arrays[0];
        return arrays.FirstOrDefault(entry => entry.FullName == name + ".npy") ?? throw new BelamyException(
            $"{path}: {(name is null ? "which array?" : $"has no array {name}.")} It has {(arrays.Length == 0 ? "none" : string.Join(", ", arrays.Take(8).Select(entry => entry.FullName[..^4])))}");
    }

    private (string Type, int[] Shape, long FileLength) ReadHeader()
    {
        Span<byte> start = stackalloc byte[12];
        _stream.ReadExactly(start[..8]);
        if (!start.StartsWith((ReadOnlySpan<byte>)[0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y']) || start[6] is < 1 or > 3)
            throw new BelamyException($"{_path}: is no NumPy file; save the array anew with numpy.save");
        int digits = start[6] == 1 ? 2 : 4;
        _stream.ReadExactly(start.Slice(8, digits));
        long length = digits == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        if (length > LongestHeader)
            throw new BelamyException($"{_path}: its header is of {length} bytes; the file is damaged, save it anew");
        var text = new byte[length];
        _stream.ReadExactly(text);
        Match header = Header().Match(Encoding.Latin1.GetString(text));
        if (!header.Success)
            throw new BelamyException($"{_path}: holds no plain array of numbers; save one with numpy.save");
        if (header.Groups["order"].Value == "True")
            throw new BelamyException($"{_path}: is in column-major order; save numpy.ascontiguousarray of it");
        string[] parts = header.Groups["shape"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var shape = new int[parts.Length];
        double product = 1;
        for (int axis = 0; axis < parts.Length; axis++)
        {
            if (parts.Length > MostAxes || !int.TryParse(parts[axis], NumberStyles.None, CultureInfo.InvariantCulture, out shape[axis]) || (product *= shape[axis]) > long.MaxValue / 16)
                throw new BelamyException($"{_path}: its shape ({header.Groups["shape"].Value}) is none; the file is damaged, save it anew");
        }

        return (header.Groups["type"].Value, shape, new FileInfo(_path).Length);
    }

    private static (int Width, Func<byte[], int, float> Decode) Decoder(string path, string type) => type switch
    {
        "|b1" => (1, (bytes, at) => bytes[at] != 0 ? 1 : 0),
        "|u1" or "<u1" => (1, (bytes, at) => bytes[at]),
        "|i1" or "<i1" => (1, (bytes, at) => (sbyte)bytes[at]),
        "<u2" => (2, (bytes, at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at))),
        "<i2" => (2, (bytes, at) => BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(at))),
        "<u4" => (4, (bytes, at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at))),
        "<i4" => (4, (bytes, at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at))),
        "<u8" => (8, (bytes, at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at))),
        "<i8" => (8, (bytes, at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at))),
        "<f2" => (2, (bytes, at) => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes.AsSpan(at))),
        "<f4" => (4, (bytes, at) => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(at))),
        "<f8" => (8, (bytes, at) => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(at))),
        _ => throw new BelamyException($"{path}: values of type {new string([.. type.Where(char.IsAsciiLetterOrDigit)])} are not read; save it as float32"),
    };

    [GeneratedRegex(@"^\{'descr': '(?<type>[^']{1,16})', 'fortran_order': (?<order>True|False), 'shape': \((?<shape>[0-9, ]*)\),? *\}\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Header();
}
