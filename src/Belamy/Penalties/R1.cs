using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Belamy.Tensors;

namespace Belamy.Penalties;

/// <summary>The discriminator is to be flat at real items. Mescheder et al. 2018, arXiv:1801.04406, equation 9.</summary>
/// <remarks>γ/2 E[‖∇D(x)‖²].</remarks>
public sealed record R1 : Penalty
{
    /// <inheritdoc/>
    public override string Name => "r1";

    /// <inheritdoc/>
    public override string Formula => string.Create(CultureInfo.InvariantCulture, $"½ · {Gamma} · E[‖∇D(x)‖²]");

    /// <inheritdoc/>
    public override int Interval => Every;

    /// <summary>γ, at least 0.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Gamma { get; init; } = 10;

    /// <summary>It is paid at every n-th move, n times as high; at least 1.</summary>
    [Range(1, int.MaxValue)]
    public int Every { get; init; } = 1;

    /// <inheritdoc/>
    public override Tensor Value(Critique critique)
    {
        ArgumentNullException.ThrowIfNull(critique);
        return GradientNorm.Squared(critique.Score, critique.Real).Mean() * (Gamma / 2);
    }
}
