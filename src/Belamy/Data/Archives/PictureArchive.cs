using System.IO.Compression;
using Belamy.Files;
using Belamy.Imaging;
using Microsoft.Win32.SafeHandles;

namespace Belamy.Data;

/// <summary>The pictures in a zip or tar archive, read from it as they are asked for; nothing of it is ever written under a name of its own.</summary>
/// <remarks>
/// What an archive says of a member is not believed: no more is read than it says, nor more than its packed size allows. A
/// gzipped tar is unpacked once, into a file that goes when the archive is closed.
/// </remarks>
internal sealed class PictureArchive : IDisposable
{
    private readonly string _path;
    private readonly DataOptions _options;
    private readonly Func<string, string?> _judge;
    private readonly List<WalkedFile> _files = [];
    private readonly List<LeftOut> _leftOut = [];
    private readonly Dictionary<string, Func<byte[]>> _members = new(StringComparer.Ordinal);
    private readonly List<IDisposable> _open = [];
    private readonly Lock _one = new();
    private long _seen;

    private PictureArchive(string path, DataOptions options, Func<string, string?> judge) => (_path, _options, _judge) = (path, options, judge);

    /// <summary>The pictures, in the order of their names: the archive's path and their own.</summary>
    public WalkedFile[] Files => [.. _files.OrderBy(file => file.Path, StringComparer.Ordinal)];

    /// <summary>What else there is.</summary>
    public List<LeftOut> LeftOut => _leftOut;

    /// <summary>Whether a name is that of an archive that is read.</summary>
    public static bool IsName(string path) => IsZip(path) || path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) || IdxContainer.IsArchiveName(path);

    /// <summary>Opens an archive.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The bound and cancellation.</param>
    /// <param name="judge">Why a member with such an ending is left out; null for one that is taken.</param>
    /// <exception cref="BelamyException">It cannot be read, is damaged, or holds more members than the bound.</exception>
    public static PictureArchive Open(string path, DataOptions options, Func<string, string?> judge)
    {
        InputFile.RequireContent(path);
        var archive = new PictureArchive(path, options, judge);
        try
        {
            if (IsZip(path))
                archive.ListZip();
            else
                archive.ListTar();
            return archive;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            archive.Dispose();
            throw new BelamyException($"{path}: cannot be unpacked ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}); get the archive anew, or unpack it and give the folder", e);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <summary>The content of a picture.</summary>
    /// <param name="path">Its path, as <see cref="Files"/> has it.</param>
    /// <exception cref="BelamyException">It is damaged, or larger than it says.</exception>
    public byte[] Read(string path)
    {
        try
        {
            return _members[path]();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException)
        {
            throw new BelamyException($"{path}: cannot be unpacked ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}); get the archive anew", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable one in _open)
            one.Dispose();
    }

    private static bool IsZip(string path) => path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    private void ListZip()
    {
        FileStream file = InputFile.OpenRead(_path);
        _open.Add(file);
        var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        _open.Insert(0, zip);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            if (!entry.FullName.EndsWith('/'))
                Take(entry.FullName, entry.Length, entry.LastWriteTime.UtcDateTime, InputLimit.Unpacked(entry.CompressedLength), () => ReadZip(entry));
        }
    }

    private byte[] ReadZip(ZipArchiveEntry entry)
    {
        // One file is read by all.
        lock (_one)
        {
            using Stream stream = entry.Open();
            byte[] content = ReadWhole(stream, entry.Length);
            return Crc32.Append(0, content) == entry.Crc32 ? content : throw new InvalidDataException("its checksum is wrong");
        }
    }

    private void ListTar()
    {
        FileStream file = InputFile.OpenRead(_path);
        _open.Add(file);
        FileStream tar = IdxContainer.IsArchiveName(_path) ? Unpack(file) : file;
        SafeFileHandle handle = tar.SafeFileHandle;
        var files = new TarFiles(tar);
        while (files.Next())
        {
            (long start, long length) = (tar.Position, files.Length);
            if (start + length > tar.Length)
                throw new InvalidDataException("it ends early");
            Take(files.Name, length, default, InputLimit.Largest, () => ReadAt(handle, start, length));
        }
    }

    private FileStream Unpack(FileStream packed)
    {
        string folder = _options.CacheFolder ?? DataFolders.CacheFor("pictures") ?? Path.GetTempPath();
        string place = Path.Combine(folder, $"{Guid.NewGuid():N}.tar");
        try
        {
            Directory.CreateDirectory(folder);
            var unpacked = new FileStream(place, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
            _open.Insert(0, unpacked);
            // Photographs hardly pack; what unpacks to many times its size and more than is usual is refused.
            using var gzip = new GzipReader(packed, Math.Max(InputLimit.Unpacked(packed.Length), 4 * packed.Length), _path);
            var buffer = new byte[1 << 16];
            for (int read; (read = gzip.Read(buffer)) > 0;)
            {
                _options.CancellationToken.ThrowIfCancellationRequested();
                unpacked.Write(buffer, 0, read);
            }

            unpacked.Flush();
            unpacked.Position = 0;
            return unpacked;
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            throw AtomicFile.Explain(place, e);
        }
    }

    private static byte[] ReadAt(SafeFileHandle handle, long start, long length)
    {
        var content = new byte[length];
        for (int done = 0; done < content.Length;)
        {
            int read = RandomAccess.Read(handle, content.AsSpan(done), start + done);
            done += read > 0 ? read : throw new InvalidDataException("it ends early");
        }

        return content;
    }

    private static byte[] ReadWhole(Stream stream, long length)
    {
        var content = new byte[length];
        return stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) == content.Length && stream.ReadByte() < 0
            ? content
            : throw new InvalidDataException($"it has another length than {length} bytes");
    }

    private void Take(string name, long length, DateTime time, long most, Func<byte[]> read)
    {
        _options.CancellationToken.ThrowIfCancellationRequested();
        if (++_seen > _options.MostFiles)
            throw new BelamyException($"{_path}: holds more than {_options.MostFiles:N0} files; set {DataOptions.MostFilesVariable} to more if that is meant");
        string[] parts = name.Replace('\\', '/').Split('/').Where(part => part is not ("" or ".")).ToArray();
        string path = $"{_path}/{string.Join('/', parts)}";
        string? reason = parts.Length == 0 || parts.Contains("..") ? "its path leads out of the archive"
            : parts.Any(part => part.StartsWith('.')) || parts[0] == "__MACOSX" ? "hidden"
            : _judge(Path.GetExtension(parts[^1]).ToLowerInvariant())
            ?? (length == 0 ? "empty or no regular file"
            : length > Math.Min(most, Array.MaxLength) ? InputLimit.Exceeded(most)
            : _members.ContainsKey(path) ? "there twice" : null);
        if (reason is not null)
        {
            _leftOut.Add(new LeftOut(path, reason));
            return;
        }

        _members.Add(path, read);
        _files.Add(new WalkedFile(path, length, time));
    }
}
