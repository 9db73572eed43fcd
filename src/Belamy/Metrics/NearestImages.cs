namespace Belamy.Metrics;

/// <summary>The real item nearest to each generated one: whether a generator copies what it was shown.</summary>
/// <param name="Indices">The row of the nearest real item, for each generated one.</param>
/// <param name="Distances">Their Euclidean distance.</param>
public sealed record NearestImages(IReadOnlyList<int> Indices, IReadOnlyList<double> Distances)
{
    /// <summary>Searches.</summary>
    /// <param name="generated">Items as rows.</param>
    /// <param name="real">At least one item, as rows.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">The dimensions differ, or a set is empty.</exception>
    public static NearestImages Find(FeatureMatrix generated, FeatureMatrix real, CancellationToken cancellationToken = default)
    {
        FeatureMatrix.RequireSameDimension(generated, real);
        var indices = new int[generated.Count];
        var distances = new double[generated.Count];
        PairDistances.ForEachRow(generated, real, (row, squared) =>
        {
            int best = 0;
            for (int at = 1; at < squared.Length; at++)
                best = squared[at] < squared[best] ? at : best;
            indices[row] = best;
            distances[row] = Math.Sqrt(PairDistances.Squared(generated.Row(row), real.Row(best)));
        }, cancellationToken);
        return new NearestImages(indices, distances);
    }

    /// <summary>The middle value; of an even number, the upper of the two.</summary>
    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}

/// <summary><see cref="NearestImages"/>: how near samples come to real items, beside how near those come to each other.</summary>
internal sealed record NearestImagesMetric : Metric
{
    private const int Most = 2000;

    public override string Name => "nearest-image";

    public override bool CanRank => false;

    public override string Description => "distance of samples to the nearest real item, beside that of real items to each other: finds copies";

    // Of a single picture too it can be asked whether it is a copy.
    protected override int LeastGenerated(MetricInput input) => 1;

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        FeatureMatrix real = input.RealItems();
        FeatureMatrix generated = input.GeneratedItems(Most);
        input.Progress?.Invoke("looking for the nearest real items");
        NearestImages nearest = NearestImages.Find(generated, real, input.Cancellation);
        double[] between = [.. PairDistances.NearestDifferent(real, input.Cancellation).Select(squared => Math.Sqrt(squared)).Order()];
        double median = NearestImages.Median(nearest.Distances);
        double closest = between[between.Length / 100];
        double share = (double)nearest.Distances.Count(distance => distance <= closest) / nearest.Distances.Count;
        return
        [
            input.Value("median distance to the nearest real", median, Better.Nearer, generated.Count, real.Count, input.Raw)
                with { Note = $"real items have {between[between.Length / 2]:G4} to the nearest other one; far below: copies" },
            input.Value("share nearer than real items are", share, Better.Nearer, generated.Count, real.Count, input.Raw)
                with { Note = $"as near as {closest:G4} or nearer, as 0.01 of real items are to other ones; far above: copies" },
        ];
    }
}
