namespace Belamy.Data;

/// <summary>Opens data sets by name or path.</summary>
public static class Datasets
{
    private static readonly Lazy<IReadOnlyList<DataSource>> _sources = new(FindSources);

    /// <summary>The data sets that have a name, in alphabetical order.</summary>
    public static IReadOnlyList<DataSource> Sources => _sources.Value;

    /// <summary>Ten thousand handwritten digits, which come with the library.</summary>
    public static ImageDataset Digits() => (ImageDataset)Open("digits");

    /// <summary>Opens a data set.</summary>
    /// <param name="nameOrPath">A name of <see cref="Sources"/>, or the path of a folder.</param>
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

        string[] names = [.. Sources.Select(source => source.Name)];
        throw new BelamyException($"{nameOrPath}: neither a data set ({string.Join(", ", names)}) nor a folder{DidYouMean.Hint(nameOrPath, names)}");
    }

    // Every source in this assembly counts, so that a new data set is one new file.
    private static IReadOnlyList<DataSource> FindSources() =>
        [.. typeof(Datasets).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DataSource)))
            .Select(type => (DataSource)Activator.CreateInstance(type)!)
            .OrderBy(source => source.Name, StringComparer.Ordinal)];
}
