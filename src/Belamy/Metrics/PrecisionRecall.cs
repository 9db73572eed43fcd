namespace Belamy.Metrics;

/// <summary>How much of what is generated lies among the real, and the other way round.</summary>
/// <param name="Precision">The share of generated vectors inside a ball around some real one.</param>
/// <param name="Recall">The share of real vectors inside a ball around some generated one.</param>
/// <param name="Density">The mean number of real balls that a generated vector lies in, divided by k; it may exceed 1.</param>
/// <param name="Coverage">The share of real vectors whose ball holds a generated one.</param>
public readonly record struct PrecisionRecallScores(double Precision, double Recall, double Density, double Coverage);

/// <summary>
/// Improved precision and recall (Kynkäänniemi et al. 2019, arXiv:1904.06991) and density and coverage (Naeem et al. 2020,
/// arXiv:2002.09797). A ball around a vector reaches to its k-th nearest other vector of the same set, its border included.
/// </summary>
public static class PrecisionRecall
{
    /// <summary>Compares two sets of vectors.</summary>
    /// <param name="real">More than <paramref name="neighbours"/> vectors.</param>
    /// <param name="generated">More than <paramref name="neighbours"/> vectors.</param>
    /// <param name="neighbours">k: 3 is usual for precision and recall, 5 for density and coverage.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">The dimensions differ, or a set is too small.</exception>
    public static PrecisionRecallScores Compute(FeatureMatrix real, FeatureMatrix generated, int neighbours, CancellationToken cancellationToken = default) =>
        Compute(real, generated, [neighbours], cancellationToken)[0];

    /// <summary>The same for several k, with the distances computed once.</summary>
    internal static PrecisionRecallScores[] Compute(FeatureMatrix real, FeatureMatrix generated, int[] neighbours, CancellationToken cancellationToken)
    {
        FeatureMatrix.RequireSameDimension(real, generated);
        float[][] realRadii = PairDistances.Radii(real, neighbours, cancellationToken);
        float[][] generatedRadii = PairDistances.Radii(generated, neighbours, cancellationToken);
        Tally[] tallies = [.. neighbours.Select((_, at) => new Tally(realRadii[at], generatedRadii[at]))];
        PairDistances.ForEachRow(generated, real, (row, distances) =>
        {
            foreach (Tally tally in tallies)
                tally.Add(row, distances);
        }, cancellationToken);
        return [.. tallies.Select((tally, at) => tally.Scores(neighbours[at]))];
    }

    /// <summary>Counts which vectors lie in which balls.</summary>
    private sealed class Tally(float[] realRadii, float[] generatedRadii)
    {
        private readonly bool[] _recalled = new bool[realRadii.Length];
        private readonly bool[] _covered = new bool[realRadii.Length];
        private long _balls;
        private int _precise;

        public void Add(int row, ReadOnlySpan<float> distances)
        {
            float radius = generatedRadii[row];
            int inside = 0;
            for (int at = 0; at < distances.Length; at++)
            {
                float distance = distances[at];
                if (distance <= radius)
                    _recalled[at] = true;
                if (distance <= realRadii[at])
                {
                    _covered[at] = true;
                    inside++;
                }
            }

            _balls += inside;
            _precise += inside > 0 ? 1 : 0;
        }

        public PrecisionRecallScores Scores(int neighbours) => new(
            (double)_precise / generatedRadii.Length,
            (double)_recalled.Count(value => value) / realRadii.Length,
            _balls / ((double)neighbours * generatedRadii.Length),
            (double)_covered.Count(value => value) / realRadii.Length);
    }
}

/// <summary>Precision and recall of features, k = 3.</summary>
internal sealed record PrecisionRecallMetric : Metric
{
    private const int Neighbours = 3;

    public override string Name => "precision-recall";

    public override string Description => "share of samples among the real, and of the real among samples (balls of 3 neighbours)";

    public override bool IsQuick => true;

    public override MetricNeeds Needs => MetricNeeds.Features;

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        input.Progress?.Invoke("comparing neighbours");
        PrecisionRecallScores scores = input.NeighbourScores(Neighbours);
        return [input.Value("precision", scores.Precision, Better.Higher), input.Value("recall", scores.Recall, Better.Higher)];
    }

    protected override int Wanted(MetricInput input) => UsualCount;

    /// <summary>What published values are of at least; balls are too large where items are few.</summary>
    internal const int UsualCount = 1000;
}

/// <summary>Density and coverage of features, k = 5.</summary>
internal sealed record DensityCoverageMetric : Metric
{
    private const int Neighbours = 5;

    public override string Name => "density-coverage";

    public override string Description => "how densely the real surround samples, and the share of the real that samples reach (balls of 5 neighbours)";

    public override bool IsQuick => true;

    public override MetricNeeds Needs => MetricNeeds.Features;

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        input.Progress?.Invoke("comparing neighbours");
        PrecisionRecallScores scores = input.NeighbourScores(Neighbours);
        return [input.Value("density", scores.Density, Better.Higher), input.Value("coverage", scores.Coverage, Better.Higher)];
    }

    protected override int Wanted(MetricInput input) => PrecisionRecallMetric.UsualCount;
}
