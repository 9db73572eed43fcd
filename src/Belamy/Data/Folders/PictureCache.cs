using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Belamy.Files;
using Belamy.Files.Interop;
using Belamy.Imaging;

namespace Belamy.Data;

/// <summary>Keeps the decoded pictures of a large folder in a file, so that they are neither held in memory nor decoded anew.</summary>
/// <remarks>
/// A folder has two files, named after its path and the size and shape asked for. <c>KEY-LIST.pixels</c> holds the bytes of all pictures one
/// behind the other, <c>KEY.json</c> says what they are and is written last: a cache is there whole, or not. It belongs to one
/// list of files with their lengths and times; where that has changed, it is made anew and the old one removed.
/// </remarks>
internal sealed class PictureCache
{
    // Raised when the same files give other bytes.
    private const int Version = 1;
    private const int AtATime = 256;

    private readonly string _folder, _key, _list;
    private readonly string[] _files;

    private PictureCache(string folder, string key, string list, string[] files) => (_folder, _key, _list, _files) = (folder, key, list, files);

    /// <summary>The file that says what is cached.</summary>
    public string Path => System.IO.Path.Combine(_folder, $"{_key}.json");

    private string Pixels => System.IO.Path.Combine(_folder, $"{_key}-{_list[..16]}.pixels");

    /// <summary>The cache of a folder's pictures; null where they are few or there is no place for it.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="files">Its files that are asked for.</param>
    /// <param name="sizing">The files that the size is chosen by.</param>
    /// <param name="facts">The lengths and times of all.</param>
    /// <param name="options">How they are asked for.</param>
    /// <param name="archive">The archive that the files lie in; null for a folder.</param>
    public static PictureCache? For(string root, string[] files, string[] sizing, WalkedFile[] facts, DataOptions options, FileInfo? archive = null)
    {
        if (files.Length < options.CacheFrom || (options.CacheFolder ?? DataFolders.CacheFor("pictures")) is not { } folder)
            return null;
        string settings = string.Create(
            CultureInfo.InvariantCulture, $"{Version} {options.Size?.ToString() ?? $"usual{options.LargestUsualSide}"} {options.Fit} {options.KeepsAlpha} {options.Background} {options.Split}{(options.ReducesPictures ? " reduced" : "")}");
        string list = archive is null ? settings : string.Create(CultureInfo.InvariantCulture, $"{settings} {archive.Length} {archive.LastWriteTimeUtc.Ticks}");
        string key = Hash($"{root}\n{settings}")[..32];
        return new PictureCache(folder, key, ListOf(root, list, options.Size is null && sizing != files ? [.. files, .. sizing] : files, facts), files);
    }

    /// <summary>Opens what is cached.</summary>
    /// <returns>The size and the pictures; null where there is no cache, or one of other files.</returns>
    public (PictureSize Size, PictureContents Contents)? Open()
    {
        try
        {
            if (!File.Exists(Path) || JsonSerializer.Deserialize(File.ReadAllBytes(Path), PictureCacheContracts.Default.CachedPictures) is not { } found || found.List != _list)
                return null;
            var size = new PictureSize(found.Width, found.Height);
            int count = _files.Length - found.Damaged.Length;
            return (size, Map(size, count, found.Stored, found.Channels, [.. found.Damaged.Select(one => new LeftOut(_files[one.File], one.Reason))]) with { Fingerprint = found.Fingerprint });
        }
        catch (Exception e) when (InputFile.IsFileError(e) || e is JsonException or IndexOutOfRangeException or InvalidDataException or OverflowException)
        {
            // What cannot be used is made anew.
            return null;
        }
    }

    /// <summary>Decodes the files into the cache; nothing of it remains where that is stopped.</summary>
    /// <exception cref="BelamyException">The cache cannot be written; the pictures have to be held.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public PictureContents Write(PictureDecoding decoding)
    {
        int area = decoding.Size.Area, most = decoding.MostChannels, count = 0;
        bool hasColour = false;
        var damaged = new ConcurrentBag<LeftOut>();
        AtomicFile.Write(Pixels, stream =>
        {
            var item = new byte[most * area];
            for (int first = 0; first < _files.Length; first += AtATime)
            {
                int here = Math.Min(AtATime, _files.Length - first);
                foreach (byte[]? picture in decoding.Decode(_files.AsMemory(first, here), damaged, first, _files.Length))
                {
                    if (picture is null)
                        continue;
                    hasColour |= picture.Length > area;
                    PictureContents.Spread(picture, item);
                    stream.Write(item);
                    count++;
                }
            }
        });
        try
        {
            // Without any colour the first of the channels says all.
            return Map(decoding.Size, count, most, hasColour ? most : 1, [.. damaged]);
        }
        catch (Exception e) when (InputFile.IsFileError(e) || e is InvalidDataException)
        {
            throw InputFile.Explain(Pixels, e);
        }
    }

    /// <summary>Completes the cache, once the fingerprint of the set is known.</summary>
    public void Commit(PictureDecoding decoding, PictureContents contents, string fingerprint)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < _files.Length; i++)
            places[_files[i]] = i;
        var description = new CachedPictures(
            _list, decoding.Size.Width, decoding.Size.Height, decoding.MostChannels, contents.Channels, fingerprint,
            [.. contents.Damaged.Select(one => new CachedDamage(places[one.Path], one.Reason))]);
        try
        {
            AtomicFile.WriteAllBytes(Path, JsonSerializer.SerializeToUtf8Bytes(description, PictureCacheContracts.Default.CachedPictures));
            foreach (string old in Directory.EnumerateFiles(_folder, $"{_key}-*.pixels"))
            {
                if (old != Pixels)
                    File.Delete(old);
            }
        }
        catch (Exception e) when (e is BelamyException || InputFile.IsFileError(e))
        {
            // The pictures are there for now; next time they are decoded again.
        }
    }

    private PictureContents Map(PictureSize size, int count, int stored, int channels, IReadOnlyList<LeftOut> damaged)
    {
        long length = (long)count * stored * size.Area;
        if (count < 0 || stored is < 1 or > 4 || channels < 1 || channels > stored)
            throw new InvalidDataException();
        PixelStore pixels = count == 0
            ? new PixelStore(0, channels * size.Area)
            : new PixelStore(MappedFile.Open(Pixels, length), count, channels * size.Area, stored * size.Area);
        return new PictureContents(pixels, channels, damaged);
    }

    /// <summary>A hash over names, lengths and times.</summary>
    private static string ListOf(string root, string settings, string[] files, WalkedFile[] facts)
    {
        Dictionary<string, WalkedFile> known = facts.ToDictionary(file => file.Path, StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(settings));
        foreach (string path in files)
        {
            WalkedFile file = known[path];
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\n{path.AsSpan(root.Length)}\n{file.Length} {file.Time.Ticks}")));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>What the JSON of a cache must hold.</summary>
internal sealed record CachedPictures(string List, int Width, int Height, int Stored, int Channels, string Fingerprint, CachedDamage[] Damaged);

/// <summary>A file that could not be read.</summary>
internal sealed record CachedDamage(int File, string Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CachedPictures))]
internal sealed partial class PictureCacheContracts : JsonSerializerContext;
