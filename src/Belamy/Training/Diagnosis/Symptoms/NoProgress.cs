namespace Belamy.Training.Diagnosis.Symptoms;

/// <summary>The samples are far from the data and come no nearer.</summary>
/// <remarks>
/// Eight measures in a row find a distance above 0.5, and the last four are not nearer than 0.97 times the four before.
/// </remarks>
public sealed class NoProgress : Symptom
{
    private const int Measures = 4;
    private const double Far = 0.5;
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
            ? $"The run makes no progress: its samples are as far from the data ({Number(now)}) as they were {Measures} measures before ({Number(before)})."
            : null;
    }
}
