using Belamy.Tensors;

namespace Belamy.Objectives;

/// <summary>
/// The discriminator says how much more real a real item is than a generated one, and the generator wants the opposite.
/// Jolicoeur-Martineau 2018, arXiv:1807.00734, equations 5 and 6.
/// </summary>
/// <remarks>
/// With f the base: min over D E[f(D(x) - D(G(z)))];  min over G E[f(D(G(z)) - D(x))], items of a batch paired by number.
/// </remarks>
public sealed record Relativistic : Objective
{
    /// <inheritdoc/>
    public override string Name => "relativistic";

    /// <inheritdoc/>
    public override bool ScoresHaveZero => false;

    /// <summary>f, what is made of a difference.</summary>
    public RelativisticBase Base { get; init; }

    /// <inheritdoc/>
    public override LossFormula DiscriminatorFormula => new(Terms.Relative(Base, TermSubject.Real, ofMeans: false, isGenerators: false));

    /// <inheritdoc/>
    public override LossFormula GeneratorFormula => new(Terms.Relative(Base, TermSubject.Real, ofMeans: false, isGenerators: true));

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(Tensor real, Tensor generated) => Loss(Base, real - generated);

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(Tensor real, Tensor generated) => Loss(Base, generated - real);

    /// <summary>The mean of f over differences that are wanted large.</summary>
    internal static Tensor Loss(RelativisticBase form, Tensor difference) => form switch
    {
        RelativisticBase.LeastSquares => (difference - 1).Square().Mean(),
        RelativisticBase.Hinge => Positive.Part(1 - difference).Mean(),
        _ => (-difference).Softplus().Mean(),
    };
}
