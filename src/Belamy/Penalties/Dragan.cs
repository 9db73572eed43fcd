using System.ComponentModel.DataAnnotations;
using Belamy.Tensors;

namespace Belamy.Penalties;

/// <summary>The discriminator's slope is pulled to 1 around real items. Kodali et al. 2017, arXiv:1705.07215, equation 1.</summary>
/// <remarks>
/// λ E[(‖∇D(x + δ)‖ - 1)²], δ = v ½ s U(0, 1)^d with s the deviation of the whole batch and v from U(0, 1) for each item,
/// as the authors' code has it; the paper writes N(0, c I).
/// </remarks>
public sealed record Dragan : Penalty
{
    /// <inheritdoc/>
    public override string Name => "dragan";

    /// <summary>λ, at least 0.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Weight { get; init; } = 10;

    /// <summary>The size of the noise, in deviations of the batch.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Size { get; init; } = 0.5;

    /// <inheritdoc/>
    public override Tensor Value(Critique critique)
    {
        ArgumentNullException.ThrowIfNull(critique);
        Tensor real = critique.Real;
        Tensor deviation = (real - real.Mean()).Square().Mean().Sqrt();
        Tensor noise = critique.Context.RandomUniform("noise", real.Shape).Cast(real.ElementType) * (deviation * Size);
        Tensor share = critique.Context.RandomUniform("share", new Shape([real.Shape[0], .. Enumerable.Repeat(1, real.Rank - 1)])).Cast(real.ElementType);
        return (GradientNorm.Of(critique.Score, real + (share * noise)) - 1).Square().Mean() * Weight;
    }
}
