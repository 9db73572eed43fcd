using Belamy.Data;
using Belamy.Metrics;
using Belamy.Tensors;

namespace Belamy.Cli.Commands;

/// <summary>What <c>--metrics</c> names, for <c>belamy evaluate</c> and <c>belamy train</c>.</summary>
internal static class MetricChoice
{
    /// <summary>The metrics of a list with commas.</summary>
    /// <exception cref="BelamyException">There is none, or no such metric.</exception>
    public static IReadOnlyList<Metric> Find(string names)
    {
        string[] parts = names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
            throw new BelamyException($"--metrics {names}: name one metric or more, with commas between them, such as fid");
        try
        {
            return [.. parts.Select(Metric.Find).Distinct()];
        }
        catch (BelamyException e)
        {
            throw new BelamyException($"--metrics {e.Message}", e);
        }
    }

    /// <summary>Pairs items with real ones.</summary>
    public static MetricInput Pair(Dataset items, EvaluationReference reference, FeatureChoice features, int count, Action<string>? show, CancellationToken cancellation) =>
        new(items, reference.Data)
        {
            Count = count,
            Split = reference.Split,
            Features = features.Of(new Shape(MetricInput.Seen(reference.Data).ItemShape)),
            Classifier = features.Classifier,
            Mixture = MixtureLaw.Of(reference.Data),
            HeldOut = reference.HeldOut,
            CacheFolder = MetricInput.DefaultCacheFolder,
            Progress = show,
            Cancellation = cancellation,
        };
}
