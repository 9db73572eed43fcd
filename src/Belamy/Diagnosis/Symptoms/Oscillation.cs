using Belamy.Diagnosis;
using Belamy.Games;
using Belamy.Runs;
namespace Belamy.Diagnosis.Symptoms;

/// <summary>The players chase each other: the discriminator is fooled by everything, then by nothing, and so on.</summary>
/// <remarks>Over 60 lines of the log, means of ten steps or so, its accuracy on generated items swings between below 20 % and above 80 % six times or more; the beginning of the run does not count.</remarks>
public sealed class Oscillation : Symptom
{
    private const int Lines = 60;
    private const int Swings = 6;
    private const double Low = 0.2;
    private const double High = 0.8;

    /// <inheritdoc/>
    public override string Name => "oscillation";

    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Advice => "Lower both learning rates, or the optimizers' beta1; a larger batch is steadier too.";

    /// <inheritdoc/>
    public override bool IsJudged(RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.IsSettled(Lines) || history.IsSeen(Numbers.AccuracyGenerated, RunHistory.StartLines + Lines, Numbers.DiscriminatorLoss);
    }

    /// <inheritdoc/>
    public override string? Look(RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        int swings = 0;
        bool? wasHigh = null;
        foreach (double accuracy in history.LastSettled(Numbers.AccuracyGenerated, Lines))
        {
            if (accuracy is >= Low and <= High)
                continue;
            bool isHigh = accuracy > High;
            if (wasHigh is { } before && before != isHigh)
                swings++;
            wasHigh = isHigh;
        }

        return swings >= Swings
            ? $"The players oscillate: the discriminator went {swings} times between recognizing nearly all generated items and nearly none."
            : null;
    }
}
