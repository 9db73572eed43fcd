namespace Belamy.Metrics;

/// <summary>
/// How many different items a generator makes, by the birthday paradox: Arora and Zhang 2017, arXiv:1706.08224. If a batch
/// of s holds a duplicate half the time, there are about s²/(2 ln 2) items.
/// </summary>
/// <remarks>
/// All pairs of a sample are looked at at once: N equally likely items agree in a share 1/N of pairs. Items count as
/// duplicates when they are as near to each other as two different real items hardly ever are, or nearer: equal items
/// always do.
/// </remarks>
public static class SupportSize
{
    /// <summary>The probability that a batch of draws, with putting back, from equally likely items holds a duplicate.</summary>
    /// <param name="support">Number of items, at least 1.</param>
    /// <param name="batch">Number of draws, at least 0.</param>
    public static double DuplicateProbability(long support, int batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(support, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        double distinct = 1;
        for (int drawn = 1; drawn < batch; drawn++)
            distinct *= Math.Max(0, 1 - ((double)drawn / support));
        return 1 - distinct;
    }

    /// <summary>The distance that a share of vectors have a nearer neighbour than, squared: the measure of a duplicate.</summary>
    /// <param name="real">At least two real vectors; of those that are there more than once, the nearest different one counts.</param>
    /// <param name="share">The share of real vectors that have a nearer neighbour.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static double Threshold(FeatureMatrix real, double share = 0.01, CancellationToken cancellationToken = default)
    {
        float[] nearest = PairDistances.NearestDifferent(real, cancellationToken);
        Array.Sort(nearest);
        return nearest[(int)Math.Clamp(share * nearest.Length, 0, nearest.Length - 1)];
    }

    /// <summary>Counts pairs that are duplicates.</summary>
    /// <param name="rows">At least two vectors.</param>
    /// <param name="squaredThreshold">Pairs at this squared distance or less are duplicates.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The number of duplicate pairs, of count (count - 1)/2.</returns>
    public static long DuplicatePairs(FeatureMatrix rows, double squaredThreshold, CancellationToken cancellationToken = default)
    {
        FeatureMatrix.RequireSameDimension(rows, rows, least: 2);
        long pairs = 0;
        PairDistances.ForEachRow(rows, rows, (row, distances) =>
        {
            for (int at = row + 1; at < distances.Length; at++)
                pairs += distances[at] <= squaredThreshold ? 1 : 0;
        }, cancellationToken);
        return pairs;
    }

    /// <summary>The number of equally likely items that gives so many duplicate pairs.</summary>
    /// <param name="count">Number of vectors, at least 2.</param>
    /// <param name="duplicatePairs">Pairs that are duplicates.</param>
    /// <returns>The number, and whether it is a lower bound only: without any duplicate, 95 % of samples of fewer items would have had one.</returns>
    public static (double Support, bool IsLowerBound) Estimate(int count, long duplicatePairs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        double pairs = count * (count - 1.0) / 2;
        return duplicatePairs == 0 ? (pairs / -Math.Log(0.05), true) : (pairs / duplicatePairs, false);
    }
}

/// <summary><see cref="SupportSize"/> of a generator.</summary>
internal sealed record SupportSizeMetric : Metric
{
    private const int Most = 5000;

    public override string Name => "support-size";

    public override IReadOnlyList<string> Aliases => ["birthday-paradox"];

    public override string Description => "how many different samples there seem to be, by how often two are alike";

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        FeatureMatrix real = input.RealItems(Most);
        FeatureMatrix generated = input.GeneratedItems(Most);
        input.Progress?.Invoke("looking for duplicates");
        double threshold = SupportSize.Threshold(real, cancellationToken: input.Cancellation);
        long pairs = SupportSize.DuplicatePairs(generated, threshold, input.Cancellation);
        (double support, bool isLowerBound) = SupportSize.Estimate(generated.Count, pairs);
        (double realSupport, bool realIsLowerBound) = SupportSize.Estimate(real.Count, SupportSize.DuplicatePairs(real, threshold, input.Cancellation));
        string bound = isLowerBound ? "a lower bound, no two are alike" : $"{pairs:N0} pairs are alike";
        return
        [
            input.Value("support size", support, Better.Higher, generated.Count, real.Count, input.Raw)
                with { Note = $"{bound}; the same of the data is {(realIsLowerBound ? "at least " : "")}{realSupport:N0}" },
        ];
    }
}
