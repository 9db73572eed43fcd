using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Minibatch standard deviation: one more channel (or feature), the same everywhere, with the mean deviation of all values over the batch, or over
/// groups of it. Karras et al. 2017, arXiv:1710.10196, section 3.
/// </summary>
/// <param name="epsilon">Added to the variance under the root.</param>
/// <param name="group">
/// Items that a deviation is taken over in training, 4 in the authors' programs, or the most below that which divide the batch; 0 for the whole batch, which
/// is also taken in use.
/// </param>
public sealed class MinibatchDeviation(double epsilon = 1e-8, int group = 0) : Module
{
    private readonly int _group = group >= 0 ? group : throw new ArgumentOutOfRangeException(nameof(group), group, "A group has at least 1 item, or 0 for the whole batch.");

    /// <inheritdoc/>
    public override string Description => _group == 0 ? "minibatch deviation" : $"minibatch deviation of {_group}";

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
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        int[] map = input.Shape.ToArray();
        map[1] = 1;
        if (_group == 0 || !context.IsTraining)
            return Tensor.Concat(1, input, Deviation(input).Mean().BroadcastTo(new Shape(map)));
        int batch = input.Shape[0], size = Math.Min(_group, batch);
        while (batch % size != 0)
            size--;
        // Items of a group lie batch / size apart, as in the authors' programs.
        int groups = batch / size;
        Tensor deviation = Deviation(input.Reshape(new Shape([size, groups, .. input.Shape.Span[1..]]))).Reshape(groups, -1).Mean(1);
        Tensor each = deviation.Reshape(1, groups).BroadcastTo([size, groups]).Reshape(new Shape([batch, .. Enumerable.Repeat(1, input.Rank - 1)]));
        return Tensor.Concat(1, input, each.BroadcastTo(new Shape(map)));
    }

    /// <summary>The deviation of each value over the first axis.</summary>
    private Tensor Deviation(Tensor x) => ((x - x.Mean(0, keepAxes: true)).Square().Mean(0) + epsilon).Sqrt();
}
