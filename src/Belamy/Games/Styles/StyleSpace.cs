using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>The styles w that a generator makes of latent vectors, and items of: what truncation draws to its mean, and where pictures are projected to.</summary>
/// <param name="Size">Values of a style.</param>
/// <param name="Map">From latent vectors, [batch, latent], to styles, [batch, styles].</param>
/// <param name="Truncate">Styles, [batch, styles], drawn to their mean by a share ψ, a scalar: 1 for styles as they are, 0 for their mean alone.</param>
/// <param name="Make">From styles, [batch, styles], to items, [batch, ...item].</param>
public sealed record StyleSpace(
    int Size, Func<ForwardContext, Tensor, Tensor> Map, Func<ForwardContext, Tensor, Tensor, Tensor> Truncate, Func<ForwardContext, Tensor, Tensor> Make)
{
    /// <summary>From latent vectors to items, with styles drawn to their mean.</summary>
    /// <param name="context">The context of the pass.</param>
    /// <param name="latent">[batch, latent].</param>
    /// <param name="share">ψ, a scalar; 1 when left out.</param>
    /// <returns>[batch, ...item].</returns>
    public Tensor Generate(ForwardContext context, Tensor latent, Tensor? share = null) => Make(context, Truncate(context, Map(context, latent), share ?? Tensor.Constant(1, Shape.Scalar)));
}
