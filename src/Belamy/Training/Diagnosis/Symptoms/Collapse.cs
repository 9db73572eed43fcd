namespace Belamy.Training.Diagnosis.Symptoms;

/// <summary>All samples look alike, while the data do not.</summary>
/// <remarks>Three measures in a row find the samples less than a fifth as diverse as the data (healthy
/// runs are at 0.8 and more, untrained networks at 0.26), or two that they are all but the same: the generator is dead. Data without
/// diversity are a finding of their own.</remarks>
public sealed class Collapse : Symptom
{
    private const int Measures = 3;
    private const double LeastDiversity = 0.2;
    private const int DeadMeasures = 2;
    private const double DeadDiversity = 0.005;

    /// <inheritdoc/>
    public override string Name => "collapse";

    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Advice =>
        "Start again with a lower generator.learning-rate, more discriminator-moves or a larger batch; packing=2 also works against it.";

    /// <inheritdoc/>
    public override bool IsJudged(RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.IsSeen(Numbers.SampleDiversity, Measures, Numbers.DataDiversity);
    }

    /// <inheritdoc/>
    public override string? Look(RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        ReadOnlySpan<double> newest = history.Last(Numbers.SampleDiversity, DeadMeasures);
        if (!newest.IsEmpty && newest[0] < DeadDiversity && newest[1] < DeadDiversity && !PoorData.IsPresent(history))
            return $"The generator is dead: it puts out the same whatever goes in, samples {Percent(newest[^1])} as diverse as the data.";
        ReadOnlySpan<double> last = history.Last(Numbers.SampleDiversity, Measures);
        if (last.IsEmpty || PoorData.IsPresent(history))
            return null;
        foreach (double diversity in last)
        {
            if (diversity >= LeastDiversity)
                return null;
        }

        return $"The generator has collapsed: its samples are {Percent(last[^1])} as diverse as the data.";
    }
}
