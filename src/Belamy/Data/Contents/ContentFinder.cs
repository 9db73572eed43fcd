using System.IO.Enumeration;
using Belamy.Files;

namespace Belamy.Data.Contents;

/// <summary>Sees from the files what a folder or file holds.</summary>
/// <remarks>
/// The names of the first few thousand files decide. Four of five that are of any sort have to be of one; what lies beside others by
/// habit (tables, notes) counts where there is nothing else. Pictures that all move, or are strips of frames, are films.
/// </remarks>
internal static class ContentFinder
{
    private const int MostFiles = 5000;
    private const double Share = 0.8;

    private static readonly HashSet<string> AboutOthers = new(["metadata.csv", "metadata.jsonl", "readme.txt", "license.txt", "licence.txt", "notice.txt", "source.txt", "changelog.txt"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The sort of data that a folder or file holds, or that was asked for.</summary>
    /// <exception cref="BelamyException">There is no such sort, or the folder holds several.</exception>
    public static ContentReader Find(string path, DataOptions options)
    {
        if (options.Content is { } name)
        {
            string[] names = [.. ContentReader.All.Select(reader => reader.Name)];
            return ContentReader.All.FirstOrDefault(reader => reader.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new BelamyException($"--kind {name}: there is no such kind of data; there are {string.Join(", ", names)}{DidYouMean.Hint(name, names)}");
        }

        ContentReader pictures = Named(PictureContent.Pictures);
        if (!Directory.Exists(path))
            return PictureArchive.IsName(path) ? pictures : Of(path) is { } reader ? Refine(reader, [path]) : pictures;
        string[] files = List(path, options);
        IGrouping<ContentReader, string>[] sorts = Sort(files, reader => reader.Endings);
        if (sorts.Length > 0 && sorts[0].Count() < Share * sorts.Sum(group => group.Count()))
        {
            string[] found = [.. sorts.Select(group => $"{Counted.Of(group.Count(), "file")} of {group.Key.Name}")];
            throw new BelamyException($"{path}: holds {string.Join(", ", found)}; say which are meant by {string.Join(" or ", sorts.Select(group => $"--kind {group.Key.Name}"))}, or give a folder of one sort alone");
        }

        if (sorts.Length == 0)
            sorts = Sort(files, reader => reader.SecondaryEndings);
        return sorts is [var first, ..] ? Refine(first.Key, [.. first]) : pictures;
    }

    /// <summary>The one data file of a folder, for data sets that are one file; a file as it is.</summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="reader">The sort of data.</param>
    /// <param name="endings">The ends of the names of its files.</param>
    /// <param name="options">The part that is read: of a folder that holds <c>train</c> and <c>test</c> files, the one.</param>
    /// <param name="hasTestPart">Whether the folder holds a file for tests too.</param>
    /// <exception cref="BelamyException">There is none, or several.</exception>
    public static string TheFile(string path, ContentReader reader, IReadOnlyList<string> endings, DataOptions options, out bool hasTestPart)
    {
        hasTestPart = false;
        if (!Directory.Exists(path))
            return options.Split == DataSplit.Train ? path : throw new BelamyException($"{path}: has no test part; open the file of your tests instead");
        string[] files = [.. List(path, options).Where(file => !AboutOthers.Contains(Path.GetFileName(file)) && endings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase))).Order(StringComparer.Ordinal)];
        string[] Part(string name) => [.. files.Where(file => Path.GetFileName(file).Split('.', 2)[0].Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (Part("train") is [var train] && Part("test") is [var test])
        {
            hasTestPart = true;
            return options.Split == DataSplit.Train ? train : test;
        }

        if (options.Split == DataSplit.Test)
            throw new BelamyException($"{path}: has no test part, for it does not hold one file called train and one called test; open the file of your tests instead");
        return files switch
        {
            [var one] => one,
            [] => throw new BelamyException($"{path}: no {string.Join(", ", endings)} file in it, of which --kind {reader.Name} takes one"),
            _ => throw new BelamyException($"{path}: holds {files.Length} files of --kind {reader.Name}, which takes one; give one of them: {string.Join(", ", files.Take(4).Select(file => Path.GetRelativePath(path, file)))}{(files.Length > 4 ? ", …" : "")}"),
        };
    }

    private static ContentReader Named(string name) => ContentReader.All.First(reader => reader.Name == name);

    private static IGrouping<ContentReader, string>[] Sort(string[] files, Func<ContentReader, IReadOnlyList<string>> endings) =>
        [.. files.Select(file => (File: file, Reader: Of(file, endings))).Where(pair => pair.Reader is not null).GroupBy(pair => pair.Reader!, pair => pair.File).OrderByDescending(group => group.Count()).ThenBy(group => group.Key.Name, StringComparer.Ordinal)];

    /// <summary>The sort that a file is of by its name; null for none.</summary>
    private static ContentReader? Of(string path) => Of(path, reader => reader.Endings) ?? Of(path, reader => reader.SecondaryEndings);

    private static ContentReader? Of(string path, Func<ContentReader, IReadOnlyList<string>> endings)
    {
        string name = Path.GetFileName(path);
        return AboutOthers.Contains(name) ? null
            : ContentReader.All.FirstOrDefault(reader => endings(reader).Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>What names leave open is seen from some of the files.</summary>
    private static ContentReader Refine(ContentReader reader, string[] files) => reader.Name switch
    {
        PictureContent.Pictures when files.Length > 1 && FilmContent.AreFilms(files) => Named(FilmContent.Films),
        ArrayContent.Arrays when VolumeContent.AreVolumes(files) => Named(VolumeContent.Volumes),
        TableContent.Tables when files.Length == 1 && TextContent.IsText(files[0]) => Named(TextContent.Texts),
        _ => reader,
    };

    /// <summary>The files of a folder and everything below it, up to a bound, in the order of their names.</summary>
    public static string[] List(string root, DataOptions options)
    {
        // The order of a listing is the file system's: what is beyond the bound may differ, and only in folders of many sorts.
        var listing = new FileSystemEnumerable<string>(root, (ref FileSystemEntry entry) => entry.ToFullPath(), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && !entry.FileName.StartsWith("."),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && !entry.FileName.StartsWith("."),
        };
        try
        {
            string[] files = [.. listing.Take(MostFiles).Order(StringComparer.Ordinal)];
            // What lies behind links alone is walked as the readers do.
            return files.Length > 0 ? files : PictureWalk.List(Path.GetFullPath(root), options, "file", _ => null).Files;
        }
        catch (Exception e) when (InputFile.IsFileError(e))
        {
            throw InputFile.Explain(root, e);
        }
    }
}
