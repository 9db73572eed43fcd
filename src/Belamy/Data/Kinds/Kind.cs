using Belamy.Files;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy.Data.Kinds;

/// <summary>
/// What the values of a field are: pictures, classes, sounds, songs. It knows their shape and range, which files hold one, how
/// one is read and written, and how several are drawn. A kind of data is one file; nothing else asks what shape means what.
/// </summary>
public abstract record Kind
{
    private const int LongestNamed = 80;

    /// <summary>Its name, in the plural: <c>pictures</c>.</summary>
    public abstract string Name { get; }

    /// <summary>One of them: <c>film</c>.</summary>
    public virtual string Noun => Name[..^1];

    /// <summary>The shape of one item.</summary>
    public abstract Shape Shape { get; }

    /// <summary>What an item's values are for a network. Items outside of programs are Float32, whole numbers where this is Int32.</summary>
    public virtual ElementType ElementType => ElementType.Float32;

    /// <summary>Where values lie, so that a last layer can keep within; null for anywhere.</summary>
    public virtual (double Low, double High)? Range => null;

    /// <summary>How one item is spoken of: <c>32×32 pictures in colour</c>.</summary>
    public virtual string Description => $"{Name} of {Shape}";

    /// <summary>Whether an item can be given in words: see <see cref="Parse"/>.</summary>
    public virtual bool ReadsText => false;

    /// <summary>Ends of the names of files that one item is read from: text where it can be given in words, else those it is written as, where nothing else is said.</summary>
    public virtual IReadOnlyList<string> ReadEndings => ReadsText ? [".txt"] : FileEndings;

    /// <summary>Ends of the names of files that one item is written as, in lower case with the dot, the usual one first; empty where items have no files of their own.</summary>
    public virtual IReadOnlyList<string> FileEndings => [];

    /// <summary>Reads one item from a file, fitted to the shape.</summary>
    /// <param name="path">The file; where nothing else is said, the whole of it is the words of <see cref="Parse"/>.</param>
    /// <returns>The item's values, as many as the shape has.</returns>
    /// <exception cref="BelamyException">It cannot be read, or such items have no files.</exception>
    public virtual float[] Read(string path)
    {
        if (!ReadsText)
            throw new BelamyException($"{path}: {Name} are not read from files of their own");
        string text = InputFile.ReadAllText(path, Name);
        try
        {
            return Parse(text);
        }
        catch (BelamyException e)
        {
            throw new BelamyException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Makes one item of words, such as <see cref="Tell"/> says: a caption, the name of a class.</summary>
    /// <param name="text">The words; blanks around them do not matter.</param>
    /// <returns>The item's values, as many as the shape has.</returns>
    /// <exception cref="BelamyException">They are none of such an item; the message begins with them. Or no item can be given in words: see <see cref="ReadsText"/>.</exception>
    public virtual float[] Parse(string text) => throw new BelamyException($"{Shortened(text)}: {Name} cannot be given in words");

    /// <summary>The beginning of a text as one line, for an error that begins with it.</summary>
    private protected static string Shortened(string text)
    {
        string line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestNamed ? line : line[..LongestNamed].TrimEnd() + " …";
    }

    /// <summary>Writes one item to a file; what it held before is replaced.</summary>
    /// <param name="item">The item's values.</param>
    /// <param name="path">The file; its ending says the format where there are several.</param>
    /// <exception cref="BelamyException">It cannot be written, or such items have no files.</exception>
    public virtual void Write(ReadOnlySpan<float> item, string path) => throw new BelamyException($"{path}: {Name} have no files of their own");

    /// <summary>How many items are looked at together.</summary>
    internal virtual int ToSee => 25;

    /// <summary>Whether a file takes several items, one behind the other.</summary>
    internal virtual bool HoldsMany => GatheredName is not null;

    /// <summary>What the one file is called that all items of a folder are written to; null where each has its own.</summary>
    internal virtual string? GatheredName => null;

    /// <summary>What to do about a file with another ending that may be meant as such an item; null where none is.</summary>
    /// <param name="ending">The ending, in lower case with the dot.</param>
    internal virtual string? AdviceFor(string ending) => null;

    /// <summary>Brings values of an array to an item.</summary>
    /// <param name="path">The file, for errors.</param>
    /// <param name="values">The values; not kept.</param>
    /// <param name="extents">Their shape.</param>
    /// <exception cref="BelamyException">They are none of the kind.</exception>
    internal virtual float[] FitArray(string path, float[] values, int[] extents) =>
        extents.Where(extent => extent != 1).SequenceEqual(Shape.Where(extent => extent != 1))
            ? [.. values]
            : throw new BelamyException($"{path}: items of [{string.Join(", ", extents)}] are no {Description}");

    /// <summary>What run folders, reports and terminals show of items, side by side.</summary>
    /// <param name="items">The items one behind the other.</param>
    /// <param name="columns">Items in a row; 0 for what looks best.</param>
    /// <returns>The picture, or null where such items are read as text: see <see cref="Tell"/>.</returns>
    public virtual Image? Draw(ReadOnlySpan<float> items, int columns = 0) => null;

    /// <summary>What a terminal shows of items: a small picture of each, or one of all; none where they are read as lines of <see cref="Tell"/>.</summary>
    /// <param name="items">The items one behind the other, at least one.</param>
    internal virtual IReadOnlyList<Image> Tiles(ReadOnlySpan<float> items)
    {
        int length = checked((int)Shape.Count);
        var tiles = new List<Image>();
        for (int start = 0; start < items.Length; start += length)
        {
            if (Draw(items.Slice(start, length)) is { } tile)
                tiles.Add(tile);
        }

        return tiles;
    }

    /// <summary>Says one item in a line of text.</summary>
    /// <param name="item">The item's values.</param>
    public virtual string Tell(ReadOnlySpan<float> item) => string.Join(' ', item.ToArray().Select(value => value.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)));
}
