using System.ComponentModel.DataAnnotations;
using Belamy.Tensors;

namespace Belamy.Augmentation;

/// <summary>
/// Augmentation of a probability that follows overfitting: it rises while the discriminator is surer of real items than it
/// should be. Karras et al. 2020, arXiv:2006.06676, section 3.
/// </summary>
/// <remarks>
/// r_t = E[sign(D(x))] over real items;  p ← clip(p + sign(r_t - 0.6) · batch / 500,000, 0, 1) at each move: an item is
/// changed with probability p.
/// </remarks>
public sealed record AdaptiveAugmentation : PictureAugmentation
{
    /// <inheritdoc/>
    public override string Name => "ada";

    /// <summary>The r_t that p is steered to, in (-1, 1).</summary>
    [Range(-1.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Aim { get; init; } = 0.6;

    /// <summary>Items over which p could rise from 0 to 1.</summary>
    [Range(0, double.PositiveInfinity, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Items { get; init; } = 500_000;

    /// <summary>The value of pixels that come in with a translation, in [-1, 1]: that of the data's background.</summary>
    [Range(-1.0, 1.0)]
    public double Background { get; init; }

    /// <inheritdoc/>
    public override Tensor Apply(ForwardContext context, Tensor pictures) => new DiffAugment { Background = Background }.Apply(context, pictures);

    /// <summary>Changes each item with a probability.</summary>
    /// <param name="context">Gives random numbers.</param>
    /// <param name="pictures">[batch, channels, height, width].</param>
    /// <param name="probability">p, a scalar.</param>
    public Tensor Apply(ForwardContext context, Tensor pictures, Tensor probability)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(probability);
        Tensor isChanged = context.RandomUniform("augmented", [pictures.Shape[0], 1, 1, 1]) < probability;
        return Tensor.Select(isChanged, Apply(context, pictures), pictures);
    }

    /// <summary>The next p.</summary>
    /// <param name="probability">p, a scalar.</param>
    /// <param name="realLogits">D(x) of the batch.</param>
    public Tensor Next(Tensor probability, Tensor realLogits)
    {
        ArgumentNullException.ThrowIfNull(probability);
        ArgumentNullException.ThrowIfNull(realLogits);
        Tensor direction = (realLogits.Sign().Mean() - Aim).Sign();
        return (probability + (direction * (realLogits.Shape[0] / Items))).Clamp(0, 1).StopGradient();
    }
}
