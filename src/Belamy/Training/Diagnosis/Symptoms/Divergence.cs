namespace Belamy.Training.Diagnosis.Symptoms;

/// <summary>A loss grows without bound.</summary>
/// <remarks>
/// The median amount over the last 10 lines is above 30 for a discriminator and 500 for any other player, at least three times that
/// of the 10 lines half the run ago, and has grown since the 10 lines a quarter of the run ago. A critic without bound grows
/// by a power of the number of steps, so it takes a share of the run to see it; losses that are sums over values may be
/// large, but do not grow. A discriminator's loss is a mean over items: above 1,000 it has no bound, whether it grows or
/// jumps.
/// </remarks>
public sealed class Divergence : Symptom
{
    private const int Lines = 10;
    private const double LargeLoss = 500;
    private const double LargeDiscriminatorLoss = 30;
    private const double Unbounded = 1000;
    private const double Growth = 3;
    private const double LateGrowth = 1.1;

    /// <inheritdoc/>
    public override string Name => "divergence";

    /// <inheritdoc/>
    public override Severity Severity => Severity.Failure;

    /// <inheritdoc/>
    public override string Advice =>
        "Stop it and start again with lower learning rates; a critic without bound, as with a Wasserstein objective, needs a gradient penalty or clipped weights.";

    /// <inheritdoc/>
    public override string? Look(RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        foreach (string name in history.Names)
        {
            if (!name.EndsWith(Numbers.LossSuffix, StringComparison.Ordinal))
                continue;
            ReadOnlySpan<double> all = history.All(name);
            // Boosting has several, by number.
            bool isDiscriminator = name.StartsWith(Numbers.Discriminator, StringComparison.Ordinal);
            double large = isDiscriminator ? LargeDiscriminatorLoss : LargeLoss;
            // The medians cost something; most losses are small.
            if (all.Length < 3 * Lines || Math.Abs(all[^1]) <= large)
                continue;
            double now = RunHistory.MedianAmount(all[^Lines..]);
            if (isDiscriminator && now > Unbounded)
                return $"The run diverges: the discriminator's loss has no bound, it is about {Number(now)} in amount.";
            double before = RunHistory.MedianAmount(all.Slice((all.Length / 2) - Lines, Lines));
            double lately = RunHistory.MedianAmount(all.Slice((all.Length * 3 / 4) - Lines, Lines));
            if (now > large && now > Growth * before && now > LateGrowth * lately && lately > before)
                return $"The run diverges: the {name[..^Numbers.LossSuffix.Length]}'s loss has grown to {Number(now)}, from {Number(before)} half the run ago.";
        }

        return null;
    }
}
