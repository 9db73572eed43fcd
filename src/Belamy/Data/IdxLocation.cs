using System.Security.Cryptography;
using Belamy.Serialization;

namespace Belamy.Data;

/// <summary>Opens IDX files by path: a folder or archive with files named like MNIST's, or a single file of images.</summary>
internal static class IdxLocation
{
    /// <summary>Opens a folder or archive.</summary>
    /// <returns>The data set, named after the published one whose images it holds, else after the folder; null when there are no IDX files by the usual names.</returns>
    /// <exception cref="BelamyException">The files are damaged or do not belong together.</exception>
    public static ImageDataset? TryOpen(string path, DataOptions options, IEnumerable<IdxSource> published)
    {
        string part = options.Split == DataSplit.Train ? "train" : "t10k";
        if (IdxContainer.Open(path) is not { } container || container.Read($"{part}-images-idx3-ubyte") is not (string origin, byte[] images))
            return null;
        (string Origin, byte[] Content)? labels = container.Read($"{part}-labels-idx1-ubyte");
        string hash = Convert.ToHexStringLower(SHA256.HashData(images));
        IdxSource? known = published.FirstOrDefault(source => source.Files(options.Split).Images.Sha256 == hash);
        ImageDataset set = IdxImages.Create(known?.Name ?? NameOf(path), images, origin, labels?.Content, labels?.Origin ?? "", known?.ClassNames);
        if (known is not null && labels is not null)
            known.Files(options.Split).Labels.Check(labels.Value.Content, labels.Value.Origin, known.Name);
        return set;
    }

    /// <summary>Opens a single file of images, gzipped or not.</summary>
    /// <returns>The unlabelled images; null when the file does not begin like IDX.</returns>
    /// <exception cref="BelamyException">The file is damaged.</exception>
    public static ImageDataset? TryOpenFile(string path)
    {
        byte[] content = InputFile.ReadAllBytes(path);
        if (content is [0x1F, 0x8B, ..])
            content = IdxContainer.Decompress(content, path);
        return content is [0, 0, 0x08, 3 or 4, ..] ? IdxImages.Create(NameOf(path), content, path, null, "", null) : null;
    }

    /// <summary>A data set's name after its path: the last part of it, without endings.</summary>
    public static string NameOf(string path)
    {
        string last = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        int dot = last.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0 && File.Exists(path))
            last = last[..dot];
        return last.Length > 0 ? last : "pictures";
    }
}
