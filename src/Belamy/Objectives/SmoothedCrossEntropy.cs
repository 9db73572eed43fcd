using System.ComponentModel.DataAnnotations;
using Belamy.Tensors;

namespace Belamy.Objectives;

/// <summary>
/// The non-saturating game with soft labels: the discriminator is asked for less than certainty. Salimans et al. 2016,
/// arXiv:1606.03498, section 3.4, with α = 0.9 for real items and 0 for generated ones.
/// </summary>
/// <remarks>The discriminator minimizes E[CE(σ(l(x)), α)] + E[CE(σ(l(G(z))), β)], the generator E[softplus(-l(G(z)))].</remarks>
public sealed record SmoothedCrossEntropy : Objective
{
    /// <inheritdoc/>
    public override string Name => "smoothed";

    /// <summary>α, the target of real items, in [0, 1].</summary>
    [Range(0.0, 1.0)]
    public double Real { get; init; } = 0.9;

    /// <summary>β, the target of generated items, in [0, 1]; anything but 0 moves the optimum towards generated items.</summary>
    [Range(0.0, 1.0)]
    public double Fake { get; init; }

    /// <inheritdoc/>
    public override LossFormula DiscriminatorFormula => new(Terms.CrossEntropy(TermSubject.Real, Real), Terms.CrossEntropy(TermSubject.Generated, Fake));

    /// <inheritdoc/>
    public override LossFormula GeneratorFormula => new(Terms.CrossEntropy(TermSubject.Generated, 1));

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(Tensor real, Tensor generated) =>
        CrossEntropy.Binary(real, Real) + CrossEntropy.Binary(generated, Fake);

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(Tensor real, Tensor generated) => CrossEntropy.Binary(generated, 1);
}
