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
