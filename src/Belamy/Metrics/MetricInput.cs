using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Tensors;

namespace Belamy.Metrics;

/// <summary>Generated and real items that metrics compare; what several metrics need is computed once.</summary>
/// <remarks>
/// Real items are the first of a fixed permutation of their data, so a count of 1,000 is part of a count of 10,000, and
/// the same count gives the same items each time. Sounds are compared as what they are to the ear: their <see cref="Spectrogram"/>.
/// </remarks>
public sealed class MetricInput
{
    /// <summary>Items of each kind unless said otherwise.</summary>
    public const int DefaultCount = 10_000;

    private const int Chunk = 1000;
    private readonly Dictionary<(Dataset, int), FeatureMatrix> _items = [];
    private readonly Dictionary<Dataset, (FeatureMatrix Features, FeatureMatrix? Probabilities)> _seen = [];
    private readonly Dictionary<int, PrecisionRecallScores> _neighbourScores = [];
    private GaussianStatistics? _realStatistics;

    /// <summary>Pairs generated items with real ones.</summary>
    /// <param name="generated">What is judged: samples of a generator (<see cref="GeneratorDataset"/>), or pictures of a folder.</param>
    /// <param name="real">What it is judged by.</param>
    /// <exception cref="BelamyException">Their items have different shapes.</exception>
    public MetricInput(Dataset generated, Dataset real)
    {
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentNullException.ThrowIfNull(real);
        if (!generated.ItemShape.SequenceEqual(real.ItemShape))
            throw new BelamyException($"{generated.Name} has items of {new Shape(generated.ItemShape)}, {real.Name} of {new Shape(real.ItemShape)}; compare items of one shape");
        (Kind, Generated, Real) = (KindOf(real), Seen(generated, KindOf(real)), Seen(real));
        Item = new Shape(Real.ItemShape);
        Features = new PixelFeatures(Item);
    }

    private MetricInput(MetricInput other, Dataset generated)
        : this(generated, (other.Real as SpectrogramDataset)?.Sounds ?? other.Real)
    {
        foreach (((Dataset data, int count), FeatureMatrix items) in other._items)
        {
            if (data == Real || data == other.HeldOut)
                _items.Add((data, count), items);
        }

        if (other._seen.TryGetValue(Real, out (FeatureMatrix Features, FeatureMatrix? Probabilities) seen) && Generated != Real)
            _seen.Add(Real, seen);
        _realStatistics = other._realStatistics;
        (Features, Classifier, Mixture, Split) = (other.Features, other.Classifier, other.Mixture, other.Split);
        (HeldOut, Target) = (other.HeldOut, other.Target);
        (Count, Seed, CacheFolder, Progress, Cancellation) = (other.Count, other.Seed, other.CacheFolder, other.Progress, other.Cancellation);
    }

    /// <summary>Where statistics of real data are kept for this user; null where the user has no cache.</summary>
    public static string? DefaultCacheFolder => ReferenceStatistics.DefaultFolder;

    /// <summary>Data as metrics see them: sounds as their spectrograms, all others as they are.</summary>
    /// <param name="data">The data.</param>
    public static Dataset Seen(Dataset data) => Seen(data, KindOf(data));

    /// <summary>What the real items are, before anything is seen in them.</summary>
    public Kind Kind { get; }

    /// <summary>What is judged.</summary>
    public Dataset Generated { get; }

    /// <summary>What it is judged by.</summary>
    public Dataset Real { get; }

    /// <summary>The shape of one item.</summary>
    public Shape Item { get; }

    /// <summary>At most this many items of each kind are used.</summary>
    public int Count { get; init; } = DefaultCount;

    /// <summary>What items are seen by; their values when left out.</summary>
    public FeatureExtractor Features { get; init; }

    /// <summary>Says which class items are of; null when there is none.</summary>
    public ImageClassifier? Classifier { get; init; }

