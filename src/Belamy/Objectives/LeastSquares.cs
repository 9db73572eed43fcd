using System.Globalization;
using Belamy.Tensors;

namespace Belamy.Objectives;

/// <summary>Least squares: samples far on the right side of the boundary are pulled to it too. Mao et al. 2016, arXiv:1611.04076, equation 9.</summary>
/// <remarks>
/// min over D ½E[(D(x) - b)²] + ½E[(D(G(z)) - a)²];  min over G ½E[(D(G(z)) - c)²]. a = 0, b = c = 1 by default; a = -1,
/// b = 1, c = 0 minimizes Pearson's χ².
/// </remarks>
public sealed record LeastSquares : Objective
{
    /// <inheritdoc/>
    public override string Name => "least-squares";

    /// <inheritdoc/>
    public override bool ScoresHaveZero => false;

    /// <summary>a, the discriminator's target for generated items.</summary>
    public double Fake { get; init; }

    /// <summary>b, the discriminator's target for real items.</summary>
    public double Real { get; init; } = 1;

    /// <summary>c, what the generator wants its items to be taken for.</summary>
    public double Target { get; init; } = 1;

    /// <inheritdoc/>
    public override LossFormula DiscriminatorFormula => new(Square(TermSubject.Real, Real), Square(TermSubject.Generated, Fake));

    /// <inheritdoc/>
    public override LossFormula GeneratorFormula => new(Square(TermSubject.Generated, Target));

    private static LossTerm Square(TermSubject subject, double target)
    {
        string item = $"D({Terms.ItemOf(subject)})";
        string text = target == 0 ? $"E[{item}²]" : string.Create(CultureInfo.InvariantCulture, $"E[({item} {(target < 0 ? '+' : '−')} {Math.Abs(target)})²]");
        return Terms.Mean(0.5, text, subject, score => (score - target) * (score - target));
    }

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(Tensor real, Tensor generated) =>
        ((real - Real).Square().Mean() + (generated - Fake).Square().Mean()) * 0.5;

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(Tensor real, Tensor generated) => (generated - Target).Square().Mean() * 0.5;
}
