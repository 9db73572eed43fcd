using Belamy.Diagnosis;
using Belamy.Games;
using Belamy.Runs;
namespace Belamy.Diagnosis.Symptoms;

/// <summary>All samples look alike, while the data do not.</summary>
/// <remarks>
/// Three measures in a row find the samples less than a fifth as diverse as the data (healthy runs are at 0.8 and more, untrained
/// networks at 0.26); or two that they are all but the same: the generator is dead; or the last of five, each lower than the one
/// before, finds less than 0.3 and less than half of what the run had: diversity is being lost. Data without diversity are a finding of
/// their own.
/// </remarks>
public sealed class Collapse : Symptom
{
    private const int Measures = 3;
    private const double LeastDiversity = 0.2;
    private const int DeadMeasures = 2;
    private const double DeadDiversity = 0.005;
    private const int FallingMeasures = 5;
    private const double FallenDiversity = 0.3;
    private const double FallenShare = 0.5;

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
        if (PoorData.IsPresent(history) || history.All(Numbers.SampleDiversity) is not [.., var now] all)
            return null;
        if (AreBelow(DeadDiversity, history.Last(Numbers.SampleDiversity, DeadMeasures)))
            return $"The generator is dead: it puts out the same whatever goes in, samples {Percent(now)} as diverse as the data.";
        if (AreBelow(LeastDiversity, history.Last(Numbers.SampleDiversity, Measures)))
            return $"The generator has collapsed: its samples are {Percent(now)} as diverse as the data.";
        return now < FallenDiversity && IsFalling(history.Last(Numbers.SampleDiversity, FallingMeasures)) && Greatest(all) is var most && now < FallenShare * most
            ? $"The generator loses diversity: its samples are {Percent(now)} as diverse as the data and were {Percent(most)}."
            : null;
    }

    private static bool IsFalling(ReadOnlySpan<double> values)
    {
        for (int at = 1; at < values.Length; at++)
        {
            if (values[at] >= values[at - 1])
                return false;
        }

        return !values.IsEmpty;
    }

    private static double Greatest(ReadOnlySpan<double> values)
    {
        double greatest = values[0];
        foreach (double value in values)
            greatest = Math.Max(greatest, value);
        return greatest;
    }
}
