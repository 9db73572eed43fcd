using Belamy.Tensors;

namespace Belamy.Objectives;

/// <summary>The original minimax game. Goodfellow et al. 2014, arXiv:1406.2661, equation 1.</summary>
/// <remarks>
/// With D = σ(logit): min over G, max over D of E[ln D(x)] + E[ln(1 - D(G(z)))]. The discriminator minimizes
/// E[softplus(-l(x))] + E[softplus(l(G(z)))], the generator -E[softplus(l(G(z)))]. At the optimum the discriminator's loss
/// is 2 ln 2. The generator's gradient vanishes while the discriminator wins; see <see cref="NonSaturating"/>.
/// </remarks>
public sealed record Minimax : Objective
{
    /// <inheritdoc/>
    public override string Name => "minimax";

    /// <inheritdoc/>
    public override LossFormula DiscriminatorFormula => new(Terms.CrossEntropy(TermSubject.Real, 1), Terms.CrossEntropy(TermSubject.Generated, 0));

    /// <inheritdoc/>
    public override LossFormula GeneratorFormula => new(Terms.CrossEntropy(TermSubject.Generated, 0, factor: 1));

    /// <inheritdoc/>
    public override bool ScoresAreLogits => true;

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(Tensor real, Tensor generated) =>
        CrossEntropy.Binary(real, 1) + CrossEntropy.Binary(generated, 0);

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(Tensor real, Tensor generated) => -CrossEntropy.Binary(generated, 0);
}
