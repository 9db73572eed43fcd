using Belamy.Data;
using Belamy.Runs;

namespace Belamy.Metrics;

/// <summary>Measures a generator by metrics while it is being trained.</summary>
public sealed class MetricMeasurement : Measurement
{
    /// <summary>Samples unless said otherwise: few, as it is done often. Compare its values with each other alone.</summary>
    public const int DefaultCount = 2000;

    private readonly IReadOnlyList<Metric> _metrics;
    private readonly Func<Dataset, MetricInput> _input;
    private MetricInput? _last;

    /// <summary>Prepares to measure.</summary>
    /// <param name="metrics">At least one; the first decides which weights are the best.</param>
    /// <param name="input">Pairs samples with the real data; its count says how many are used. What was computed of the real data is kept.</param>
    /// <exception cref="ArgumentException">There are no metrics.</exception>
    /// <exception cref="BelamyException">The first metric cannot say which of two generators is the better.</exception>
    public MetricMeasurement(IReadOnlyList<Metric> metrics, Func<Dataset, MetricInput> input)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(input);
        if (metrics.Count == 0)
            throw new ArgumentException("Name at least one metric.", nameof(metrics));
        if (!metrics[0].CanRank)
        {
            string[] others = [.. metrics.Where(metric => metric.CanRank).Take(1).Select(metric => metric.Name), "fid"];
            throw new BelamyException($"{metrics[0].Name}: should come near to a reference, so it cannot say which weights are the best; name another first, such as {others[0]}");
        }

        _metrics = metrics;
        _input = input;
    }

    /// <summary>Samples that are made.</summary>
    public int Count { get; init; } = DefaultCount;

    /// <summary>What the classes of a generator that takes them are called; empty where it takes none.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Refuses what cannot be measured, before anything is computed.</summary>
    /// <param name="generator">The generator; no samples are made.</param>
    /// <exception cref="BelamyException">A metric cannot be measured on such samples and data; the message begins with its name.</exception>
    public void Validate(Generator generator)
    {
        MetricInput input = InputFor(generator);
        foreach (Metric metric in _metrics)
        {
            if (metric.Obstacle(input) is { } obstacle)
                throw new BelamyException($"{metric.Name}: {obstacle}");
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Measure> Take(Generator generator, CancellationToken cancellationToken)
    {
        MetricInput input = InputFor(generator);
        var measures = new List<Measure>();
        foreach (Metric metric in _metrics)
        {
            cancellationToken.ThrowIfCancellationRequested();
            measures.AddRange(Compute(metric, input).Select(value => Of(metric, value)));
        }

        // What is known of the real data now need not be computed again.
        _last = input;
        return measures;
    }

    private static IReadOnlyList<MetricValue> Compute(Metric metric, MetricInput input)
    {
        try
        {
            return metric.Compute(input);
        }
        catch (BelamyException e)
        {
            throw new BelamyException($"{metric.Name}: {e.Message}", e);
        }
    }

    private static Measure Of(Metric metric, MetricValue value) =>
        new(metric.Name, value.Name, value.Value, value.Better switch { Better.Higher => true, Better.Lower => false, _ => null })
        {
            Features = value.Features,
            Generated = value.Generated,
            Real = value.Real,
            Split = value.Split,
        };

    private MetricInput InputFor(Generator generator)
    {
        var samples = new GeneratorDataset(generator, Count, classNames: ClassNames);
        return _last is null ? _input(samples) : _last.Beside(samples);
    }
}