    /// <summary>The law of the points, where it is known.</summary>
    public MixtureLaw? Mixture { get; init; }

    /// <summary>Which part of the data <see cref="Real"/> is: <c>all</c>, <c>train</c>, <c>test</c>.</summary>
    public string Split { get; init; } = "all";

    /// <summary>Real rows that the samples have not been learned from, for measures of tables; null where none are known.</summary>
    public Dataset? HeldOut { get; init; }

    /// <summary>The column of a table that classifiers are to recognize; null for <see cref="SyntheticTraining.Target"/>.</summary>
    public string? Target { get; init; }

    /// <summary>Chooses directions, pairs, subsets.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Where statistics of real data are kept; null keeps none.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Is told what is going on.</summary>
    public Action<string>? Progress { get; init; }

    /// <summary>Stops it.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Number of generated items that are used.</summary>
    public int GeneratedCount => Math.Min(Count, Generated.Count);

    /// <summary>Number of real items that are used.</summary>
    public int RealCount => Math.Min(Count, Real.Count);

    /// <summary>Pairs other generated items with the same real ones; what was computed of these is kept.</summary>
    /// <param name="generated">What is judged.</param>
    /// <exception cref="BelamyException">Its items have another shape.</exception>
    public MetricInput Beside(Dataset generated)
    {
        ArgumentNullException.ThrowIfNull(generated);
        return new MetricInput(this, generated);
    }

    /// <summary>Features of the generated items.</summary>
    public FeatureMatrix GeneratedFeatures => See(Generated, GeneratedCount).Features;

    /// <summary>Features of the real items.</summary>
    public FeatureMatrix RealFeatures => See(Real, RealCount).Features;

    /// <summary>Class probabilities of the generated items: [items, classes], or of each channel of stacked pictures [items × channels, classes].</summary>
    /// <exception cref="InvalidOperationException">There is no classifier.</exception>
    public FeatureMatrix GeneratedProbabilities => See(Generated, GeneratedCount).Probabilities ?? throw new InvalidOperationException("There is no classifier.");

    /// <summary>Mean and covariance of the real items' features, from the cache where they are there.</summary>
    public GaussianStatistics RealStatistics => _realStatistics ??= ReferenceStatistics.Obtain(this);

    /// <summary>The values of generated items as rows.</summary>
    /// <param name="most">At most how many.</param>
    public FeatureMatrix GeneratedItems(int most = int.MaxValue) => Items(Generated, Math.Min(most, GeneratedCount));

    /// <summary>The values of real items as rows.</summary>
    /// <param name="most">At most how many.</param>
    public FeatureMatrix RealItems(int most = int.MaxValue) => Items(Real, Math.Min(most, RealCount));

    /// <summary>The values of held-out items as rows.</summary>
    /// <param name="most">At most how many.</param>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public FeatureMatrix HeldOutItems(int most = int.MaxValue)
    {
        Dataset held = HeldOut ?? throw new InvalidOperationException("There are no held-out items.");
        return Items(held, Math.Min(most, Math.Min(Count, held.Count)));
    }

    /// <summary>The numbers of the items that are used, in their order.</summary>
    internal int[] Indices(Dataset data, int count)
    {
        var indices = new int[count];
        if (data is GeneratorDataset or SpectrogramDataset { Sounds: GeneratorDataset })
        {
            for (int at = 0; at < count; at++)
                indices[at] = at;
        }
        else
        {
            new EndlessPermutation(data.Count, seed: 1).Fill(0, indices);
        }

        return indices;
    }

    /// <summary>Scores by k nearest neighbours; those of the two usual numbers are computed together.</summary>
    internal PrecisionRecallScores NeighbourScores(int neighbours)
    {
        if (!_neighbourScores.ContainsKey(neighbours))
        {
            int[] wanted = [.. new[] { 3, 5, neighbours }.Distinct().Where(k => k < Math.Min(GeneratedCount, RealCount) || k == neighbours)];
            PrecisionRecallScores[] scores = PrecisionRecall.Compute(RealFeatures, GeneratedFeatures, wanted, Cancellation);
            for (int at = 0; at < wanted.Length; at++)
                _neighbourScores[wanted[at]] = scores[at];
        }

        return _neighbourScores[neighbours];
    }

