using System.ComponentModel.DataAnnotations;
using Belamy.Tensors;

namespace Belamy.Objectives;

/// <summary>
/// The game as it is played in practice: the generator maximizes ln D(G(z)). Goodfellow et al. 2014, arXiv:1406.2661,
/// section 3.
/// </summary>
/// <remarks>
/// The discriminator minimizes w (E[softplus(-l(x))] + E[softplus(l(G(z)))]), the generator E[softplus(-l(G(z)))].
/// </remarks>
public sealed record NonSaturating : Objective
{
    /// <inheritdoc/>
    public override string Name => "non-saturating";

    /// <inheritdoc/>
    public override LossFormula DiscriminatorFormula => new(Terms.CrossEntropy(TermSubject.Real, 1, -DiscriminatorWeight), Terms.CrossEntropy(TermSubject.Generated, 0, -DiscriminatorWeight));

    /// <inheritdoc/>
    public override LossFormula GeneratorFormula => new(Terms.CrossEntropy(TermSubject.Generated, 1));

    /// <inheritdoc/>
    public override bool ScoresAreLogits => true;

    /// <summary>The weight w of the discriminator's loss: 1 is the sum over real and generated items, ½ their mean.</summary>
    [Range(0, double.PositiveInfinity, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double DiscriminatorWeight { get; init; } = 1;

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(Tensor real, Tensor generated) =>
        (CrossEntropy.Binary(real, 1) + CrossEntropy.Binary(generated, 0)) * DiscriminatorWeight;

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(Tensor real, Tensor generated) => CrossEntropy.Binary(generated, 1);
}
