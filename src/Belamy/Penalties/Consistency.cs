using System.ComponentModel.DataAnnotations;
using Belamy.Augmentation;
using Belamy.Tensors;

namespace Belamy.Penalties;

/// <summary>
/// The discriminator is to say the same of a picture and of the picture changed in a way that keeps its meaning. Zhang et al.
/// 2019, arXiv:1910.12027, equation 3 with the last layer alone.
/// </summary>
/// <remarks>
/// λ E[(D(x) - D(T(x)))²], T a move by whole pixels and, where it is asked for, a reflection, left for right, of every second
/// picture on the average. The paper has both.
/// </remarks>
public sealed record Consistency : Penalty
{
    /// <inheritdoc/>
    public override string Name => "consistency";

    /// <summary>λ, at least 0.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Weight { get; init; } = 10;

    /// <summary>Whether pictures are reflected too: for those that mean the same then, which digits do not.</summary>
    public bool Reflection { get; init; }

    /// <summary>Whether pictures move by up to an eighth of their sides.</summary>
    public bool Translation { get; init; } = true;

    /// <summary>The value of pixels that come in with a translation, in [-1, 1]: that of the data's background.</summary>
    [Range(-1.0, 1.0)]
    public double Background { get; init; }

    /// <inheritdoc/>
    /// <exception cref="BelamyException">The items are no pictures [batch, channels, height, width].</exception>
    public override Tensor Value(Critique critique)
    {
        ArgumentNullException.ThrowIfNull(critique);
        Tensor changed = critique.Real;
        if (changed.Rank != 4)
            throw new BelamyException($"penalty={Name}: changes pictures, and the discriminator sees items of {new Shape(changed.Shape.Span[1..])}; choose another penalty.");
        if (Reflection)
            changed = PictureChanges.Reflection(critique.Context, changed);
        if (Translation)
            changed = PictureChanges.Translation(critique.Context, changed, share: 0.125, Background);
        return (critique.RealLogits - critique.Score(changed)).Square().Mean() * Weight;
    }
}
