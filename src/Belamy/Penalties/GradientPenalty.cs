using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Belamy.Tensors;

namespace Belamy.Penalties;

/// <summary>Where a gradient penalty looks.</summary>
public enum PenaltyPoint
{
    /// <summary>On the line between a real and a generated item, u x + (1 - u) G(z) with u from U(0, 1) for each pair.</summary>
    Interpolated,

    /// <summary>At real items.</summary>
    Real,

    /// <summary>At generated items.</summary>
    Generated,

    /// <summary>Around real items, x + v c s U(0, 1)^d with c the size, s the deviation of the whole batch and v from U(0, 1) for each item.</summary>
    Local,
}

/// <summary>
/// The critic's slope is pulled to 1 between real and generated items. Gulrajani et al. 2017, arXiv:1704.00028, equation 3.
/// </summary>
/// <remarks>
/// λ E[(‖∇D(x̂)‖ - t)²], x̂ = u x + (1 - u) G(z). One-sided: λ E[max(0, ‖∇D(x̂)‖ - t)²]. Around real items it is the penalty of
/// <see cref="Dragan"/>.
/// </remarks>
public sealed record GradientPenalty : Penalty
{
    /// <inheritdoc/>
    public override string Name => "gradient-penalty";

    /// <inheritdoc/>
    public override string Formula
    {
        get
        {
            string point = Point switch { PenaltyPoint.Real => "x", PenaltyPoint.Generated => "G(z)", PenaltyPoint.Local => "x + δ", _ => "x̂" };
            string excess = string.Create(CultureInfo.InvariantCulture, $"‖∇D({point})‖ − {Target}");
            return string.Create(CultureInfo.InvariantCulture, $"{(Weight is { } weight ? weight : "λ")} · {(OneSided ? $"E[max(0, {excess})²]" : $"E[({excess})²]")}");
        }
    }

    /// <inheritdoc/>
    public override int Interval => Every;

    /// <summary>λ, at least 0; null chooses 10 for pictures and 0.1 for points, as the authors' programs have them.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double? Weight { get; init; } = 10;

    /// <summary>t, the slope wanted.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Target { get; init; } = 1;

    /// <summary>Where the slope is taken.</summary>
    public PenaltyPoint Point { get; init; }

    /// <summary>c, how far around a real item a local penalty looks, in deviations of the batch.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Size { get; init; } = 0.5;

    /// <summary>Whether only slopes above the target cost.</summary>
    public bool OneSided { get; init; }

    /// <summary>It is paid at every n-th move, n times as high; at least 1.</summary>
    [Range(1, int.MaxValue)]
    public int Every { get; init; } = 1;

    /// <inheritdoc/>
    public override Tensor Value(Critique critique)
    {
        ArgumentNullException.ThrowIfNull(critique);
        Tensor excess = GradientNorm.Of(critique.Score, At(critique)) - Target;
        return (OneSided ? Tensor.Select(excess > 0, excess, excess * 0) : excess).Square().Mean() * (Weight ?? (critique.Real.Rank == 4 ? 10 : 0.1));
    }

    private Tensor At(Critique critique) => Point switch
    {
        PenaltyPoint.Real => critique.Real,
        PenaltyPoint.Generated => critique.Generated,
        PenaltyPoint.Local => Around(critique),
        _ => critique.Generated + (ShareOfEach(critique, "interpolation") * (critique.Real - critique.Generated)),
    };

    private Tensor Around(Critique critique)
    {
        Tensor real = critique.Real;
        Tensor deviation = (real - real.Mean()).Square().Mean().Sqrt();
        Tensor noise = critique.Context.RandomUniform("noise", real.Shape).Cast(real.ElementType) * (deviation * Size);
        return real + (ShareOfEach(critique, "share") * noise);
    }

    /// <summary>A number from U(0, 1) for each item, [batch, 1, ...].</summary>
    private static Tensor ShareOfEach(Critique critique, string name) => critique.Context
        .RandomUniform(name, new Shape([critique.Real.Shape[0], .. Enumerable.Repeat(1, critique.Real.Rank - 1)])).Cast(critique.Real.ElementType);
}
