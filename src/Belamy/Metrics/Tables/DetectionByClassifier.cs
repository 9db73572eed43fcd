using Belamy.Data.Kinds;

namespace Belamy.Metrics;

/// <summary>
/// How well generated rows are told from real ones: the area under the curve of a logistic regression, by cross-validation in three
/// parts. Half of them are real.
/// </summary>
public static class DetectionByClassifier
{
    private const int Parts = 3;

    /// <summary>Fits on two thirds, judges the rest, and takes turns. As many of each are taken as there are of the fewer.</summary>
    /// <param name="kind">The columns.</param>
    /// <param name="real">Real rows as they are encoded.</param>
    /// <param name="generated">Generated rows.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The mean of the three areas, ½ where they cannot be told apart and 1 where always, and their deviation.</returns>
    public static (double Area, double Deviation) Compute(TableRows kind, FeatureMatrix real, FeatureMatrix generated, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kind);
        FeatureMatrix.RequireSameDimension(real, generated, Parts);
        // Both in one sample, so that one column of missing numbers serves both.
        int half = Math.Min(real.Count, generated.Count);
        float[] values = [.. real.First(half).Values, .. generated.First(half).Values];
        var both = new TableSample(kind, new FeatureMatrix(values, real.Dimension));
        bool[] isReal = [.. Enumerable.Range(0, both.Count).Select(row => row < half)];
        double[] areas = [.. Enumerable.Range(0, Parts).Select(part => Area(both, isReal, half, part, cancellationToken))];
        double mean = areas.Average();
        return (mean, Math.Sqrt(areas.Average(area => (area - mean) * (area - mean))));
    }

    // Every third row of both is held out, so that each part has as many of either.
    private static double Area(TableSample both, bool[] isReal, int half, int part, CancellationToken cancellationToken)
    {
        int[] judged = [.. Enumerable.Range(0, both.Count).Where(row => row % half % Parts == part)];
        int[] learned = [.. Enumerable.Range(0, both.Count).Where(row => row % half % Parts != part)];
        var vectors = new TableVectors(both, new TableScale(both, learned));
        LogisticRegression classifier = LogisticRegression.Fit(vectors, learned, isReal, cancellationToken);
        return AreaUnderCurve([.. judged.Select(row => (classifier.Score(vectors, row), isReal[row]))]);
    }

    /// <summary>The chance that one of the kind scores higher than one of the other; equal scores count half.</summary>
    internal static double AreaUnderCurve((double Score, bool IsPositive)[] judged)
    {
        long positive = judged.LongCount(one => one.IsPositive), negative = judged.Length - positive;
        if (positive == 0 || negative == 0)
            return double.NaN;
        double below = 0, above = 0;
        foreach (IGrouping<double, (double Score, bool IsPositive)> equal in judged.OrderBy(one => one.Score).GroupBy(one => one.Score))
        {
            double here = equal.Count(one => one.IsPositive), others = equal.Count() - here;
            above += here * (below + (others / 2));
            below += others;
        }

        return above / positive / negative;
    }
}

/// <summary><see cref="DetectionByClassifier"/> of rows.</summary>
internal sealed record DetectionByClassifierMetric : TableMetric
{
    private const int Least = 30;

    public override string Name => "table-detection";

    public override IReadOnlyList<string> Aliases => ["detection"];

    public override string Description => "tables: how well a logistic regression tells samples from the real, area under the curve; 0.5 at best";

    public override bool IsQuick => true;

    public override bool CanRank => false;

    protected override int LeastGenerated(MetricInput input) => Least;

    protected override int LeastReal(MetricInput input) => Least;

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        input.Progress?.Invoke("fitting a classifier of real and generated rows");
        int count = Math.Min(input.RealCount, input.GeneratedCount);
        (double area, double deviation) = DetectionByClassifier.Compute(KindOf(input.Real)!, input.RealItems(count), input.GeneratedItems(count), input.Cancellation);
        return [input.Value("detection, area under the curve", area, Better.Nearer, count, count, Cells) with { Spread = deviation, Note = "0.5: cannot be told apart" }];
    }
}
