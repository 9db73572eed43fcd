using Belamy.Tensors;

namespace Belamy.Objectives;

/// <summary>
/// The Wasserstein distance in its dual form; the critic has to be Lipschitz, by clipping or by a penalty. Arjovsky et al.
/// 2017, arXiv:1701.07875, equations 2 and 3.
/// </summary>
/// <remarks>min over D E[D(G(z))] - E[D(x)];  min over G -E[D(G(z))]. The critic's loss is the negative of the estimated distance.</remarks>
public sealed record Wasserstein : Objective
{
    /// <inheritdoc/>
    public override string Name => "wasserstein";

    /// <inheritdoc/>
    public override bool ScoresHaveZero => false;

    /// <inheritdoc/>
    public override LossFormula DiscriminatorFormula => new(Score(1, TermSubject.Generated), Score(-1, TermSubject.Real));

    /// <inheritdoc/>
    public override LossFormula GeneratorFormula => new(Score(-1, TermSubject.Generated));

    private static LossTerm Score(double factor, TermSubject subject) => Terms.Mean(factor, $"E[D({Terms.ItemOf(subject)})]", subject, score => score);

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(Tensor real, Tensor generated) => generated.Mean() - real.Mean();

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(Tensor real, Tensor generated) => -generated.Mean();
}
