using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>The same style for each layer of a <see cref="SynthesisNetwork"/>: [styles] to [layers, styles].</summary>
/// <param name="layers">Layers, at least 1.</param>
public sealed class LayerStyles(int layers) : Module
{
    private readonly int _layers = layers >= 1 ? layers : throw new ArgumentOutOfRangeException(nameof(layers), layers, "A synthesis network has at least 1 layer.");

    /// <inheritdoc/>
    public override string Description => $"a style for each of {Counted.Of(_layers, "layer")}";

    /// <summary>Layers in front have one style, those behind another: style mixing. Karras et al. 2018, arXiv:1812.04948, section 3.1.</summary>
    /// <param name="front">[batch, layers, styles].</param>
    /// <param name="behind">As many others.</param>
    /// <param name="from">The layer from which on an item has the other, Float32 [batch].</param>
    public static Tensor Mix(Tensor front, Tensor behind, Tensor from)
    {
        ArgumentNullException.ThrowIfNull(front);
        ArgumentNullException.ThrowIfNull(behind);
        ArgumentNullException.ThrowIfNull(from);
        (int batch, int layers) = (front.Shape[0], front.Shape[1]);
        Tensor isFront = Tensor.Iota([1, layers, 1], 1, from.ElementType).BroadcastTo([batch, layers, 1]) < from.Reshape(batch, 1, 1).BroadcastTo([batch, layers, 1]);
        return Tensor.Select(isFront.BroadcastTo(front.Shape), front, behind);
    }

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input) => input.Rank == 1 ? [_layers, input[0]] : throw Unfit(input, "it takes vectors");

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Reshape(input.Shape[0], 1, input.Shape[1]).BroadcastTo([input.Shape[0], _layers, input.Shape[1]]);
    }
}
