using Belamy.Tensors;

namespace Belamy.Objectives;

/// <summary>
/// The discriminator says how much more real a real item is than generated ones are on the average, and the other way
/// round. Jolicoeur-Martineau 2018, arXiv:1807.00734, equations 9 and 10.
/// </summary>
/// <remarks>
/// With f the base, d_r = D(x) - E[D(G(z))] and d_f = D(G(z)) - E[D(x)]: min over D E[f(d_r)] + E[f(-d_f)];  min over G
/// E[f(-d_r)] + E[f(d_f)]. The mean over generated items carries a gradient in the generator's move too.
/// </remarks>
public sealed record RelativisticAverage : Objective
{
    /// <inheritdoc/>
    public override string Name => "relativistic-average";

    /// <inheritdoc/>
    public override bool ScoresHaveZero => false;

    /// <summary>f, what is made of a difference.</summary>
    public RelativisticBase Base { get; init; }

    /// <inheritdoc/>
    public override LossFormula DiscriminatorFormula => new(Terms.Relative(Base, TermSubject.Real, ofMeans: true, isGenerators: false), Terms.Relative(Base, TermSubject.Generated, ofMeans: true, isGenerators: false));

    /// <inheritdoc/>
    public override LossFormula GeneratorFormula => new(Terms.Relative(Base, TermSubject.Real, ofMeans: true, isGenerators: true), Terms.Relative(Base, TermSubject.Generated, ofMeans: true, isGenerators: true));

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(Tensor real, Tensor generated) =>
        Relativistic.Loss(Base, real - generated.Mean()) + Relativistic.Loss(Base, real.Mean() - generated);

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(Tensor real, Tensor generated) =>
        Relativistic.Loss(Base, generated.Mean() - real) + Relativistic.Loss(Base, generated - real.Mean());
}
