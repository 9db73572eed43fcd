using Belamy.Data;

namespace Belamy.Training.Diagnosis;

/// <summary>The trainer's side of diagnosis: measures samples at fixed steps, and shows the log to a watch.</summary>
internal sealed class Examination(Dataset data, int samplesEvery)
{
    // Copies are looked for in many items, and do not come about overnight.
    private const int NearestEvery = 5;

    /// <summary>The numbers that it adds to the log.</summary>
    public static readonly string[] Names =
        [Numbers.SampleDiversity, Numbers.SampleDistance, Numbers.SampleNearest, Numbers.DataDiversity, Numbers.DataClasses];

    private readonly Dictionary<string, double> _rounded = new(StringComparer.Ordinal);
    private Watch _watch = new();
    private SampleMeasure? _measure;

    /// <summary>Goes on from the log that a folder holds.</summary>
    public void TakeUp(RunFolder? folder)
    {
        if (folder is not null)
            _watch.AddAll(folder.Log.ReadMetrics());
    }

    /// <summary>Takes samples into the log's next line.</summary>
    public void Measure(Samples samples, long step, MetricsWindow metrics)
    {
        _measure ??= new SampleMeasure(data);
        Add(Numbers.DataDiversity, _measure.DataDiversity);
        if (_measure.DataClasses > 0)
            Add(Numbers.DataClasses, _measure.DataClasses);
        Add(Numbers.SampleDiversity, _measure.Diversity(samples));
        Add(Numbers.SampleDistance, _measure.Distance(samples));
        if (step / samplesEvery % NearestEvery == 0)
            Add(Numbers.SampleNearest, _measure.Nearest(samples));

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
