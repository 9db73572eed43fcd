using Belamy.Diagnosis;
using Belamy.Games;
using Belamy.Runs;
namespace Belamy.Diagnosis.Symptoms;

/// <summary>A loss grows without bound.</summary>
/// <remarks>
/// The median amount over the last 10 lines is above 30 for a discriminator and 500 for any other player, at least three times that
/// of the 10 lines half the run ago, and has grown since the 10 lines a quarter of the run ago. A critic without bound grows
/// by a power of the number of steps, so it takes a share of the run to see it; losses that are sums over values may be
/// large, but do not grow. A discriminator's loss is a mean over items: above 1,000 it has no bound, whether it grows or
/// jumps. So have a generator's above 100,000 and any other above 100,000,000, which is more than a sum over all values of a large
/// picture comes to. That much is said after three lines.
/// </remarks>
public sealed class Divergence : Symptom
{
    private const int Lines = 10;
    private const double LargeLoss = 500;
    private const double LargeDiscriminatorLoss = 30;
    private const int UnboundedLines = 3;
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
    public override bool IsJudged(RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.IsSettled(0);
    }

    /// <inheritdoc/>
    public override string? Look(RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        foreach (string name in history.Names)
        {
            if (!name.EndsWith(Numbers.LossSuffix, StringComparison.Ordinal))
                continue;
            ReadOnlySpan<double> all = history.All(name);
            if (all.Length >= UnboundedLines && RunHistory.MedianAmount(all[^UnboundedLines..]) is var lasting && lasting > Limit(name))
                return $"The run diverges: the {name[..^Numbers.LossSuffix.Length]}'s loss has no bound, it is about {Number(lasting)} in amount.";
            // Boosting has several, by number.
            bool isDiscriminator = name.StartsWith(Numbers.Discriminator, StringComparison.Ordinal);
            double large = isDiscriminator ? LargeDiscriminatorLoss : LargeLoss;
            // The medians cost something; most losses are small.
            if (all.Length < 3 * Lines || Math.Abs(all[^1]) <= large)
                continue;
            double now = RunHistory.MedianAmount(all[^Lines..]);
            double before = RunHistory.MedianAmount(all.Slice((all.Length / 2) - Lines, Lines));
            double lately = RunHistory.MedianAmount(all.Slice((all.Length * 3 / 4) - Lines, Lines));
            if (now > large && now > Growth * before && now > LateGrowth * lately && lately > before)
                return $"The run diverges: the {name[..^Numbers.LossSuffix.Length]}'s loss has grown to {Number(now)}, from {Number(before)} half the run ago.";
        }

        return null;
    }

    // Boosting has several players of a kind, by number.
    private static double Limit(string name) => name.StartsWith(Numbers.Discriminator, StringComparison.Ordinal) ? 1e3
        : name.StartsWith(Numbers.Generator, StringComparison.Ordinal) ? 1e5 : 1e8;
}
