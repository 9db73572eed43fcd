using Belamy.Diagnosis;
using Belamy.Games;
using Belamy.Runs;
namespace Belamy.Diagnosis.Symptoms;

/// <summary>The discriminator knows everything, so the generator learns nothing from it.</summary>
/// <remarks>
/// Over 200 steps or so it is right on 98 % of real and generated items, and either its loss is below 0.1 or, where smoothed
/// targets keep the loss up, the last three measures of the samples are far from the data. A critic that wins without
/// bound has a large negative loss, which is the business of divergence. At the beginning of a run, before the generator
/// has got anywhere, all this is as it should be.
/// </remarks>
public sealed class StrongDiscriminator : Symptom
{
    private const int Lines = 20;
    private const double Saturated = 0.98;
    private const double SmallLoss = 0.1;
    private const int Measures = 3;
    private const double Far = 0.15;

    /// <inheritdoc/>
    public override string Name => "discriminator-too-strong";

    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Advice =>
        "Lower discriminator.learning-rate or discriminator-moves; instance-noise=0.1 or a gradient penalty also give the generator something to go by.";

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
        ReadOnlySpan<double> real = history.LastSettled(Numbers.AccuracyReal, Lines);
        ReadOnlySpan<double> generated = history.LastSettled(Numbers.AccuracyGenerated, Lines);
        ReadOnlySpan<double> loss = history.LastSettled(Numbers.DiscriminatorLoss, Lines);
        if (real.IsEmpty || generated.IsEmpty || loss.IsEmpty)
            return null;
        (double onReal, double onGenerated) = (RunHistory.Mean(real), RunHistory.Mean(generated));
        bool isUseless = RunHistory.MedianAmount(loss) < SmallLoss || RunHistory.AreAtLeast(history.Last(Numbers.SampleDistance, Measures), Far);
        return onReal >= Saturated && onGenerated >= Saturated && isUseless
            ? $"The discriminator is too strong: it is right on {Percent(onReal)} of real and {Percent(onGenerated)} of generated items, so the generator learns little."
            : null;
    }
}
