using Belamy.Data;
using Belamy.Games;
using Belamy.Runs;

namespace Belamy.Diagnosis;

/// <summary>The trainer's side of diagnosis: measures samples at fixed steps, and shows the log to a watch.</summary>
internal sealed class Examination(Dataset data, IReadOnlyList<Player> players, int samplesEvery)
{
    // Looking for copies takes its time where the data are many, which are not learned by heart overnight.
    public const int NearestEvery = 5;

    // What is looked through in far less time than the steps between two measures take: few items are soon learned.
    private const long FewValues = 10_000_000;

    private readonly ModeCoverage? _modes = ModeCoverage.Of(data);
    private readonly Dictionary<string, double> _rounded = new(StringComparer.Ordinal);
    private Watch _watch = new();
    private SampleMeasure? _measure;

    /// <summary>The numbers that it adds to the log.</summary>
    public IReadOnlyList<string> Names =>
    [
        Numbers.SampleDiversity, Numbers.SampleDistance, Numbers.SampleNearest, Numbers.DataDiversity, Numbers.DataClasses,
        .. _modes is null ? (string[])[] : [Numbers.SampleModes, Numbers.DataModes],
        .. players.Where(player => player.Parameters.Count > 0).Select(Movement.NameOf),
    ];

    /// <summary>Number of samples that it measures: more where modes are to be counted.</summary>
    public int Count => Math.Max(SampleMeasure.Count, _modes?.Count ?? 0);

    private bool AreFew => (long)data.Count * data.ItemLength <= FewValues;

    /// <summary>Goes on from the log that a folder holds.</summary>
    public void TakeUp(RunFolder? folder)
    {
        if (folder is not null)
            _watch.AddAll(folder.Log.ReadMetrics());
    }

    /// <summary>Takes samples, and how far the players moved, into the log's next line.</summary>
    /// <param name="all">The samples; all that is not counted by modes is measured on the first of them.</param>
    /// <param name="step">The step they are of.</param>
    /// <param name="kept">The state that movements are measured from.</param>
    /// <param name="metrics">The log's next line.</param>
    public void Measure(Samples all, long step, KeptState kept, MetricsWindow metrics)
    {
        _measure ??= new SampleMeasure(data);
        Samples samples = all.Take(SampleMeasure.Count);
        if (_modes is not null)
        {
            Add(Numbers.DataModes, _modes.Modes);
            Add(Numbers.SampleModes, _modes.Reached(all));
        }

        Add(Numbers.DataDiversity, _measure.DataDiversity);
        if (_measure.DataClasses > 0)
            Add(Numbers.DataClasses, _measure.DataClasses);
        Add(Numbers.SampleDiversity, _measure.Diversity(samples));
        Add(Numbers.SampleDistance, _measure.Distance(samples));
        if (AreFew || step / samplesEvery % NearestEvery == 0)
            Add(Numbers.SampleNearest, _measure.Nearest(samples));
        foreach (Player player in players)
        {
            // One that waits for its turn has no loss.
            if (metrics.IsMeasured(player.Name + Numbers.LossSuffix))
                Add(Movement.NameOf(player), Movement.Of(player, kept));
        }

        void Add(string name, double? value)
        {
            if (value is { } number && double.IsFinite(number))
                metrics.Add(name, number);
        }
    }

    /// <summary>Shows the watch a line, as it will read it from the log.</summary>
    /// <returns>What is new.</returns>
    public IReadOnlyList<Finding> Look(long step, IReadOnlyDictionary<string, double> numbers)
    {
        _rounded.Clear();
        foreach ((string name, double value) in numbers)
            _rounded.Add(name, Math.Round(value, RunLog.Digits));
        return _watch.Add(step, _rounded);
    }

    /// <summary>Forgets what came after a step.</summary>
    public void RollBack(long step, RunFolder? folder)
    {
        if (folder is null)
        {
            _watch.History.CutBack(step);
            return;
        }

        _watch = new Watch();
        TakeUp(folder);
    }
}
