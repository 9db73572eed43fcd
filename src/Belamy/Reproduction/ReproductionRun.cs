using Belamy.Data;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Metrics;
using Belamy.Runs;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy.Reproduction;

/// <summary>
/// A reproduction while it is carried out: a check trains through it, reports each figure it measured, and says what it
/// scaled down.
/// </summary>
public sealed class ReproductionRun
{
    private readonly List<Finding> _findings = [];
    private readonly List<string> _notes = [];
    private readonly SortedSet<long> _seeds = [];
    private readonly Action<string>? _status;
    private readonly DataOptions _dataOptions;

    internal ReproductionRun(Recipe recipe, Protocol protocol, long seed, DataOptions dataOptions, Action<string>? status, CancellationToken cancellationToken)
    {
        Recipe = recipe;
        Protocol = protocol;
        Seed = seed;
        _dataOptions = dataOptions;
        _status = status;
        CancellationToken = cancellationToken;
    }

    /// <summary>The recipe of the model.</summary>
    public Recipe Recipe { get; }

    /// <summary>How much of the published protocol is wanted.</summary>
    public Protocol Protocol { get; }

    /// <summary>The first seed.</summary>
    public long Seed { get; }

    /// <summary>Ends the run early.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>What is carried out, in words; the check sets it: <c>5,000 steps, 3 seeds</c>.</summary>
    public string Description { get; set; } = "";

    /// <summary>A picture of what came of it, or null.</summary>
    public Image? Picture { get; set; }

    internal IReadOnlyList<Finding> Findings => _findings;

    internal IReadOnlyList<string> Notes => _notes;

    internal IReadOnlyCollection<long> UsedSeeds => _seeds;

    /// <summary>Chooses by protocol.</summary>
    /// <param name="quick">For a run of seconds.</param>
    /// <param name="scaled">For a run of minutes.</param>
    /// <param name="full">For the published protocol.</param>
    public T Choose<T>(T quick, T scaled, T full) => Protocol switch
    {
        Protocol.Quick => quick,
        Protocol.Scaled => scaled,
        _ => full,
    };

    /// <summary>The seeds to repeat something with: as many as asked for, but one in a quick run.</summary>
    /// <param name="count">How many.</param>
    public IReadOnlyList<long> Seeds(int count) => [.. Enumerable.Range(0, Protocol == Protocol.Quick ? 1 : count).Select(at => Seed + at)];

    /// <summary>Opens a data set; MNIST gives way to the embedded digits, which have one part only, in a quick run.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="split">Which part of it.</param>
    public Dataset Open(string name, DataSplit split = DataSplit.Train)
    {
        Status($"reading {name}");
        return Datasets.Open(Protocol == Protocol.Quick ? name.Replace("mnist", "digits", StringComparison.Ordinal) : name, _dataOptions with { Split = split });
    }

    /// <summary>Trains, showing how far it is. The caller disposes what it returns.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="data">The data.</param>
    /// <param name="steps">How long; the recipe's steps when left out.</param>
    /// <param name="seed">The seed; the run's when left out.</param>
    /// <param name="label">What is being trained, where a check trains several: <c>packed by 2</c>.</param>
    /// <param name="log">Is told, every ten steps, how many are done and the means of what was measured in them.</param>
    /// <param name="visit">Is handed the generator as it is at the first line of the log from each tenth of the steps on.</param>
    /// <exception cref="OperationCanceledException">The run was ended.</exception>
    public TrainingRun Train(
        Recipe recipe,
        Dataset data,
        long? steps = null,
        long? seed = null,
        string label = "",
        Action<long, IReadOnlyDictionary<string, double>>? log = null,
        Action<Generator>? visit = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        Recipe seeded = recipe with { Seed = seed ?? Seed };
        _seeds.Add(seeded.Seed);
        string what = label.Length > 0 ? $"{label}, seed {seeded.Seed}" : $"seed {seeded.Seed}";
        long length = steps ?? recipe.Steps, visits = 0;
        var game = new AssembledGame(seeded, data);
        var options = new TrainingOptions { Steps = length, Progress = progress => Status(Describe(what, progress)), Log = Follow };
        TrainingRun run = Gan.Play(game, data, options, null, null, CancellationToken);
        if (!CancellationToken.IsCancellationRequested)
            return run;
        run.Dispose();
        throw new OperationCanceledException(CancellationToken);

        void Follow(long step, IReadOnlyDictionary<string, double> means)
        {
            log?.Invoke(step, means);
            if (visit is null || step * 10 < (visits + 1) * length)
                return;
            visits = step * 10 / length;
            visit(game.RequireGenerator());
        }
    }

