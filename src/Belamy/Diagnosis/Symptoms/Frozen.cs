using Belamy.Diagnosis;
using Belamy.Games;
using Belamy.Runs;
namespace Belamy.Diagnosis.Symptoms;

/// <summary>A player does not move: its weights stay what they are, however long it is trained.</summary>
/// <remarks>
/// Five measures in a row find that 50 steps changed its weights, all together, by less than a 100,000th of their length; 100,000 such
/// steps change them by 2 % at most. Healthy players are at a 1,000th and more. A player that waits, for its turn or for the other,
/// is not measured meanwhile.
/// </remarks>
public sealed class Frozen : Symptom
{
    private const int Measures = 5;
    private const double Least = 1e-5;

    /// <inheritdoc/>
    public override string Name => "frozen";

    /// <inheritdoc/>
    public override Severity Severity => Severity.Failure;

    /// <inheritdoc/>
    public override string Advice =>
        "Raise its learning-rate if that is small; otherwise no slope reaches its weights, or they have grown too large for it: start again with a lower rate or another initialization.";

    /// <inheritdoc/>
    public override bool IsJudged(RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.All(Numbers.DataDiversity).Length >= Measures;
    }

    /// <inheritdoc/>
    public override string? Look(RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        foreach (string name in history.Names)
        {
            if (name.EndsWith(Numbers.MovementSuffix, StringComparison.Ordinal) && AreBelow(Least, history.Last(name, Measures)))
                return $"The {name[..^Numbers.MovementSuffix.Length]} does not move: 50 steps change its weights by less than a 100,000th.";
        }

        return null;
    }
}
