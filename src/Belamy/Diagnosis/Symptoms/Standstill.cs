using Belamy.Diagnosis;
using Belamy.Games;
using Belamy.Runs;
namespace Belamy.Diagnosis.Symptoms;

/// <summary>A player is dead: its loss is the same whatever it is shown.</summary>
/// <remarks>
/// Over 20 lines a loss keeps to one value, within a ten-thousandth of it, and so do the accuracies where there are any. Batches
/// differ, so the loss of a network that looks at them does too.
/// </remarks>
public sealed class Standstill : Symptom
{
    private const int Lines = 20;
    private const double Change = 1e-4;

    /// <inheritdoc/>
    public override string Name => "standstill";

    /// <inheritdoc/>
    public override Severity Severity => Severity.Failure;

    /// <inheritdoc/>
    public override string Advice =>
        "Start again with lower learning rates or another initialization: units that are off for all items never learn again; make sure that no rate is 0.";

    /// <inheritdoc/>
    public override bool IsJudged(RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.IsSettled(Lines);
    }

    /// <inheritdoc/>
    public override string? Look(RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (!IsSteady(history.Last(Numbers.AccuracyReal, Lines), 0) || !IsSteady(history.Last(Numbers.AccuracyGenerated, Lines), 0))
            return null;
        foreach (string name in history.Names)
        {
            if (!name.EndsWith(Numbers.LossSuffix, StringComparison.Ordinal))
                continue;
            ReadOnlySpan<double> loss = history.LastSettled(name, Lines);
            if (!loss.IsEmpty && IsSteady(loss, Change))
                return $"The run stands still: the {name[..^Numbers.LossSuffix.Length]}'s loss stays at {Number(loss[^1])}, whatever it is shown.";
        }

        return null;
    }

    /// <summary>Whether values differ by no more than a share of the last; nothing is steady too.</summary>
    private static bool IsSteady(ReadOnlySpan<double> values, double share)
    {
        foreach (double value in values)
        {
            if (Math.Abs(value - values[^1]) > share * Math.Abs(values[^1]))
                return false;
        }

        return true;
    }
}
