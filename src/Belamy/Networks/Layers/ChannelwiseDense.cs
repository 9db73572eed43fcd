using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Every map by a dense layer of its own, from all of its pixels to as many: what is seen anywhere is told everywhere, at m n⁴
/// weights in place of m² n⁴. Pathak et al. 2016, arXiv:1604.07379, section 3.1. Parameters: <c>weight</c> [maps, pixels, pixels]
/// and <c>bias</c> [maps, pixels].
/// </summary>
/// <param name="initializer">Initial weights; Glorot's uniform when left out. The bias starts at 0.</param>
public sealed class ChannelwiseDense(Initializer? initializer = null) : Module
{
    private Parameter? _weight, _bias;

    /// <inheritdoc/>
    public override string Description => "channel-wise dense";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        if (input.Rank != 3)
            throw Unfit(input, "it takes [maps, height, width]");
        int pixels = input[1] * input[2];
        _weight = AddParameter(scope, "weight", [input[0], pixels, pixels], initializer ?? Initializers.GlorotUniform, new Fan(pixels, pixels));
        _bias = AddParameter(scope, "bias", [input[0], pixels], Initializers.Zeros);
        return input;
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        (int batch, int maps, int pixels) = (input.Shape[0], input.Shape[1], input.Shape[2] * input.Shape[3]);
        Tensor product = Tensor.MatMul(input.Reshape(batch, maps, pixels).Permute(1, 0, 2), context.Read(_weight!));
        return (product.Permute(1, 0, 2) + context.Read(_bias!)).Reshape(input.Shape);
    }
}
