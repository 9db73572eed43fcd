using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Minibatch standard deviation: one more channel (or feature), the same everywhere, with the mean deviation of all values over the batch.
/// Karras et al. 2017, arXiv:1710.10196, section 3.
/// </summary>
/// <param name="epsilon">Added to the variance under the root.</param>
public sealed class MinibatchDeviation(double epsilon = 1e-8) : Module
{
    /// <inheritdoc/>
    public override string Description => "minibatch deviation";

    internal override bool SeesItemsAlone => false;

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        if (input.Rank < 1)
            throw Unfit(input, "it takes [features] or [channels, spatial sizes ...]");
        return [input[0] + 1, .. input.ToArray()[1..]];
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tensor centred = input - input.Mean(0, keepAxes: true);
        Tensor deviation = (centred.Square().Mean(0) + epsilon).Sqrt().Mean();
        int[] map = input.Shape.ToArray();
        map[1] = 1;
        return Tensor.Concat(1, input, deviation.BroadcastTo(new Shape(map)));
    }
}
