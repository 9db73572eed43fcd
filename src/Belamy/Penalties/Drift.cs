using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Belamy.Tensors;

namespace Belamy.Penalties;

/// <summary>The critic's scores of real items are kept from drifting away from 0. Karras et al. 2017, arXiv:1710.10196, appendix A.1.</summary>
/// <remarks>ε E[D(x)²].</remarks>
public sealed record Drift : Penalty
{
    /// <inheritdoc/>
    public override string Name => "drift";

    /// <summary>ε, at least 0.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Weight { get; init; } = 1e-3;

    /// <inheritdoc/>
    public override string Formula => string.Create(CultureInfo.InvariantCulture, $"{Weight} · E[D(x)²]");

    /// <inheritdoc/>
    public override Tensor Value(Critique critique)
    {
        ArgumentNullException.ThrowIfNull(critique);
        return Of(critique.RealLogits, Weight);
    }

    /// <summary>The same for a game that pays it beside another penalty.</summary>
    /// <param name="realScores">Scores of real items, [batch, 1].</param>
    /// <param name="weight">ε.</param>
    internal static Tensor Of(Tensor realScores, double weight) => realScores.Square().Mean() * weight;
}