    /// <summary>Items that are used, in their order, as a data set.</summary>
    internal Dataset Part(Dataset data, int count) => new DatasetPart(data, Indices(data, count));

    /// <summary>A value with what it is of.</summary>
    internal MetricValue Value(string name, double value, Better better, int? generated = null, int? real = null, string? features = null) => new(name, value, better)
    {
        Features = features ?? Features.Name,
        Generated = generated ?? GeneratedCount,
        Real = real ?? RealCount,
        Split = real == 0 ? "" : Split,
    };

    /// <summary>What the values of items are called where a metric looks at them as they are.</summary>
    internal string Raw => Item.Rank == 3 ? "pixels" : "values";

    private static Kind KindOf(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data is SpectrogramDataset { Kind: var sounds } ? sounds : data.Main.Field.Kind;
    }

    // Samples of a generator do not say that they are sounds; what they are compared with does.
    private static Dataset Seen(Dataset data, Kind kind) => kind is Sounds sounds ? SpectrogramDataset.Of(data, sounds) : data;

    private FeatureMatrix Items(Dataset data, int count)
    {
        if (_items.TryGetValue((data, count), out FeatureMatrix? items))
            return items;
        int[] indices = Indices(data, count);
        var values = new float[checked(count * data.ItemLength)];
        for (int done = 0; done < count; done += Chunk)
        {
            Report("reading", data, done, count);
            data.ReadBatch(indices.AsSpan(done, Math.Min(Chunk, count - done)), values.AsSpan(done * data.ItemLength));
        }

        return _items[(data, count)] = new FeatureMatrix(values, data.ItemLength);
    }

    private (FeatureMatrix Features, FeatureMatrix? Probabilities) See(Dataset data, int count)
    {
        if (_seen.TryGetValue(data, out (FeatureMatrix Features, FeatureMatrix? Probabilities) seen))
            return seen;
        int[] indices = Indices(data, count);
        int classes = Classifier?.ClassNames.Count ?? 0;
        // Of stacked pictures each channel is classified.
        int parts = Classifier is { } one && ClassifierFeatures.Fits(one, Item) ? Item[0] / one.Item[0] : 0;
        var items = new float[Math.Min(Chunk, count) * data.ItemLength];
        var features = new float[checked(count * Features.Dimension)];
        var probabilities = new float[checked(count * parts * classes)];
        bool together = Features is ClassifierFeatures known && known.Classifier == Classifier;
        for (int done = 0; done < count; done += Chunk)
        {
            int here = Math.Min(Chunk, count - done);
            Report("looking at", data, done, count);
            data.ReadBatch(indices.AsSpan(done, here), items);
            ReadOnlySpan<float> chunk = items.AsSpan(0, here * data.ItemLength);
            Span<float> target = features.AsSpan(done * Features.Dimension, here * Features.Dimension);
            Span<float> classified = probabilities.AsSpan(done * parts * classes, here * parts * classes);
            if (together)
            {
                Classifier!.Analyze(chunk, classified, target);
                continue;
            }

            Features.Extract(chunk, target);
            if (parts > 0)
                Classifier!.Analyze(chunk, classified, []);
        }

        return _seen[data] = (new FeatureMatrix(features, Features.Dimension), parts > 0 ? new FeatureMatrix(probabilities, classes) : null);
    }

    private void Report(string verb, Dataset data, int done, int count)
    {
        Cancellation.ThrowIfCancellationRequested();
        Progress?.Invoke($"{verb} {data.Name}: {done:N0} of {count:N0}");
    }
}
