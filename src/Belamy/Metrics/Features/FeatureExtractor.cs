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

/// <summary>The values of items themselves; pictures of more than 1,024 values are brought to fewer pixels by averaging.</summary>
public sealed class PixelFeatures : FeatureExtractor
{
    private const int Most = 1024;
    private readonly int _height;
    private readonly int _width;

    /// <summary>Creates the features of a kind of items.</summary>
    /// <param name="item">The shape of an item.</param>
    public PixelFeatures(Shape item)
    {
        Item = item;
        if (item.Rank != 3)
        {
            Dimension = checked((int)item.Count);
            Name = "values";
            return;
        }

        double scale = Math.Min(1, Math.Sqrt((double)Most / item.Count));
        _height = Math.Max(1, (int)(item[1] * scale));
        _width = Math.Max(1, (int)(item[2] * scale));
        Dimension = item[0] * _height * _width;
        Name = Reduces ? $"pixels, averaged to {_height}×{_width}" : "pixels";
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int Dimension { get; }

    /// <inheritdoc/>
    public override Shape Item { get; }

    /// <inheritdoc/>
    public override string? Key => $"pixels-1 {Item} {_height} {_width}";

    private bool Reduces => Item.Rank == 3 && Dimension < Item.Count;

    /// <inheritdoc/>
    public override void Extract(ReadOnlySpan<float> items, Span<float> features)
    {
        if (!Reduces)
        {
            items.CopyTo(features);
            return;
        }

        int area = Item[1] * Item[2];
        for (int plane = 0; plane < items.Length / area; plane++)
            Average(items.Slice(plane * area, area), features.Slice(plane * _height * _width, _height * _width));
    }

    private void Average(ReadOnlySpan<float> source, Span<float> target)
    {
        for (int y = 0; y < _height; y++)
        {
            (int top, int bottom) = (y * Item[1] / _height, (y + 1) * Item[1] / _height);
            for (int x = 0; x < _width; x++)
            {
                (int left, int right) = (x * Item[2] / _width, (x + 1) * Item[2] / _width);
                float sum = 0;
                for (int row = top; row < bottom; row++)
                {
                    foreach (float value in source.Slice((row * Item[2]) + left, right - left))
                        sum += value;
                }

                target[(y * _width) + x] = sum / ((bottom - top) * (right - left));
            }
        }
    }
}
