using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>A layer that takes a style beside its maps, one for each item. Karras et al. 2018, arXiv:1812.04948.</summary>
public abstract class StyledLayer : Module
{
    /// <summary>Applies the layer.</summary>
    /// <param name="context">The context of the pass.</param>
    /// <param name="maps">[batch, ...<see cref="Module.InputShape"/>].</param>
    /// <param name="style">w, [batch, styles].</param>
    /// <returns>[batch, ...<see cref="Module.OutputShape"/>].</returns>
    public abstract Tensor Apply(ForwardContext context, Tensor maps, Tensor style);

    /// <summary>A value for each channel of each item, ready to be multiplied with maps.</summary>
    private protected static Tensor OverPixels(Tensor values, Tensor maps) =>
        values.Reshape(new Shape([values.Shape[0], values.Shape[1], .. Enumerable.Repeat(1, maps.Rank - 2)]));

    /// <summary>Not to be called: the layer needs a style, see <see cref="Apply"/>.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    protected override Tensor OnForward(ForwardContext context, Tensor input) =>
        throw new InvalidOperationException($"{Path} ({Description}): needs a style beside its maps; call Apply.");
}
