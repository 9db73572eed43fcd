using Belamy.Data.Kinds;

namespace Belamy.Metrics;

/// <summary>How well two columns of generated rows go together as the real ones do.</summary>
/// <param name="First">The name of one.</param>
/// <param name="Second">The name of the other.</param>
/// <param name="Score">1 where they go together alike, 0 at worst.</param>
public readonly record struct PairTrend(string First, string Second, double Score);

/// <summary>
/// Pair by pair: 1 - |r - s| / 2 of Pearson's correlations of numbers, and 1 - ½ Σ |p - q| of the shares of each two categories,
/// where numbers beside categories stand in ten equal ranges of the real ones. Missing numbers are left aside beside numbers and
/// a range of their own beside categories.
/// </summary>
public static class PairTrends
{
    private const int Ranges = 10;

    /// <summary>The score of each pair of columns; not a number for numbers that have no correlation, being all the same.</summary>
    /// <param name="kind">The columns.</param>
    /// <param name="real">Real rows as they are encoded.</param>
    /// <param name="generated">Generated rows.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static IReadOnlyList<PairTrend> Compute(TableRows kind, FeatureMatrix real, FeatureMatrix generated, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        return Compute(new TableSample(kind, real), new TableSample(kind, generated), cancellationToken);
    }

    internal static IReadOnlyList<PairTrend> Compute(TableSample real, TableSample generated, CancellationToken cancellationToken)
    {
        int columns = real.Kind.Columns.Count;
        (int[] Real, int[] Generated, int Count)[] places = [.. Enumerable.Range(0, columns).Select(at => Places(real, generated, at))];
        var trends = new List<PairTrend>();
        for (int first = 0; first < columns; first++)
        {
            for (int second = first + 1; second < columns; second++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                double score = real.IsNumber(first) && real.IsNumber(second)
                    ? CorrelationSimilarity(Correlation(real.Numbers(first), real.Numbers(second)), Correlation(generated.Numbers(first), generated.Numbers(second)))
                    : 1 - ColumnShapes.TotalVariation(
                        Shares(places[first].Real, places[second].Real, places[first].Count, places[second].Count),
                        Shares(places[first].Generated, places[second].Generated, places[first].Count, places[second].Count));
                trends.Add(new PairTrend(real.Kind.Columns[first].Name, real.Kind.Columns[second].Name, score));
            }
        }

        return trends;
    }

    // Generated numbers that are all the same have no correlation where the real ones do: they count as having none.
    private static double CorrelationSimilarity(double real, double generated) => 1 - Math.Abs(real - (double.IsNaN(generated) ? 0 : generated)) / 2;

    /// <summary>Pearson's correlation over rows that have both numbers; not a number where either is constant.</summary>
    internal static double Correlation(double[] first, double[] second)
    {
        int[] both = [.. Enumerable.Range(0, first.Length).Where(at => double.IsFinite(first[at]) && double.IsFinite(second[at]))];
        if (both.Length < 2)
            return double.NaN;
        (double meanFirst, double meanSecond) = (both.Average(at => first[at]), both.Average(at => second[at]));
        double squareFirst = 0, squareSecond = 0, product = 0;
        foreach (int at in both)
        {
            (double one, double other) = (first[at] - meanFirst, second[at] - meanSecond);
            squareFirst += one * one;
            squareSecond += other * other;
            product += one * other;
        }

        double scale = Math.Sqrt(squareFirst * squareSecond);
        return scale > 0 ? product / scale : double.NaN;
    }

    private static double[] Shares(int[] first, int[] second, int firstCount, int secondCount)
    {
        var shares = new double[firstCount * secondCount];
        for (int row = 0; row < first.Length; row++)
            shares[first[row] * secondCount + second[row]] += 1.0 / first.Length;
        return shares;
    }

    private static (int[] Real, int[] Generated, int Count) Places(TableSample real, TableSample generated, int column)
    {
        if (!real.IsNumber(column))
            return (real.Places(column), generated.Places(column), real.Categories(column));
        double[] present = real.Present(column);
        (double low, double high) = present.Length == 0 ? (0, 0) : (present.Min(), present.Max());
        return (Array.ConvertAll(real.Numbers(column), Range), Array.ConvertAll(generated.Numbers(column), Range), Ranges + 1);

        int Range(double number) => double.IsNaN(number) ? Ranges
            : high > low ? (int)Math.Clamp((number - low) / (high - low) * Ranges, 0, Ranges - 1)
            : 0;
    }
}

/// <summary><see cref="PairTrends"/>: their mean and the worst.</summary>
internal sealed record PairTrendsMetric : TableMetric
{
    public override string Name => "pair-trends";

    public override IReadOnlyList<string> Aliases => ["trends"];

    public override string Description => "tables: how alike each two columns go together, 1 at best: correlations and contingency";

    public override bool IsQuick => true;

    protected override string? Lack(MetricInput input) => base.Lack(input) ?? (KindOf(input.Real)!.Columns.Count < 2 ? "it needs two columns" : null);

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        PairTrend[] trends = [.. PairTrends.Compute(Real(input), Generated(input), input.Cancellation).Where(trend => !double.IsNaN(trend.Score))];
        if (trends.Length == 0)
            throw new BelamyException("no two columns of the real rows vary");
        PairTrend worst = trends.MinBy(trend => trend.Score);
        return
        [
            input.Value("pair trends", trends.Average(trend => trend.Score), Better.Higher, features: Cells) with { Note = $"mean of {Counted.Of(trends.Length, "pair")}" },
            input.Value("worst pair", worst.Score, Better.Higher, features: Cells) with { Note = $"{worst.First} and {worst.Second}".ReplaceLineEndings(" ") },
        ];
    }
}
