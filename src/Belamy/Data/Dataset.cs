namespace Belamy.Data;

/// <summary>
/// Columns under their names, of which one gives the items that are looked at where only one can be: pictures with values in
/// [-1, 1], points of about unit deviation.
/// </summary>
/// <remarks>Reading is safe from several threads at once.</remarks>
public abstract class Dataset
{
    private readonly int[] _itemShape;
    private readonly Lazy<string> _fingerprint;
    private IReadOnlyList<Column>? _columns;

    /// <summary>Sets what every data set has.</summary>
    /// <param name="name">A short name, as shown to people.</param>
    /// <param name="itemShape">The shape of one item: [channels, height, width], or [features].</param>
    /// <param name="classNames">The names of the classes; empty when the items are not labelled.</param>
    /// <exception cref="ArgumentException">The shape is empty or has an extent below one.</exception>
    protected Dataset(string name, ReadOnlySpan<int> itemShape, IReadOnlyList<string>? classNames = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (itemShape.IsEmpty || itemShape.ContainsAnyInRange(int.MinValue, 0))
            throw new ArgumentException("An item's shape needs at least one extent, and all of them positive.", nameof(itemShape));
        Name = name;
        _itemShape = itemShape.ToArray();
        ClassNames = classNames ?? [];
        int length = 1;
        foreach (int extent in itemShape)
            length = checked(length * extent);
        ItemLength = length;
        _fingerprint = new Lazy<string>(ComputeFingerprint);
    }

    /// <summary>A short name, as shown to people.</summary>
    public string Name { get; }

    /// <summary>The number of items.</summary>
    public abstract int Count { get; }

    /// <summary>The shape of one item: [channels, height, width], or [features].</summary>
    public ReadOnlySpan<int> ItemShape => _itemShape;

    /// <summary>The number of values in one item: the product of <see cref="ItemShape"/>.</summary>
    public int ItemLength { get; }

    /// <summary>The names of the classes, in the order of the labels; empty when the items are not labelled.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The class of every item, as an index into <see cref="ClassNames"/>; empty when the items are not labelled.</summary>
    public abstract ReadOnlySpan<int> Labels { get; }

    /// <summary>Its columns: the items, and their classes where they have some. Data of several fields have more.</summary>
    public virtual IReadOnlyList<Column> Columns => _columns ??= DatasetColumns.Of(this);

    /// <summary>The column that the items are of.</summary>
    public virtual Column Main => Columns[0];

    /// <summary>The column of a field.</summary>
    /// <param name="field">The field's name; <c>item</c> is the main one, whatever it is called.</param>
    /// <exception cref="BelamyException">The data have none of that name; the message lists theirs.</exception>
    public Column Column(string field) => Columns.FirstOrDefault(column => column.Field.Name == field)
        ?? (field == DatasetColumns.ItemName ? Main : null)
        ?? throw new BelamyException($"{Name}: has no {field}; it has {string.Join(", ", Columns.Select(column => column.Field.Name))}");

    /// <summary>The SHA-256 over shape, values and labels, in lower-case hexadecimal: equal exactly when the content is.</summary>
    /// <remarks>Computed on first use. Sets that are drawn by a formula hash its parameters in place of the values.</remarks>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>Reads one item.</summary>
    /// <param name="index">The item, from 0 to <see cref="Count"/> - 1.</param>
    /// <param name="destination">Receives <see cref="ItemLength"/> values in [-1, 1], in the order of <see cref="ItemShape"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is outside the set.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than an item.</exception>
    public abstract void Read(int index, Span<float> destination);

    /// <summary>Reads some of the items, spread evenly over all.</summary>
    /// <param name="most">How many; all where there are fewer.</param>
    /// <returns>The items one behind the other.</returns>
    public float[] ReadEvenly(int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        int count = Math.Min(most, Count);
        var items = new float[checked(count * ItemLength)];
        ReadBatch([.. Enumerable.Range(0, count).Select(at => (int)((long)at * Count / count))], items);
        return items;
    }

    /// <summary>Where an item comes from, for people: its file where each has one, else its number, from 0.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    public virtual string NameOf(int index) => Main.NameOf(index);

    /// <summary>Reads several items one behind the other.</summary>
    /// <param name="indices">The items, in the order wanted; repetitions are allowed.</param>
    /// <param name="destination">Receives <c>indices.Length</c> × <see cref="ItemLength"/> values in [-1, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the set.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public void ReadBatch(ReadOnlySpan<int> indices, Span<float> destination)
    {
        if (destination.Length < (long)indices.Length * ItemLength)
            throw new ArgumentException($"{indices.Length} items of {ItemLength} values do not fit into {destination.Length}.", nameof(destination));
        for (int i = 0; i < indices.Length; i++)
            Read(indices[i], destination.Slice(i * ItemLength, ItemLength));
    }

    /// <summary>Computes <see cref="Fingerprint"/>.</summary>
    protected abstract string ComputeFingerprint();
}
