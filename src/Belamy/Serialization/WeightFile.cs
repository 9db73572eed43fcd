using System.IO.Compression;
using System.Runtime.InteropServices;
using Belamy.Files;

namespace Belamy.Serialization;

/// <summary>Files of weights that other programs read: safetensors, NumPy's <c>.npz</c>, PyTorch's <c>.pt</c>.</summary>
internal static class WeightFile
{
    /// <summary>Ends of names of files, and what is written under them.</summary>
    private static readonly Dictionary<string, Action<Stream, IReadOnlyList<NamedArray>>> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        [".safetensors"] = WriteSafetensors,
        [".npz"] = WriteNumpy,
        [".pt"] = WritePytorch,
        [".pth"] = WritePytorch,
    };

    /// <summary>Writes arrays.</summary>
    /// <param name="path">The file; its ending says the format.</param>
    /// <param name="arrays">The arrays, each under a name of its own.</param>
    /// <exception cref="BelamyException">The ending is another, or the file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<NamedArray> arrays)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Formats.TryGetValue(Path.GetExtension(path), out Action<Stream, IReadOnlyList<NamedArray>>? write))
            throw new BelamyException($"{path}: weights are written as {string.Join(", ", Formats.Keys)}; name such a file");
        AtomicFile.Write(path, stream => write(stream, arrays));
    }

    private static void WriteSafetensors(Stream stream, IReadOnlyList<NamedArray> arrays)
    {
        var builder = new SafetensorsBuilder();
        foreach (NamedArray array in arrays)
            builder.Add(array.Name, [.. array.Shape.Select(size => (long)size)], array.Values);
        builder.Write(stream);
    }

    private static void WriteNumpy(Stream stream, IReadOnlyList<NamedArray> arrays) => WriteArchive(
        stream, arrays.Select(array => ($"{array.Name}.npy", (IReadOnlyList<ReadOnlyMemory<byte>>)[NpyFile.CreateHeader("<f4", array.Shape), Bytes(array)])));

    /// <remarks>An archive of one pickle, which names the arrays, and their bytes. The pickle makes tensors and nothing else, so <c>weights_only=True</c> reads it.</remarks>
    private static void WritePytorch(Stream stream, IReadOnlyList<NamedArray> arrays) => WriteArchive(stream,
    [
        ("weights/data.pkl", [TensorPickle.Of(arrays)]),
        ("weights/byteorder", ["little"u8.ToArray()]),
        .. arrays.Select((array, at) => ($"weights/data/{at}", (IReadOnlyList<ReadOnlyMemory<byte>>)[Bytes(array)])),
        ("weights/version", ["3\n"u8.ToArray()]),
    ]);

    private static byte[] Bytes(NamedArray array) => MemoryMarshal.AsBytes(array.Values.AsSpan()).ToArray();

    private static void WriteArchive(Stream stream, IEnumerable<(string Name, IReadOnlyList<ReadOnlyMemory<byte>> Content)> entries)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach ((string name, IReadOnlyList<ReadOnlyMemory<byte>> content) in entries)
        {
            // Stored as they are: PyTorch reads nothing else, and weights do not get smaller.
            ZipArchiveEntry entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
            // The same weights give the same file.
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using Stream part = entry.Open();
            foreach (ReadOnlyMemory<byte> bytes in content)
                part.Write(bytes.Span);
        }
    }
}
