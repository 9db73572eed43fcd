using Belamy.Data.Kinds;
using Belamy.Data.Tables;

namespace Belamy.Metrics;

/// <summary>How well one column of generated rows has the shape of the real one.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Score">1 where both are distributed alike, 0 where they share nothing.</param>
public readonly record struct ColumnShape(string Column, double Score);

/// <summary>
/// Column by column: 1 less the Kolmogorov-Smirnov statistic of numbers, sup |F(x) - G(x)|, and 1 less the total variation of
/// categories, ½ Σ |p - q|. Missing numbers are left aside; missing categories are one of them.
/// </summary>
public static class ColumnShapes
{
    /// <summary>The score of each column.</summary>
    /// <param name="kind">The columns.</param>
    /// <param name="real">Real rows as they are encoded.</param>
    /// <param name="generated">Generated rows.</param>
    /// <returns>The columns in their order; not a number where a column of numbers is missing altogether in either.</returns>
    public static IReadOnlyList<ColumnShape> Compute(TableRows kind, FeatureMatrix real, FeatureMatrix generated)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        return Compute(new TableSample(kind, real), new TableSample(kind, generated));
    }

    internal static IReadOnlyList<ColumnShape> Compute(TableSample real, TableSample generated) =>
    [
        .. real.Kind.Columns.Select((column, at) => new ColumnShape(
            column.Name,
            1 - (real.IsNumber(at) ? KolmogorovSmirnov(real.Present(at), generated.Present(at)) : TotalVariation(Shares(real, at), Shares(generated, at))))),
    ];

    /// <summary>The greatest distance of two empirical distribution functions; not a number where either is empty.</summary>
    internal static double KolmogorovSmirnov(double[] first, double[] second)
    {
        if (first.Length == 0 || second.Length == 0)
            return double.NaN;
        (double[] left, double[] right) = ([.. first.Order()], [.. second.Order()]);
        (int below, int under) = (0, 0);
        double most = 0;
        while (below < left.Length && under < right.Length)
        {
            double at = Math.Min(left[below], right[under]);
            // Both functions step at once where they have a number in common.
            while (below < left.Length && left[below] == at)
                below++;
            while (under < right.Length && right[under] == at)
                under++;
            most = Math.Max(most, Math.Abs((double)below / left.Length - (double)under / right.Length));
        }

        return most;
    }

    /// <summary>Half the sum of the differences of two distributions.</summary>
    internal static double TotalVariation(double[] first, double[] second) => first.Zip(second, (one, other) => Math.Abs(one - other)).Sum() / 2;

    /// <summary>The share of rows that have a column's cell missing.</summary>
    internal static double Missing(TableSample sample, int column) => sample.Numbers(column).Count(double.IsNaN) / (double)sample.Count;

    private static double[] Shares(TableSample sample, int column)
    {
        var shares = new double[sample.Categories(column)];
        foreach (int place in sample.Places(column))
            shares[place] += 1.0 / sample.Count;
        return shares;
    }
}

/// <summary><see cref="ColumnShapes"/>: their mean, the worst, and whether as many numbers are missing.</summary>
internal sealed record ColumnShapesMetric : TableMetric
{
    public override string Name => "column-shapes";

    public override IReadOnlyList<string> Aliases => ["shapes"];

    public override string Description => "tables: how alike the distributions of each column are, 1 at best: Kolmogorov-Smirnov and total variation";

    public override bool IsQuick => true;

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        (TableSample real, TableSample generated) = (Real(input), Generated(input));
        ColumnShape[] shapes = [.. ColumnShapes.Compute(real, generated).Where(shape => !double.IsNaN(shape.Score))];
        if (shapes.Length == 0)
            throw new BelamyException("all cells of its columns are missing");
        ColumnShape worst = shapes.MinBy(shape => shape.Score);
        List<MetricValue> values =
        [
            input.Value("column shapes", shapes.Average(shape => shape.Score), Better.Higher, features: Cells) with { Note = $"mean of {Counted.Of(shapes.Length, "column")}" },
            input.Value("worst column", worst.Score, Better.Higher, features: Cells) with { Note = worst.Column.ReplaceLineEndings(" ") },
        ];
        int[] gaps = [.. Enumerable.Range(0, real.Kind.Columns.Count).Where(at => real.Kind.Columns[at] is NumberColumn { HasMissing: true })];
        if (gaps.Length > 0)
        {
            double difference = gaps.Average(at => Math.Abs(ColumnShapes.Missing(real, at) - ColumnShapes.Missing(generated, at)));
            values.Add(input.Value("missing numbers", 1 - difference, Better.Higher, features: Cells) with { Note = $"1 where as many are missing; {Counted.Of(gaps.Length, "column")}" });
        }

        return values;
    }
}
