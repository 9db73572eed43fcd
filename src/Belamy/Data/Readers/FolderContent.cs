using System.Collections.Concurrent;
using Belamy.Data.Kinds;
using Belamy.Files;

namespace Belamy.Data.Readers;

/// <summary>What the files of a folder hold, one value a file, in the order of their names; or what a single file holds.</summary>
/// <param name="Name">The folder's or file's name, for people.</param>
/// <param name="Files">The files that were read.</param>
/// <param name="Values">What each holds.</param>
/// <param name="Classes">The class of each file; null where there are none.</param>
/// <param name="LeftOut">What was left out, in the order of the names.</param>
internal sealed record FolderContent<T>(string Name, string[] Files, T[] Values, string[]? Classes, IReadOnlyList<LeftOut> LeftOut)
    where T : class
{
    /// <summary>Whether there is a part held out for tests.</summary>
    public bool HasTestPart { get; private init; }

    /// <summary>Reads files.</summary>
    /// <param name="path">A folder, or one file.</param>
    /// <param name="item">What a file holds, for people: <c>sound</c>.</param>
    /// <param name="endings">The ends of the names of such files, in lower case with the dot.</param>
    /// <param name="options">The part, the bound, progress and cancellation.</param>
    /// <param name="read">Reads one; a <see cref="BelamyException"/> leaves the file out.</param>
    /// <param name="advice">What to do about files with other endings that might be meant; null where there are none.</param>
    /// <param name="group">Puts folders in the place of files that are one value together; null where each file is one.</param>
    /// <param name="bytes">The memory that what a file holds takes; 0 where that is little.</param>
    /// <exception cref="BelamyException">There is nothing at the path, or nothing readable in it.</exception>
    public static FolderContent<T> Read(
        string path, string item, IReadOnlyList<string> endings, DataOptions options, Func<string, T> read, Func<string, string?>? advice = null, long bytes = 0, Func<string[], string[]>? group = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string root = Path.GetFullPath(path);
        if (File.Exists(root))
        {
            InputFile.RequireContent(root);
            return new(IdxLocation.NameOf(path), [root], [read(path)], null, []);
        }

        (string[] all, List<LeftOut> walked) = PictureWalk.List(
            root, options, item, ending => endings.Contains(ending) ? null : advice?.Invoke(ending) ?? PictureWalk.NotOne(item, ending));
        if (group is not null)
            all = group(all);
        PictureParts parts = PictureParts.Find(root, all);
        if (options.Split == DataSplit.Test && parts.Test is null)
            throw new BelamyException($"{path}: has no test part unless it holds folders called train and test; open the folder of your test {item}s instead");
        if (parts.Unused is { } unused)
            walked.Add(new LeftOut(Path.Combine(root, unused), "a part for validation beside one for tests"));
        string[] files = options.Split == DataSplit.Test ? parts.Test! : parts.Training;
        long available = options.AvailableMemory ?? MachineMemory.Available;
        if (!MachineMemory.Fits(files.Length * bytes, available))
            throw new BelamyException($"{path}: {Counted.Of(files.Length, item)} take {MachineMemory.Text(files.Length * bytes)} of memory, and this machine has {MachineMemory.Text(available)}; give fewer, or make them smaller");
        var leftOut = new ConcurrentBag<LeftOut>(walked);
        T?[] values = ParallelReading.Read(files, $"reading {item}s", options, read, leftOut);
        LeftOut[] report = [.. leftOut.OrderBy(one => one.Path, StringComparer.Ordinal)];
        int[] kept = [.. Enumerable.Range(0, files.Length).Where(at => values[at] is not null)];
        if (kept.Length == 0)
            throw Nothing(path, item, endings, report);
        string[] taken = [.. kept.Select(at => files[at])];
        return new(IdxLocation.NameOf(path), taken, [.. kept.Select(at => values[at]!)], PictureParts.Classes(root, taken, parts.Folders.Count > 0) ?? FileClasses.Of(taken), report)
        {
            HasTestPart = parts.Test is not null,
        };
    }

    /// <summary>The column of the classes over rows of as many items as there are files; nothing where there are none.</summary>
    public IEnumerable<Column> ClassColumn(Rows rows)
    {
        if (Classes is null)
            yield break;
        string[] names = [.. Classes.Distinct().Order(StringComparer.Ordinal)];
        yield return new ArrayColumn(new Field(DatasetColumns.ClassName, new Classes(names)), rows, [.. Classes.Select(name => (float)Array.IndexOf(names, name))]);
    }

    private static BelamyException Nothing(string path, string item, IReadOnlyList<string> endings, LeftOut[] report)
    {
        // What looks like one and could not be read says more than all that never was one.
        LeftOut? telling = Array.Find(report, one => endings.Contains(Path.GetExtension(one.Path).ToLowerInvariant())) ?? report.FirstOrDefault();
        string found = telling is null ? "it is empty" : $"{Counted.Of(report.Length, "file")} left out, such as {Path.GetFileName(telling.Path)}: {telling.Reason}";
        return new BelamyException($"{path}: no readable {item} in it ({string.Join(", ", endings)}); {found}");
    }
}
