using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Belamy.Tensors;

namespace Belamy.Penalties;

/// <summary>The discriminator's slope is pulled to 1 around real items. Kodali et al. 2017, arXiv:1705.07215, equation 1.</summary>
/// <remarks>
/// λ E[(‖∇D(x + δ)‖ - 1)²], δ = v ½ s U(0, 1)^d with s the deviation of the whole batch and v from U(0, 1) for each item,
/// as the authors' code has it; the paper writes N(0, c I). A <see cref="GradientPenalty"/> at <see cref="PenaltyPoint.Local"/>.
/// </remarks>
public sealed record Dragan : Penalty
{
    /// <inheritdoc/>
    public override string Name => "dragan";

    /// <inheritdoc/>
    public override string Formula => string.Create(CultureInfo.InvariantCulture, $"{Weight} · E[(‖∇D(x + δ)‖ − 1)²]");

    /// <inheritdoc/>
    public override int Interval => Every;

    /// <summary>λ, at least 0.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Weight { get; init; } = 10;

    /// <summary>The size of the noise, in deviations of the batch.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Size { get; init; } = 0.5;

    /// <summary>It is paid at every n-th move, n times as high; at least 1.</summary>
    [Range(1, int.MaxValue)]
    public int Every { get; init; } = 1;

    /// <inheritdoc/>
    public override Tensor Value(Critique critique) =>
        new GradientPenalty { Weight = Weight, Target = 1, Point = PenaltyPoint.Local, Size = Size }.Value(critique);
}
