using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Belamy.Tensors;

namespace Belamy.Penalties;

/// <summary>
/// The discriminator is to be flat at real and at generated items: with both, and a relativistic objective, the game converges where
/// either alone leaves it unstable. Huang et al. 2024, arXiv:2501.05441, section 2.
/// </summary>
/// <remarks>γ/2 (E[‖∇D(x)‖²] + E[‖∇D(G(z))‖²]).</remarks>
public sealed record R1AndR2 : Penalty
{
    /// <inheritdoc/>
    public override string Name => "r1-and-r2";

    /// <inheritdoc/>
    public override string Formula => string.Create(CultureInfo.InvariantCulture, $"½ · {Weight} · (E[‖∇D(x)‖²] + E[‖∇D(G(z))‖²])");

    /// <inheritdoc/>
    public override int Interval => Every;

    /// <summary>γ, at least 0.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Gamma { get; init; } = 1;

    /// <summary>What γ is once a burn-in is over, at least 0; null for the same all along. Without effect in a game without a burn-in.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double? FinalGamma { get; init; }

    /// <summary>It is paid at every n-th move, n times as high; at least 1.</summary>
    [Range(1, int.MaxValue)]
    public int Every { get; init; } = 1;

    /// <summary>Whether it is paid at generated items too; without it this is <see cref="R1"/>.</summary>
    internal bool AtGenerated { get; init; } = true;

    private string Weight => FinalGamma is { } last ? string.Create(CultureInfo.InvariantCulture, $"({Gamma} → {last})") : Gamma.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override Tensor Value(Critique critique)
    {
        ArgumentNullException.ThrowIfNull(critique);
        Tensor slopes = GradientNorm.Squared(critique.Score, critique.Real).Mean();
        if (AtGenerated)
            slopes += GradientNorm.Squared(critique.Score, critique.Generated).Mean();
        return FinalGamma is { } last ? slopes * critique.Context.Between(Gamma / 2, last / 2) : slopes * (Gamma / 2);
    }
}
