using Belamy.Diagnosis;
using Belamy.Games;
using Belamy.Runs;
namespace Belamy.Diagnosis.Symptoms;

/// <summary>The samples are far from the data and come no nearer.</summary>
/// <remarks>
/// Eight measures in a row find a distance above 0.25, and the last four are not nearer than 0.97 times the four before. Healthy runs
/// that come no nearer are at 0.1 at most. Samples that are carried off and back, as players circle each other, are near in between.
/// </remarks>
public sealed class NoProgress : Symptom
{
    private const int Measures = 4;
    private const double Far = 0.25;
    private const double Nearer = 0.97;

    /// <inheritdoc/>
    public override string Name => "no-progress";

    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Advice => "Raise generator.learning-rate if the losses stand still, lower both rates if they jump; or try another objective.";

    /// <inheritdoc/>
    public override bool IsJudged(RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.IsSeen(Numbers.SampleDistance, 2 * Measures, Numbers.DataDiversity);
    }

    /// <inheritdoc/>
    public override string? Look(RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        ReadOnlySpan<double> last = history.Last(Numbers.SampleDistance, 2 * Measures);
        if (!RunHistory.AreAtLeast(last, Far))
            return null;
        double before = RunHistory.Mean(last[..Measures]);
        double now = RunHistory.Mean(last[Measures..]);
        return now > Nearer * before
            ? $"The run makes no progress: its samples are no nearer to the data ({Number(now)}) than they were {Measures} measures before ({Number(before)})."
            : null;
    }
}
