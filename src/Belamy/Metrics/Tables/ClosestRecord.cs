using Belamy.Data.Kinds;
using Belamy.Data.Tables;

namespace Belamy.Metrics;

/// <summary>How near generated rows come to those that they were learned from.</summary>
/// <param name="Median">The median of their distances to the closest of these.</param>
/// <param name="Copies">The share of them that equal one of these in every cell.</param>
/// <param name="RealMedian">The median distance of held-out rows to the closest of these.</param>
/// <param name="RealCopies">The share of held-out rows that equal one of these.</param>
/// <param name="Nearer">The share of generated rows that are nearer to these than to the held-out ones, equal distances counting half; ½ where nothing was remembered.</param>
public readonly record struct ClosestRecordScores(double Median, double Copies, double RealMedian, double RealCopies, double Nearer);

/// <summary>
/// Distances to the closest record, for privacy. A row is as far from another as their cells on average: numbers by their
/// difference in the range of the real ones, categories by 0 or 1 (Gower 1971); a missing number is at 1 from any that is not.
/// </summary>
public static class ClosestRecord
{
    // Distances that are the same may differ by the rounding of their sums.
    private const double Rounding = 1e-12;

    /// <summary>Compares generated rows with those that they were learned from, and with rows that nobody learned from.</summary>
    /// <param name="kind">The columns.</param>
    /// <param name="training">The rows that were learned from, as they are encoded.</param>
    /// <param name="heldOut">Rows of the same origin that were not; as many of both are used as there are of the fewer.</param>
    /// <param name="generated">Generated rows.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static ClosestRecordScores Compute(TableRows kind, FeatureMatrix training, FeatureMatrix heldOut, FeatureMatrix generated, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(heldOut);
        ArgumentNullException.ThrowIfNull(generated);
        return Compute(new TableSample(kind, training), new TableSample(kind, heldOut), new TableSample(kind, generated), cancellationToken);
    }

    internal static ClosestRecordScores Compute(TableSample training, TableSample heldOut, TableSample generated, CancellationToken cancellationToken)
    {
        int count = Math.Min(training.Count, heldOut.Count);
        // More rows of one would be nearer by their number alone.
        (training, heldOut) = (training.First(count), heldOut.First(count));
        double[] toTraining = Closest(training, generated, cancellationToken), toHeldOut = Closest(heldOut, generated, cancellationToken);
        double[] between = Closest(training, heldOut, cancellationToken);
        double nearer = toTraining.Zip(toHeldOut, (one, other) => Math.Abs(one - other) <= Rounding ? 0.5 : one < other ? 1 : 0).Average();
        return new ClosestRecordScores(Median(toTraining), Copies(toTraining), Median(between), Copies(between), nearer);
    }

    /// <summary>The distance of each row to the closest record.</summary>
    internal static double[] Closest(TableSample records, TableSample rows, CancellationToken cancellationToken)
    {
        double[] known = Positions(records, records), asked = Positions(rows, records);
        int columns = records.Kind.Columns.Count;
        bool[] isNumber = [.. Enumerable.Range(0, columns).Select(records.IsNumber)];
        var distances = new double[rows.Count];
        Parallel.For(0, rows.Count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, row =>
        {
            double least = double.PositiveInfinity;
            for (int record = 0; record < records.Count; record++)
            {
                double sum = 0;
                // Most records are further off after a few columns.
                for (int column = 0; column < columns && sum < least; column++)
                {
                    double difference = Math.Abs(asked[row * columns + column] - known[record * columns + column]);
                    sum += isNumber[column] ? Math.Min(1, difference) : difference > 0 ? 1 : 0;
                }

                least = Math.Min(least, sum);
            }

            distances[row] = least / columns;
        });
        return distances;
    }

    /// <summary>Where cells lie: numbers in the range of the records, far away where they are missing; categories by their places.</summary>
    private static double[] Positions(TableSample sample, TableSample records)
    {
        const double Missing = -1e9;
        int columns = sample.Kind.Columns.Count;
        var positions = new double[sample.Count * columns];
        for (int column = 0; column < columns; column++)
        {
            var known = (records.Kind.Columns[column] as NumberColumn)!;
            (double low, double range) = records.IsNumber(column) ? (known.Minimum, known.Maximum - known.Minimum) : (0, 1);
            if (!double.IsFinite(range) || range <= 0)
                (low, range) = (double.IsFinite(low) ? low : 0, 1);
            for (int row = 0; row < sample.Count; row++)
            {
                double number = records.IsNumber(column) ? sample.Numbers(column)[row] : sample.Places(column)[row];
                positions[row * columns + column] = double.IsNaN(number) ? Missing : (number - low) / range;
            }
        }

        return positions;
    }

    private static double Copies(double[] distances) => distances.Count(distance => distance == 0) / (double)distances.Length;

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary><see cref="ClosestRecord"/> of rows.</summary>
internal sealed record ClosestRecordMetric : TableMetric
{
    // Each row is compared with each.
    private const int Most = 5_000;

    public override string Name => "closest-record";

    public override IReadOnlyList<string> Aliases => ["dcr", "privacy"];

    public override string Description => "tables: privacy, how near samples come to the rows they were learned from, beside held-out ones";

    public override MetricNeeds Needs => MetricNeeds.TableRows | MetricNeeds.HeldOut;

    public override bool CanRank => false;

    protected override string? Lack(MetricInput input) => base.Lack(input)
        ?? (HeldOut(input, 1) is null ? "it needs rows that the samples have not learned from; name some with --held-out" : null);

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        (TableSample training, TableSample held, TableSample generated) = (Real(input, Most), HeldOut(input, Most)!, Generated(input, Most));
        input.Progress?.Invoke("looking for the closest rows");
        ClosestRecordScores scores = ClosestRecord.Compute(training, held, generated, input.Cancellation);
        int real = Math.Min(training.Count, held.Count);
        return
        [
            Value("nearer to training rows than to held-out ones", scores.Nearer, "0.5: nothing is remembered"),
            Value("distance to the closest record", scores.Median, $"held-out rows are at {scores.RealMedian:0.0000}; medians"),
            Value("copies of training rows", scores.Copies, $"of held-out rows {scores.RealCopies:0.0000} are"),
        ];

        MetricValue Value(string name, double value, string note) => input.Value(name, value, Better.Nearer, generated.Count, real, Cells) with { Note = note };
    }
}
