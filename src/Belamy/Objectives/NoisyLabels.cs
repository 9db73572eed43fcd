using System.ComponentModel.DataAnnotations;
using Belamy.Tensors;

namespace Belamy.Objectives;

/// <summary>
/// The non-saturating game with targets drawn anew for each item, and now and then flipped: the discriminator cannot become
/// sure. Chintala, Denton, Arjovsky and Mathieu 2016, github.com/soumith/ganhacks, tip 6.
/// </summary>
/// <remarks>
/// The discriminator minimizes E[CE(σ(l(x)), t)] + E[CE(σ(l(G(z))), s)], t from U(0.7, 1.2) and s from U(0, 0.3), which
/// change places with probability p = 0.05; the generator E[softplus(-l(G(z)))].
/// </remarks>
public sealed record NoisyLabels : Objective
{
    /// <inheritdoc/>
    public override string Name => "noisy-labels";

    /// <summary>The least target of real items.</summary>
    [Range(0.0, 2.0)]
    public double RealFrom { get; init; } = 0.7;

    /// <summary>The greatest target of real items. It may be above 1: the best logit goes by the mean of the targets, which is 0.91.</summary>
    [Range(0.0, 2.0)]
    public double RealTo { get; init; } = 1.2;

    /// <summary>The least target of generated items.</summary>
    [Range(0.0, 1.0)]
    public double FakeFrom { get; init; }

    /// <summary>The greatest target of generated items.</summary>
    [Range(0.0, 1.0)]
    public double FakeTo { get; init; } = 0.3;

    /// <summary>p, the probability that a real item has the target of a generated one, and the other way round.</summary>
    [Range(0.0, 1.0)]
    public double Flipping { get; init; } = 0.05;

    /// <inheritdoc/>
    /// <remarks>Of the mean targets.</remarks>
    public override LossFormula DiscriminatorFormula => new(Terms.CrossEntropy(TermSubject.Real, MeanTargets.Real), Terms.CrossEntropy(TermSubject.Generated, MeanTargets.Generated));

    /// <inheritdoc/>
    public override LossFormula GeneratorFormula => new(Terms.CrossEntropy(TermSubject.Generated, 1));

    /// <inheritdoc/>
    /// <remarks>The mean over the targets: the cross-entropy is linear in them.</remarks>
    public override Tensor DiscriminatorLoss(Tensor real, Tensor generated) =>
        CrossEntropy.Binary(real, MeanTargets.Real) + CrossEntropy.Binary(generated, MeanTargets.Generated);

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(ForwardContext context, Tensor real, Tensor generated)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        Tensor high = Uniform("target-real", RealFrom, RealTo);
        Tensor low = Uniform("target-generated", FakeFrom, FakeTo);
        Tensor flipped = context.RandomUniform("flipped", real.Shape) < Flipping;
        return CrossEntropy.Binary(real, Tensor.Select(flipped, low, high)) + CrossEntropy.Binary(generated, Tensor.Select(flipped, high, low));

        Tensor Uniform(string stream, double from, double to) =>
            (context.RandomUniform(stream, real.Shape).Cast(real.ElementType) * (to - from)) + from;
    }

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(Tensor real, Tensor generated) => CrossEntropy.Binary(generated, 1);

    private (double Real, double Generated) MeanTargets
    {
        get
        {
            double high = (RealFrom + RealTo) / 2, low = (FakeFrom + FakeTo) / 2;
            return (high + (Flipping * (low - high)), low + (Flipping * (high - low)));
        }
    }
}
