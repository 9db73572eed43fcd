using Belamy.Data.Kinds;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy;

/// <summary>Items that a generator made, values in [-1, 1].</summary>
public sealed class Samples
{
    private readonly float[] _values;

    /// <summary>Wraps values; the array is kept, not copied.</summary>
    /// <param name="item">The shape of one item: [channels, height, width] or [features].</param>
    /// <param name="values">The items one behind the other.</param>
    /// <exception cref="ArgumentException">The values are not a whole number of items.</exception>
    public Samples(Shape item, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (item.Count == 0 || values.Length % item.Count != 0)
            throw new ArgumentException($"{values.Length} values are not a whole number of items of {item}.", nameof(values));
        Item = item;
        _values = values;
    }

    /// <summary>The shape of one item.</summary>
    public Shape Item { get; }

    /// <summary>What the items are; null where only their shape is known.</summary>
    public Kind? Kind { get; init; }

    /// <summary>The class that each was made as; empty where classes were not chosen.</summary>
    public IReadOnlyList<int> Labels { get; init; } = [];

    /// <summary>Pictures of what each was made of, where it was made of something that can be seen; empty else.</summary>
    internal IReadOnlyList<Image> Origins { get; init; } = [];

    /// <summary>Number of items.</summary>
    public int Count => (int)(_values.Length / Item.Count);

    /// <summary>Whether the items are pictures: of one channel or three, or of four with alpha.</summary>
    public bool AreImages => Kind is null or Pictures && Item.Rank == 3 && Item[0] is (1 or 3 or 4);

    /// <summary>All values: [count, ...item].</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The values of one item.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<float> ValuesOf(int index) => _values.AsSpan((int)(index * Item.Count), (int)Item.Count);

    /// <summary>The first of the items.</summary>
    /// <param name="count">How many.</param>
    public Samples Take(int count) => count >= Count
        ? this
        : new Samples(Item, _values[..(int)(count * Item.Count)]) { Labels = [.. Labels.Take(count)], Kind = Kind, Origins = [.. Origins.Take(count)] };

    /// <summary>The pictures in rows and columns.</summary>
    /// <param name="columns">Pictures in a row; 0 makes the grid as nearly square as it can be.</param>
    /// <param name="scale">Pixels that each pixel becomes, in both directions; 0 for as many as people can see, see <see cref="ImageGrid.ScaleToSee"/>.</param>
    /// <remarks>One picture alone has no border.</remarks>
    /// <exception cref="BelamyException">The items are no pictures.</exception>
    public Image ToGrid(int columns = 0, int scale = 1)
    {
        RequireImages();
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        Image grid = ImageGrid.Create(_values, Item[0], Item[1], Item[2], columns, gap: Count == 1 ? 0 : ImageGrid.UsualGap);
        return ImageGrid.Scale(grid, scale);
    }

    /// <summary>What people see of the items, whatever they are: a grid of pictures, waveforms and spectrograms, strips of films.</summary>
    /// <param name="columns">Items in a row; 0 for what looks best.</param>
    /// <param name="scale">Pixels that each pixel becomes, in both directions; 0 for as many as people can see.</param>
    /// <returns>The picture, or null where nothing is known of the items but their shape, or they are read as text.</returns>
    public Image? Draw(int columns = 0, int scale = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        return AreImages ? ToGrid(columns, scale) : Kind?.Draw(_values, columns) is { } drawn ? ImageGrid.Scale(drawn, scale) : null;
    }

    /// <summary>
    /// What a terminal shows of the items: a small picture of each, below what it was made of where it was made of a picture, or one picture
    /// of all; none where they are read as lines of <see cref="Tell"/>.
    /// </summary>
    public IReadOnlyList<Image> Tiles()
    {
        IReadOnlyList<Image> tiles = AreImages ? [.. Enumerable.Range(0, Count).Select(ToImage)] : Kind?.Tiles(_values) ?? [];
        return tiles.Count == Origins.Count
            ? [.. Origins.Zip(tiles, (origin, made) => ImageGrid.Stack([Resampling.Flatten(origin, byte.MaxValue), Resampling.Flatten(made, byte.MaxValue)]))]
            : tiles;
    }

    /// <summary>Says one item in a line of text.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    public string Tell(int index) => (Kind ?? new Arrays([.. Item])).Tell(ValuesOf(index));

    /// <summary>One item as a picture.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="BelamyException">The items are no pictures.</exception>
    public Image ToImage(int index)
    {
        RequireImages();
        return ImageGrid.Create(ValuesOf(index), Item[0], Item[1], Item[2], columns: 1, gap: 0);
    }

    /// <summary>Writes the pictures in rows and columns as one PNG file.</summary>
    /// <param name="path">The file; what it held before is replaced.</param>
    /// <param name="columns">Pictures in a row; 0 makes the grid as nearly square as it can be.</param>
    /// <param name="scale">Pixels that each pixel becomes, in both directions; 0 for as many as people can see.</param>
    /// <exception cref="BelamyException">The items are no pictures, or the file cannot be written.</exception>
    public void SaveGrid(string path, int columns = 0, int scale = 0) => ToGrid(columns, scale).SavePng(path);

    /// <summary>
    /// Writes the items as what they are: sounds as WAV, songs as MIDI, rows as a table. A name that ends in <c>/</c> or in nothing is a folder with
    /// a file each, or one of all where they belong together; <c>.npy</c> is an array of all values, <c>.png</c> a picture of all.
    /// </summary>
    /// <param name="path">The file or folder; what a file held before is replaced.</param>
    /// <param name="columns">Items in a row of a picture; 0 for what looks best.</param>
    /// <param name="scale">Pixels that each pixel of a picture becomes, in both directions; 0 for as many as people can see.</param>
    /// <exception cref="BelamyException">Such items are not written so, the place cannot be written, or is a folder that holds files already.</exception>
    public void Save(string path, int columns = 0, int scale = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        KindFiles.Write(path, Kind ?? new Arrays([.. Item]), _values, () => Draw(columns, scale));
    }

    private void RequireImages()
    {
        if (!AreImages)
            throw new BelamyException($"The samples are items of {Item}, not pictures; read their values instead.");
    }
}
