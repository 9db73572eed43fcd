using Belamy.Diagnosis;
using Belamy.Games;
using Belamy.Runs;
namespace Belamy.Diagnosis.Symptoms;

/// <summary>The data themselves have little to learn: all items are nearly the same, or all are of one class.</summary>
/// <remarks>
/// Two items differ by less than 0.05 in the mean (values span 2), or the data have labels and all are the same. Samples
/// that look alike are then no collapse.
/// </remarks>
public sealed class PoorData : Symptom
{
    private const double LeastDiversity = 0.05;

    /// <inheritdoc/>
    public override string Name => "data";

    /// <inheritdoc/>
    public override Severity Severity => Severity.Notice;

    /// <inheritdoc/>
    public override string Advice => "Samples can be no more diverse than the data; if that is not what you want, add items of other kinds.";

    /// <inheritdoc/>
    public override bool IsJudged(RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return !history.All(Numbers.DataDiversity).IsEmpty;
    }

    /// <inheritdoc/>
    public override string? Look(RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.Last(Numbers.DataDiversity, 1) is [< LeastDiversity])
            return "The items of the data are nearly all alike.";
        return history.Last(Numbers.DataClasses, 1) is [1] ? "All items of the data are of one class." : null;
    }

    internal static bool IsPresent(RunHistory history) =>
        history.Last(Numbers.DataDiversity, 1) is [< LeastDiversity] || history.Last(Numbers.DataClasses, 1) is [1];
}
