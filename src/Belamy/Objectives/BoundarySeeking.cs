using Belamy.Tensors;

namespace Belamy.Objectives;

/// <summary>Boundary seeking for continuous items: the generator wants the discriminator undecided. Hjelm et al. 2017, arXiv:1702.08431, section 3.</summary>
/// <remarks>The discriminator minimizes E[softplus(-l(x))] + E[softplus(l(G(z)))], the generator ½E[l(G(z))²].</remarks>
public sealed record BoundarySeeking : Objective
{
    /// <inheritdoc/>
    public override string Name => "boundary-seeking";

    /// <inheritdoc/>
    public override LossFormula DiscriminatorFormula => new(Terms.CrossEntropy(TermSubject.Real, 1), Terms.CrossEntropy(TermSubject.Generated, 0));

    /// <inheritdoc/>
    public override LossFormula GeneratorFormula => new(Terms.Mean(0.5, "E[(ln D(G(z)) − ln(1 − D(G(z))))²]", TermSubject.Generated, logit => logit * logit));

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(Tensor real, Tensor generated) =>
        CrossEntropy.Binary(real, 1) + CrossEntropy.Binary(generated, 0);

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(Tensor real, Tensor generated) => generated.Square().Mean() * 0.5;
}
