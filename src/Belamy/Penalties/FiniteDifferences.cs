using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Belamy.Tensors;

namespace Belamy.Penalties;

/// <summary>
/// The discriminator is to be flat at real and at generated items, as its scores of items beside them say: <see cref="R1AndR2"/> without
/// gradients of gradients. Lin et al. 2025, arXiv:2511.22475.
/// </summary>
/// <remarks>
/// w/ε² (E[(D(x + ε n) - D(x))²] + E[(D(G(z) + ε n′) - D(G(z)))²]), n and n′ from N(0, I). As ε goes to 0 it goes to w (E[‖∇D(x)‖²] + E[‖∇D(G(z))‖²]). The
/// discriminator must give one item one score: with dropout the differences are those of its draws.
/// </remarks>
public sealed record FiniteDifferences : Penalty
{
    /// <inheritdoc/>
    public override string Name => "finite-differences";

    /// <inheritdoc/>
    public override string Formula => string.Create(CultureInfo.InvariantCulture, $"{Weight}/{Step}² · (E[(D(x + {Step} n) - D(x))²] + E[(D(G(z) + {Step} n′) - D(G(z)))²])");

    /// <summary>w, at least 0.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Weight { get; init; } = 0.25;

    /// <summary>ε, above 0: how far beside an item the discriminator is asked again, in the items' own units.</summary>
    [Range(0, double.PositiveInfinity, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Step { get; init; } = 0.01;

    /// <summary>The share of a batch, the first of its items, that it is taken of, in (0, 1]; at least one item.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Share { get; init; } = 0.25;

    /// <inheritdoc/>
    public override Tensor Value(Critique critique)
    {
        ArgumentNullException.ThrowIfNull(critique);
        return (Of(critique, critique.Real, critique.RealLogits) + Of(critique, critique.Generated, critique.GeneratedLogits)) * (Weight / (Step * Step));
    }

    private Tensor Of(Critique critique, Tensor items, Tensor scores)
    {
        int count = Math.Max(1, (int)(Share * items.Shape[0]));
        Tensor few = items.Slice(0, 0, count);
        Tensor beside = few + (critique.Context.RandomNormal("finite-differences", few.Shape).Cast(few.ElementType) * Step);
        return (critique.Score(beside) - scores.Slice(0, 0, count)).Square().Mean();
    }
}
