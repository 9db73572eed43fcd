using Belamy.Data.Readers;

namespace Belamy.Data.Contents;

/// <summary>
/// One sort of data that people keep in files and folders: what such files are called, and how they are opened with what was
/// left open chosen. Every type of this sort counts, so that a new one is one new file.
/// </summary>
public abstract class ContentReader
{
    private static readonly Lazy<IReadOnlyList<ContentReader>> LazyAll = new(FindAll);

    private protected ContentReader()
    {
    }

    /// <summary>All sorts, in the order of their names.</summary>
    internal static IReadOnlyList<ContentReader> All => LazyAll.Value;

    /// <summary>The name to choose it by: <c>sounds</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What its files are and what is made of them, in a line for people.</summary>
    public abstract string Description { get; }

    /// <summary>A folder or file of such data, and what is in it, to show people how it is laid out.</summary>
    public abstract IReadOnlyList<(string Path, string Meaning)> Layout { get; }

    /// <summary>Ends of the names of its files, in lower case with the dot, that tell it from others; none where no name does.</summary>
    internal virtual IReadOnlyList<string> Endings => [];

    /// <summary>Ends of names of files that lie beside others too, as tables and notes do: they count in a folder that holds nothing else.</summary>
    internal virtual IReadOnlyList<string> SecondaryEndings => [];

    /// <summary>The options that it goes by, by what commands call them.</summary>
    internal abstract IReadOnlyList<string> Takes { get; }

    /// <summary>Opens a folder or file.</summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="options">How.</param>
    /// <exception cref="BelamyException">There is nothing readable.</exception>
    public abstract Dataset Open(string path, DataOptions options);

    /// <summary>The data set of what was read.</summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="reading">What was read.</param>
    /// <param name="choices">What was chosen, a line each.</param>
    private protected FieldedDataset Gather(string path, Reading reading, params IReadOnlyList<string?> choices) =>
        new(IdxLocation.NameOf(path), reading.Columns[0].Field.Name, reading.Columns)
        {
            Content = Name,
            LeftOut = reading.LeftOut,
            HasTestPart = reading.HasTestPart,
            Choices = [.. choices.OfType<string>()],
        };

    private static IReadOnlyList<ContentReader> FindAll() =>
        [.. typeof(ContentReader).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(ContentReader)))
            .Select(type => (ContentReader)Activator.CreateInstance(type)!)
            .OrderBy(reader => reader.Name, StringComparer.Ordinal)];
}
