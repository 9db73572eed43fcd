using Belamy.Diagnosis;
using Belamy.Games;
using Belamy.Runs;
namespace Belamy.Diagnosis.Symptoms;

/// <summary>Samples leave out modes of the mixture that the data are drawn from.</summary>
/// <remarks>
/// Five measures in a row find fewer than nine tenths of the modes reached, and the last finds no more than the first. Data that are
/// no mixture have no modes to count.
/// </remarks>
public sealed class MissingModes : Symptom
{
    private const int Measures = 5;
    private const double LeastShare = 0.9;

    /// <inheritdoc/>
    public override string Name => "missing-modes";

    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Advice =>
        "Train longer if the number still grows now and then; otherwise packing=2, unrolling, a gradient penalty or a larger batch work against it.";

    /// <inheritdoc/>
    public override bool IsJudged(RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.IsSeen(Numbers.SampleModes, Measures, Numbers.DataDiversity);
    }

    /// <inheritdoc/>
    public override string? Look(RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        ReadOnlySpan<double> reached = history.Last(Numbers.SampleModes, Measures);
        if (reached.IsEmpty || history.Last(Numbers.DataModes, 1) is not [var modes] || reached[^1] > reached[0])
            return null;
        foreach (double one in reached)
        {
            if (one >= LeastShare * modes)
                return null;
        }

        return $"The generator leaves out modes: its samples reach {Number(reached[^1])} of {Number(modes)}.";
    }
}
