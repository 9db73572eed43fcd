using Belamy.Data.Kinds;

namespace Belamy.Metrics;

/// <summary>What a metric has to be given.</summary>
[Flags]
public enum MetricNeeds
{
    /// <summary>Items alone.</summary>
    None = 0,

    /// <summary>A classifier of items of that shape, which is right often enough.</summary>
    ClassProbabilities = 1,

    /// <summary>Items that are pictures.</summary>
    Pictures = 2,

    /// <summary>Classes of the real and of the generated items.</summary>
    Labels = 4,

    /// <summary>The mixture that points are drawn from.</summary>
    Mixture = 8,

    /// <summary>Pictures of several channels, and a classifier of a single one.</summary>
    StackedPictures = 16,

    /// <summary>Features of items, by whatever sees them.</summary>
    Features = 32,

    /// <summary>Rows of a table.</summary>
    TableRows = 64,

    /// <summary>Real items that the samples have not been learned from.</summary>
    HeldOut = 128,

    /// <summary>Texts as the numbers of their words.</summary>
    Texts = 256,

    /// <summary>Sounds, and recordings with classes.</summary>
    Recordings = 512,
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

    /// <summary>Whether it is offered for items of a kind where no metrics are named: rows of tables have their own, whose cells are looked at.</summary>
    /// <param name="kind">What the real items are.</param>
    public bool Suits(Kind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return kind is not Classes && Needs.HasFlag(MetricNeeds.Texts) == kind is Tokens && Needs.HasFlag(MetricNeeds.TableRows) == kind is TableRows
            && (kind is Sounds || !Needs.HasFlag(MetricNeeds.Recordings));
    }

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
    public string? Obstacle(MetricInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Lack(input) ?? Refusal(input);
    }

    /// <summary>Why an input that is of the right kind gives no figure, as a clause: too few items, or a judge that knows too little; null when it gives one.</summary>
    /// <param name="input">What is to be compared.</param>
    public string? Refusal(MetricInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (Lack(input) is not null)
            return null;
        if (input.GeneratedCount < LeastGenerated(input))
            return $"it needs at least {LeastGenerated(input):N0} samples, {LeastReason(input)}there {Are(input.GeneratedCount)}";
        if (input.RealCount < LeastReal(input))
            return $"it needs at least {LeastReal(input):N0} real items, {LeastReason(input)}there {Are(input.RealCount)}";
        return JudgeOf(input)?.Refusal is { } refusal ? $"{refusal}; choose other --features, such as pixels" : null;

        static string Are(int count) => count == 1 ? "is 1" : $"are {count:N0}";
    }

    /// <summary>Measures.</summary>
    /// <param name="input">What is to be compared.</param>
    /// <exception cref="BelamyException">It cannot be measured on them, or not on so few; the message is a clause without the metric's name.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<MetricValue> Compute(MetricInput input)
    {
        if (Obstacle(input) is { } obstacle)
            throw new BelamyException(obstacle);
        IReadOnlyList<MetricValue> values = OnCompute(input);
        int few = values.Min(value => value.Real == 0 ? value.Generated : Math.Min(value.Generated, value.Real));
        int wanted = Wanted(input);
        return few >= wanted ? values : [.. values.Select(value => value with { Note = $"{(value.Note is { } note ? note + "; " : "")}few items, {wanted:N0} or more are wanted" })];
    }

    /// <summary>Measures what nothing stands against.</summary>
    /// <param name="input">What is to be compared.</param>
    protected abstract IReadOnlyList<MetricValue> OnCompute(MetricInput input);

    /// <summary>Fewer samples than this give no figure: ten, below which nothing can be said of a distribution, unless a metric needs more.</summary>
    /// <param name="input">What is to be compared.</param>
    protected virtual int LeastGenerated(MetricInput input) => Few;

    /// <summary>Fewer real items than this give no figure; 0 where none are used.</summary>
    /// <param name="input">What is to be compared.</param>
    protected virtual int LeastReal(MetricInput input) => Few;

    /// <summary>Where the least number comes from, with a comma behind it; empty where that goes without saying.</summary>
    /// <param name="input">What is to be compared.</param>
    protected virtual string LeastReason(MetricInput input) => "";

    /// <summary>Fewer items than this give a figure that hangs on their number, which is said beside it.</summary>
    /// <param name="input">What is to be compared.</param>
    protected virtual int Wanted(MetricInput input) => 0;

    /// <summary>Ten items for each class, so that all classes can be expected to occur.</summary>
    internal const int LeastPerClass = 10;

    private const int Few = 10;

    private ImageClassifier? JudgeOf(MetricInput input) => (Needs & (MetricNeeds.ClassProbabilities | MetricNeeds.StackedPictures)) != 0
        ? input.Classifier
        : Needs.HasFlag(MetricNeeds.Features) ? (input.Features as ClassifierFeatures)?.Classifier : null;

    /// <summary>What an input is not, or comes without, as a clause; null when it is of the right kind.</summary>
    /// <param name="input">What is to be compared.</param>
    protected virtual string? Lack(MetricInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!Needs.HasFlag(MetricNeeds.Texts) && input.Kind is Tokens or Classes)
            return $"it needs values that are amounts, and those of {input.Kind.Name} are numbers of an alphabet";
        if (Needs.HasFlag(MetricNeeds.Pictures) && input.Item.Rank != 3)
            return "it needs pictures";
        if (Needs.HasFlag(MetricNeeds.Recordings) && input.Real is not SpectrogramDataset { ClassNames.Count: > 1 })
            return "it needs recordings with classes";
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
}
