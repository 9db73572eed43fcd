namespace Belamy.Data;

/// <summary>Opens data sets by name or path.</summary>
public static class Datasets
{
    private static readonly Lazy<IReadOnlyList<DataSource>> LazySources = new(FindSources);

    /// <summary>The data sets that have a name, in alphabetical order.</summary>
    public static IReadOnlyList<DataSource> Sources => LazySources.Value;

    /// <summary>Ten thousand handwritten digits, which come with the library.</summary>
    public static ImageDataset Digits() => (ImageDataset)Open("digits");

    /// <summary>Opens a data set.</summary>
    /// <param name="nameOrPath">A name of <see cref="Sources"/>, or a path: a folder of pictures or a zip or tar archive of one, a folder or archive of IDX files named like MNIST's, or one IDX file of images.
    /// A name wins over a folder called the same, which <c>./name</c> opens.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <exception cref="BelamyException">There is no such data set, or it is damaged.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public static Dataset Open(string nameOrPath, DataOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrPath);
        foreach (DataSource source in Sources)
        {
            if (source.Name.Equals(nameOrPath, StringComparison.OrdinalIgnoreCase))
                return source.Open(options ?? DataOptions.Default);
        }

        if (Directory.Exists(nameOrPath) || File.Exists(nameOrPath))
            return OpenPath(nameOrPath, options ?? DataOptions.Default);
        string[] names = [.. Sources.Select(source => source.Name)];
        throw new BelamyException($"{nameOrPath}: neither a data set ({string.Join(", ", names)}) nor a folder or file{DidYouMean.Hint(nameOrPath, names)}");
    }

    private static Dataset OpenPath(string path, DataOptions options)
    {
        if (TranslationFolder.Holds(options.Fields) && Directory.Exists(path))
            return TranslationFolder.Open(path, options.Fields, options);
        if (IdxLocation.TryOpen(path, options, Sources.OfType<IdxSource>()) is { } files)
            return files;
        if (Directory.Exists(path) || PictureArchive.IsName(path))
            return PictureFolder.Open(path, options);
        return IdxLocation.TryOpenFile(path)
            ?? throw new BelamyException($"{path}: is neither a folder nor an IDX file of images; for pictures, give their folder");
    }

    // Every source in this assembly counts, so that a new data set is one new file.
    private static IReadOnlyList<DataSource> FindSources() =>
        [.. typeof(Datasets).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DataSource)))
            .Select(type => (DataSource)Activator.CreateInstance(type)!)
            .OrderBy(source => source.Name, StringComparer.Ordinal)];
}
