using Belamy.Diagnosis;
using Belamy.Games;
using Belamy.Runs;
namespace Belamy.Diagnosis.Symptoms;

/// <summary>The samples are copies of items of the data.</summary>
/// <remarks>Two measures in a row find them less than 0.3 times as far from the nearest item as items of the data are from each other.</remarks>
public sealed class Memorization : Symptom
{
    private const int Measures = 2;
    private const double Least = 0.3;

    /// <inheritdoc/>
    public override string Name => "memorization";

    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Advice => "Use more data, a smaller width, or take an earlier checkpoint.";

    /// <inheritdoc/>
    public override bool IsJudged(RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.All(Numbers.SampleNearest).Length >= Measures || history.All(Numbers.DataDiversity).Length >= Measures * Examination.NearestEvery;
    }

    /// <inheritdoc/>
    public override string? Look(RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.Last(Numbers.SampleNearest, Measures) is [< Least, < Least and var now] && !PoorData.IsPresent(history)
            ? $"The generator memorizes: its samples are {Number(now)} times as far from the nearest item of the data as those are from each other."
            : null;
    }
}