    /// <summary>Trains once with each seed and measures each run: one value a seed, as the rows of a check take them.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="data">The data.</param>
    /// <param name="steps">How long.</param>
    /// <param name="label">What is being trained: <c>without the penalty</c>.</param>
    /// <param name="measure">Measures a trained run, which is disposed afterwards.</param>
    /// <param name="seeds">How many seeds; one in a quick run.</param>
    public T[] Each<T>(Recipe recipe, Dataset data, long steps, string label, Func<TrainingRun, T> measure, int seeds = SeedStatistics.FewestSeeds)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return [.. Seeds(seeds).Select(seed =>
        {
            using TrainingRun trained = Train(recipe, data, steps, seed, label);
            Status($"{label}, seed {seed}: measuring");
            return measure(trained);
        })];
    }

    /// <summary>Trains on a mixture once with each seed and counts the modes that each run reaches; the first is drawn, where there is no picture yet.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="data">The mixture.</param>
    /// <param name="steps">How long.</param>
    /// <param name="label">What is being trained: <c>without the penalty</c>.</param>
    /// <param name="title">The title of the picture.</param>
    /// <param name="seeds">How many seeds; one in a quick run.</param>
    public MixtureModes[] EachModes(Recipe recipe, MixtureDataset data, long steps, string label, string title, int seeds = SeedStatistics.FewestSeeds) =>
        Each(recipe, data, steps, label, trained =>
        {
            Picture ??= Plot(trained, data, title);
            return Modes(trained.Generator, data);
        }, seeds);

    /// <summary>The classifier of labelled pictures that figures are to rest on; a remark says how often it is right. The caller disposes it.</summary>
    /// <param name="data">The pictures.</param>
    /// <exception cref="BelamyException">It is right too seldom to judge.</exception>
    public ImageClassifier Judge(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Status($"preparing the classifier of {data.Name}");
        ImageClassifier classifier = ImageClassifier.Obtain(data, cancellationToken: CancellationToken);
        try
        {
            classifier.RequireUseful();
        }
        catch
        {
            classifier.Dispose();
            throw;
        }

        string note = $"Judged by the {classifier.Title} of the pictures that it was not trained on.";
        if (!_notes.Contains(note))
            Note(note);
        return classifier;
    }

    /// <summary>Counts the modes of a mixture that a generator reaches.</summary>
    /// <param name="generator">Makes points.</param>
    /// <param name="data">The mixture.</param>
    /// <param name="count">Points that are counted.</param>
    public static MixtureModes Modes(Generator generator, MixtureDataset data, int count = 2500)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(data);
        MixtureLaw law = MixtureLaw.Of(data) ?? throw new ArgumentException($"{data.Name} has no modes in the plane.", nameof(data));
        return MixtureModes.Compute(new FeatureMatrix(generator.Sample(count).Values.ToArray(), 2), law);
    }

    /// <summary>Applies a network, or several, to items as in use.</summary>
    /// <param name="data">The items; the first of them are taken.</param>
    /// <param name="count">How many; all that there are when there are fewer.</param>
    /// <param name="function">From [batch, ...item] to [batch, values].</param>
    /// <returns>A row for each item.</returns>
    public static FeatureMatrix Apply(Dataset data, int count, Func<ForwardContext, Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(function);
        float[] items = ItemFunction.Read(data, count);
        float[] values = ItemFunction.Apply("apply", items, new Shape(data.ItemShape), function);
        return new FeatureMatrix(values, values.Length / (items.Length / data.ItemLength));
    }

    /// <summary>Draws a trained game over points of the plane.</summary>
    /// <param name="trained">The run.</param>
    /// <param name="data">Its data.</param>
    /// <param name="title">The title of the picture.</param>
    public static Image Plot(TrainingRun trained, Dataset data, string title)
    {
        ArgumentNullException.ThrowIfNull(trained);
        ArgumentNullException.ThrowIfNull(data);
        using var picture = new PointPicture(trained.Generator, trained.Game.Parts.Critic, data);
        return picture.Draw(title);
    }

    /// <summary>Reports a figure that the paper reported too: met where the median is within the error of it, or on its better side.</summary>
    /// <param name="measure">What was measured, in the paper's own measure.</param>
    /// <param name="values">One value a seed; their median is judged.</param>
    /// <param name="figure">What the paper reported.</param>
    /// <param name="error">The error that the paper states; where it states none, one of ours, which <paramref name="isOurs"/> says.</param>
    /// <param name="better">Which side of the figure is as good.</param>
    /// <param name="isOurs">Whether the error is ours.</param>
    public void Published(string measure, IReadOnlyList<double> values, double figure, double error, Better better = Better.Nearer, bool isOurs = false)
    {
        ArgumentNullException.ThrowIfNull(values);
        double above = SeedStatistics.Median(values) - figure;
        bool isMet = Math.Abs(above) <= error || (better == Better.Higher && above > 0) || (better == Better.Lower && above < 0);
        string asked = $"{(better == Better.Higher ? "≥ " : better == Better.Lower ? "≤ " : "")}{Ask.Format(figure)} within {Ask.Format(error)}";
        string published = isOurs ? $"{Ask.Format(figure)} (error {Ask.Format(error)} ours)" : $"{Ask.Format(figure)} ± {Ask.Format(error)}";
        _findings.Add(new Finding(measure, published, asked, values, Judge(isMet)) { Evidence = Evidence.Figure });
    }

    /// <inheritdoc cref="Published(string, IReadOnlyList{double}, double, double, Better, bool)"/>
    public void Published(string measure, double value, double figure, double error, Better better = Better.Nearer, bool isOurs = false) =>
        Published(measure, [value], figure, error, better, isOurs);

    /// <summary>
    /// Reports what the paper's idea does: shown where it beats the same game without it by more than the spread of the seeds.
    /// </summary>
    /// <remarks><see cref="SeedStatistics"/> says how that is judged. Everything but the idea is the same in both: networks, steps, rates, data.</remarks>
    /// <param name="measure">What was measured, in the paper's own measure.</param>
    /// <param name="with">One value a seed with the idea.</param>
    /// <param name="without">One value a seed with the idea taken out.</param>
    /// <param name="higher">Whether more is better.</param>
    /// <param name="published">What the paper reported of both, in words.</param>
    /// <exception cref="ArgumentException">There are fewer than three seeds of either.</exception>
    public void Effect(string measure, IReadOnlyList<double> with, IReadOnlyList<double> without, bool higher = true, string published = "")
    {
        ArgumentNullException.ThrowIfNull(with);
        ArgumentNullException.ThrowIfNull(without);
        if (Protocol != Protocol.Quick && Math.Min(with.Count, without.Count) < SeedStatistics.FewestSeeds)
            throw new ArgumentException($"{measure}: an effect takes {SeedStatistics.FewestSeeds} seeds with the idea and as many without it, not {with.Count} and {without.Count}.");
        string asked = $"{(higher ? "above" : "below")} without by over {Ask.Format(SeedStatistics.Spread(with, without))}";
        _findings.Add(new Finding(measure, published, asked, with, Judge(SeedStatistics.ShowsEffect(with, without, higher))) { Evidence = Evidence.Effect, Without = without });
    }

    /// <summary>Reports a figure that a sound implementation keeps; it says nothing about the paper.</summary>
    /// <param name="measure">What was measured.</param>
    /// <param name="values">One value a seed; their median is judged.</param>
    /// <param name="ask">What it has to be.</param>
    /// <param name="published">What the paper reported, in words.</param>
    /// <param name="always">Whether it is judged in a quick run too, as a fact that no training decides.</param>
    public void Works(string measure, IReadOnlyList<double> values, Ask ask, string published = "", bool always = false)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(ask);
        bool isReached = ask.IsReached(SeedStatistics.Median(values));
        _findings.Add(new Finding(measure, published, ask.Text, values, always ? isReached : Judge(isReached)) { Evidence = Evidence.Works });
    }

    /// <inheritdoc cref="Works(string, IReadOnlyList{double}, Ask, string, bool)"/>
    public void Works(string measure, double value, Ask ask, string published = "", bool always = false) => Works(measure, [value], ask, published, always);

    /// <summary>Tells a figure that decides nothing, such as that of the plain GAN beside it.</summary>
    /// <param name="measure">What was measured.</param>
    /// <param name="values">One value a seed.</param>
    /// <param name="published">What the paper reported, in words.</param>
    public void Tell(string measure, IReadOnlyList<double> values, string published = "") => _findings.Add(new Finding(measure, published, "", values, null));

    /// <inheritdoc cref="Tell(string, IReadOnlyList{double}, string)"/>
    public void Tell(string measure, double value, string published = "") => Tell(measure, [value], published);

    /// <summary>Adds a remark.</summary>
    /// <param name="note">A sentence or more.</param>
    public void Note(string note)
    {
        ArgumentException.ThrowIfNullOrEmpty(note);
        _notes.Add(note);
    }

    /// <summary>Says what is going on, in a few words; also ends the check when the run was ended.</summary>
    /// <exception cref="OperationCanceledException">The run was ended.</exception>
    public void Status(string text)
    {
        CancellationToken.ThrowIfCancellationRequested();
        _status?.Invoke(text);
    }

    private bool? Judge(bool isReached) => Protocol == Protocol.Quick ? null : isReached;

    private static string Describe(string what, TrainingProgress progress) => progress.Stage == TrainingStage.Compiling
        ? $"{what}: compiling"
        : $"{what}: step {progress.Step} of {progress.Steps}";
}
