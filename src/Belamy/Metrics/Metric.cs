namespace Belamy.Metrics;

/// <summary>What a metric has to be given.</summary>
[Flags]
public enum MetricNeeds
{
    /// <summary>Items alone.</summary>
    None = 0,

    /// <summary>A classifier of items of that shape.</summary>
    ClassProbabilities = 1,

    /// <summary>Items that are pictures.</summary>
    Pictures = 2,

    /// <summary>Classes of the real and of the generated items.</summary>
    Labels = 4,

    /// <summary>The mixture that points are drawn from.</summary>
    Mixture = 8,

    /// <summary>Pictures of several channels, and a classifier of a single one.</summary>
    StackedPictures = 16,
}

/// <summary>A way to say how good generated items are. Metrics are found by their type; a new one is a new file.</summary>
public abstract record Metric
{
    private static readonly Lazy<IReadOnlyList<Metric>> Found = new(() =>
        [.. typeof(Metric).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Metric)))
            .Select(type => (Metric)Activator.CreateInstance(type)!)
            .OrderBy(metric => metric.Name, StringComparer.Ordinal)]);

    /// <summary>All metrics, in alphabetical order.</summary>
    public static IReadOnlyList<Metric> All => Found.Value;

    /// <summary>The name under which it is chosen: <c>frechet-distance</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Other names for it: <c>fid</c>.</summary>
    public virtual IReadOnlyList<string> Aliases => [];

    /// <summary>What it says, in one line.</summary>
    public abstract string Description { get; }

    /// <summary>What it needs.</summary>
    public virtual MetricNeeds Needs => MetricNeeds.None;

    /// <summary>Whether it is measured when no metrics are named: it takes seconds at most.</summary>
    public virtual bool IsQuick => false;

    /// <summary>Whether its first value says by itself which of two generators is the better: it is no value that should come near to a reference.</summary>
    public virtual bool CanRank => true;

    /// <summary>The metric of a name or an alias.</summary>
    /// <param name="name">The name; case does not matter.</param>
    /// <exception cref="BelamyException">There is none; the message proposes the nearest.</exception>
    public static Metric Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (Metric metric in All)
        {
            if (metric.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || metric.Aliases.Contains(name, StringComparer.OrdinalIgnoreCase))
                return metric;
        }

        string[] names = [.. All.SelectMany(metric => metric.Aliases.Prepend(metric.Name))];
        throw new BelamyException($"{name}: there is no such metric{DidYouMean.Hint(name, names)}; there are {string.Join(", ", All.Select(metric => metric.Name))}");
    }

    /// <summary>Why it cannot be measured on an input, as a clause; null when it can.</summary>
    /// <param name="input">What is to be compared.</param>
    public virtual string? Obstacle(MetricInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (Needs.HasFlag(MetricNeeds.Pictures) && input.Item.Rank != 3)
            return "it needs pictures";
        if (Needs.HasFlag(MetricNeeds.ClassProbabilities) && input.Classifier?.Item != input.Item)
            return "it needs a classifier of such items; choose one with --features";
        if (Needs.HasFlag(MetricNeeds.Labels) && input.Real.Labels.IsEmpty)
            return "it needs data with classes";
        if (Needs.HasFlag(MetricNeeds.Labels) && (input.Generated.Labels.IsEmpty || !input.Generated.ClassNames.SequenceEqual(input.Real.ClassNames)))
        {
            return "it needs samples with the classes of the data: "
                + (input.Generated is GeneratorDataset
                    ? "those of a model that takes classes and was trained on these data, such as cgan, acgan or projection"
                    : "a folder with a sub-folder for each class");
        }

        if (Needs.HasFlag(MetricNeeds.Mixture) && input.Mixture is null)
            return "it needs points of a known mixture";
        bool isStacked = input.Classifier is { } classifier && input.Item.Rank == 3 && ClassifierFeatures.Fits(classifier, input.Item) && input.Item[0] > classifier.Item[0];
        return Needs.HasFlag(MetricNeeds.StackedPictures) && !isStacked ? "it needs pictures whose channels are digits of their own, and --features mnist" : null;
    }

    /// <summary>Measures.</summary>
    /// <param name="input">What is to be compared.</param>
    /// <exception cref="BelamyException">The items are too few; the message is a clause without the metric's name.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public abstract IReadOnlyList<MetricValue> Compute(MetricInput input);
}
