using Belamy.Tensors;

namespace Belamy.Metrics;

/// <summary>Turns items into vectors whose distances mean something.</summary>
public abstract class FeatureExtractor
{
    /// <summary>What the features are, as printed beside every value: <c>digits classifier, 128 features</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The number of features of an item.</summary>
    public abstract int Dimension { get; }

    /// <summary>The shape of the items that it takes.</summary>
    public abstract Shape Item { get; }

    /// <summary>Tells extractors apart whose features differ: what is cached under it is valid as long as it stays. Null keeps anything from being cached.</summary>
    public abstract string? Key { get; }

    /// <summary>Extracts.</summary>
    /// <param name="items">Items one behind the other, values in [-1, 1].</param>
    /// <param name="features">Receives [items, <see cref="Dimension"/>].</param>
    public abstract void Extract(ReadOnlySpan<float> items, Span<float> features);
}

/// <summary>The last hidden layer of a classifier that was trained on labelled data; of pictures with more channels, of each channel.</summary>
public sealed class ClassifierFeatures : FeatureExtractor
{
    private readonly int _channelGroups;

    /// <summary>Wraps a classifier, which stays its owner's.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="item">The shape of the items; the classifier's when left out.</param>
    /// <exception cref="BelamyException">The classifier cannot look at such items.</exception>
    public ClassifierFeatures(ImageClassifier classifier, Shape? item = null)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        Classifier = classifier;
        Item = item ?? classifier.Item;
        if (!Fits(classifier, Item))
            throw new BelamyException($"the classifier of {classifier.Data} looks at pictures of {classifier.Item}, not of {Item}; choose other features, such as pixels");
        _channelGroups = Item[0] / classifier.Item[0];
    }

    /// <summary>The classifier.</summary>
    public ImageClassifier Classifier { get; }

    /// <inheritdoc/>
    public override string Name => $"{Classifier.Title}, {Dimension} features";

    /// <inheritdoc/>
    public override int Dimension => _channelGroups * Classifier.FeatureCount;

    /// <inheritdoc/>
    public override Shape Item { get; }

    /// <inheritdoc/>
    public override string? Key => Classifier.Fingerprint is { } fingerprint ? $"{ImageClassifier.Version} {fingerprint} {Classifier.Weights} {Item}" : null;

    /// <summary>Whether a classifier can look at items: they have its shape, or several of it as channels.</summary>
    public static bool Fits(ImageClassifier classifier, Shape item)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        return Fits(classifier.Item, item);
    }

    /// <summary>Whether a classifier of items of one shape can look at items of another.</summary>
    /// <param name="seen">The shape of an item that the classifier was trained on.</param>
    /// <param name="item">The shape of an item to look at.</param>
    public static bool Fits(Shape seen, Shape item) =>
        item.Rank == 3 && seen.Rank == 3 && item[0] % seen[0] == 0 && item[1] == seen[1] && item[2] == seen[2];

    /// <inheritdoc/>
    public override void Extract(ReadOnlySpan<float> items, Span<float> features) => Classifier.Analyze(items, [], features);
}

/// <summary>The values of items themselves; pictures, films, volumes and others of more than 1,024 values are brought to fewer by averaging neighbours.</summary>
public sealed class PixelFeatures : FeatureExtractor
{
    private const int Most = 1024;

    // Along the axes that places lie on: all but the first, which are channels, unless there is no other.
    private readonly int[] _from;
    private readonly int[] _to;

    /// <summary>Creates the features of a kind of items.</summary>
    /// <param name="item">The shape of an item.</param>
    public PixelFeatures(Shape item)
    {
        Item = item;
        _from = [.. item.Rank > 1 ? item.Skip(1) : item];
        bool isReduced = item.Rank == 3 || item.Count > Most;
        double scale = isReduced ? Math.Min(1, Math.Pow((double)Most / item.Count, 1.0 / Math.Max(1, _from.Length))) : 1;
        _to = Array.ConvertAll(_from, extent => Math.Max(1, (int)(extent * scale)));
        Dimension = checked((int)(item.Count / Area(_from)) * Area(_to));
        string what = item.Rank == 3 ? "pixels" : "values";
        Name = Reduces ? $"{what}, averaged to {string.Join('×', _to)}" : what;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int Dimension { get; }

    /// <inheritdoc/>
    public override Shape Item { get; }

    /// <inheritdoc/>
    public override string? Key => Item.Rank == 3 || Reduces ? $"pixels-1 {Item} {string.Join(' ', _to)}" : $"pixels-1 {Item} 0 0";

    private bool Reduces => Dimension < Item.Count;

    /// <inheritdoc/>
    public override void Extract(ReadOnlySpan<float> items, Span<float> features)
    {
        if (!Reduces)
        {
            items.CopyTo(features);
            return;
        }

        (int area, int less) = (Area(_from), Area(_to));
        for (int plane = 0; plane < items.Length / area; plane++)
            Average(items.Slice(plane * area, area), features.Slice(plane * less, less));
    }

    private static int Area(int[] extents) => extents.Aggregate(1, (product, extent) => checked(product * extent));

    private void Average(ReadOnlySpan<float> source, Span<float> target)
    {
        Span<int> place = stackalloc int[_to.Length];
        for (int at = 0; at < target.Length; at++)
        {
            for (int axis = _to.Length - 1, rest = at; axis >= 0; axis--)
                (rest, place[axis]) = Math.DivRem(rest, _to[axis]);
            (float sum, int count) = (0, 1);
            for (int axis = 0; axis < _to.Length; axis++)
                count *= Last(axis, place[axis]) - First(axis, place[axis]);
            Add(source, place, 0, 0, ref sum);
            target[at] = sum / count;
        }
    }

    private int First(int axis, int place) => place * _from[axis] / _to[axis];

    private int Last(int axis, int place) => (place + 1) * _from[axis] / _to[axis];

    private void Add(ReadOnlySpan<float> source, ReadOnlySpan<int> place, int axis, int start, ref float sum)
    {
        (int first, int last) = (First(axis, place[axis]), Last(axis, place[axis]));
        start *= _from[axis];
        if (axis < _from.Length - 1)
        {
            for (int at = first; at < last; at++)
                Add(source, place, axis + 1, start + at, ref sum);
            return;
        }

        foreach (float value in source[(start + first)..(start + last)])
            sum += value;
    }
}
