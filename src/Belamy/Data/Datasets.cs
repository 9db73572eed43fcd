using Belamy.Data.Contents;

namespace Belamy.Data;

/// <summary>Opens data sets by name or path.</summary>
public static class Datasets
{
    private static readonly Lazy<IReadOnlyList<DataSource>> LazySources = new(FindSources);

    /// <summary>The data sets that have a name, in alphabetical order.</summary>
    public static IReadOnlyList<DataSource> Sources => LazySources.Value;

    /// <summary>The data set of a name; case does not matter.</summary>
    /// <param name="name">The name, or a path.</param>
    /// <returns>Null where no data set is called so.</returns>
    public static DataSource? FindSource(string? name) => Sources.FirstOrDefault(source => source.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>What a folder or file can be read as, in alphabetical order.</summary>
    public static IReadOnlyList<ContentReader> Contents => ContentReader.All;

    /// <summary>The names of <see cref="Contents"/>, for <see cref="DataOptions.Content"/>: <c>pictures</c>, <c>sounds</c>, <c>songs</c>, ….</summary>
    public static IReadOnlyList<string> ContentNames => [.. ContentReader.All.Select(reader => reader.Name)];

    /// <summary>What a folder or file would be read as, seen from its files or said by the options; nothing is opened.</summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="options">How it would be opened; null for the defaults.</param>
    /// <returns>One of <see cref="Contents"/>.</returns>
    /// <exception cref="BelamyException">It holds files of several sorts.</exception>
    public static ContentReader FindContent(string path, DataOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return ContentFinder.Find(path, options ?? DataOptions.Default);
    }

    /// <summary>Ten thousand handwritten digits, which come with the library.</summary>
    public static ImageDataset Digits() => (ImageDataset)Open("digits");

    /// <summary>Opens a data set.</summary>
    /// <param name="nameOrPath">A name of <see cref="Sources"/>, or a path: a folder of pictures or a zip or tar archive of one, a folder or archive of IDX files named like MNIST's, or one IDX file of images;
    /// a folder of sounds, songs, films or volumes; a table, texts, an array. What it is is seen from the files, unless <see cref="DataOptions.Content"/> says it. A name wins over a folder called the same, which <c>./name</c> opens.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <exception cref="BelamyException">There is no such data set, or it is damaged.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public static Dataset Open(string nameOrPath, DataOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrPath);
        if (options?.Shrink is { } factor)
            return ShrunkenPictures.Pair(Open(nameOrPath, options with { Shrink = null, Fields = [] }), factor);
        if (FindSource(nameOrPath) is { } source)
            return source.Open(options ?? DataOptions.Default);
        if (Directory.Exists(nameOrPath) || File.Exists(nameOrPath))
            return OpenPath(nameOrPath, options ?? DataOptions.Default);
        string[] names = [.. Sources.Select(source => source.Name)];
        throw new BelamyException($"{nameOrPath}: neither a data set ({string.Join(", ", names)}) nor a folder or file{DidYouMean.Hint(nameOrPath, names)}");
    }

    private static Dataset OpenPath(string path, DataOptions options)
    {
        bool mayBePictures = options.Content is null or PictureContent.Pictures;
        if (mayBePictures && TranslationFolder.Holds(options.Fields) && Directory.Exists(path))
            return TranslationFolder.Open(path, options.Fields, options);
        if (mayBePictures && IdxLocation.TryOpen(path, options, Sources.OfType<IdxSource>()) is { } files)
            return files;
        ContentReader reader = ContentFinder.Find(path, options);
        ContentOption.RequireAll(path, reader, options);
        return reader.Open(path, options);
    }

    // Every source in this assembly counts, so that a new data set is one new file.
    private static IReadOnlyList<DataSource> FindSources() =>
        [.. typeof(Datasets).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DataSource)))
            .Select(type => (DataSource)Activator.CreateInstance(type)!)
            .OrderBy(source => source.Name, StringComparer.Ordinal)];
}
