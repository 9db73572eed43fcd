using Belamy.Files;

namespace Belamy.Data;

/// <summary>Opens IDX files by path: a folder or archive with files named like MNIST's, or a single file of images.</summary>
internal static class IdxLocation
{
    /// <summary>Opens a folder or archive.</summary>
    /// <returns>The data set, named after the published one whose images it holds, else after the folder; null when there are no IDX files by the usual names.</returns>
    /// <exception cref="BelamyException">The files are damaged or do not belong together.</exception>
    public static ImageDataset? TryOpen(string path, DataOptions options, IEnumerable<IdxSource> published)
    {
        bool isTraining = options.Split == DataSplit.Train;
        if (IdxContainer.Open(path) is not { } container || (isTraining ? container.ReadPart("train") : container.ReadPart("t10k", "test")) is not (IdxArray images, var labels))
            return null;
        string hash = images.ComputeHash();
        IdxSource? known = published.FirstOrDefault(source => source.Files(options.Split).Images.Sha256 == hash);
        IdxArray? training = isTraining || labels is null || known is not null ? null : container.ReadTrainingLabels();
        ImageDataset set = IdxImages.Create(known?.Name ?? NameOf(path), images, labels, known?.ClassNames, training);
        if (known is not null && labels is not null)
            known.Files(options.Split).Labels.Check(labels, known.Name);
        return set;
    }

    /// <summary>Opens a single file of images, gzipped or not.</summary>
    /// <returns>The unlabelled images; null when the file does not begin like IDX.</returns>
    /// <exception cref="BelamyException">The file is damaged.</exception>
    public static ImageDataset? TryOpenFile(string path)
    {
        InputFile.RequireContent(path);
        using FileStream content = InputFile.OpenRead(path);
        var start = new byte[4];
        int read = content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        using var whole = new PrefixedStream(start.AsMemory(0, read), content);
        return IdxArray.IsGzip(start) || start is [0, 0, 0x08, 3 or 4] ? IdxImages.Create(NameOf(path), IdxArray.Read(whole, content.Length, path), null, null) : null;
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
