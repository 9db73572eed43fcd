using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Batch normalization: each channel (or feature) is brought to mean 0 and variance 1 over the batch and the spatial
/// axes, then scaled and shifted. Ioffe and Szegedy 2015, arXiv:1502.03167. Parameters: <c>scale</c> and <c>shift</c>
/// [channels]; statistics: <c>mean</c> and <c>variance</c> [channels].
/// </summary>
/// <remarks>
/// <para>In training it normalizes with the statistics of the batch it is applied to, so real and generated images that
/// are scored apart are normalized apart. Each such pass moves the running statistics, unless the context drops updates,
/// as it does for a network that is frozen in another player's move.</para>
/// <para>In use it normalizes with the running statistics.</para>
/// </remarks>
/// <param name="momentum">
/// The share of a running statistic that stays: running ← momentum × running + (1 - momentum) × batch (the convention of
/// Keras; PyTorch's momentum is 1 minus this). The running variance takes the batch's unbiased variance.
/// </param>
/// <param name="epsilon">Added to the variance under the root.</param>
/// <param name="scale">Initial scale; ones when left out.</param>
/// <param name="affine">Whether it scales and shifts.</param>
public sealed class BatchNorm(double momentum = 0.9, double epsilon = 1e-5, Initializer? scale = null, bool affine = true) : Module
{
    private readonly double _momentum = momentum is >= 0 and < 1 ? momentum : throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "The momentum of batch norm lies in [0, 1).");
    private Parameter? _scale;
    private Parameter? _shift;
    private Parameter? _mean;
    private Parameter? _variance;

    /// <inheritdoc/>
    public override string Description => "batch norm";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        if (input.Rank < 1)
            throw Unfit(input, "it takes [features] or [channels, spatial sizes ...]");
        if (affine)
        {
            _scale = AddParameter(scope, "scale", [input[0]], scale ?? Initializers.Ones);
            _shift = AddParameter(scope, "shift", [input[0]], Initializers.Zeros);
        }

        _mean = AddStatistic(scope, "mean", [input[0]], Initializers.Zeros);
        _variance = AddStatistic(scope, "variance", [input[0]], Initializers.Ones);
        return input;
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        int rank = input.Rank;
        Tensor mean;
        Tensor variance;
        if (context.IsTraining)
        {
            int[] axes = [.. Enumerable.Range(0, rank).Where(axis => axis != 1)];
            mean = input.Mean(axes, keepAxes: true);
            variance = (input - mean).Square().Mean(axes, keepAxes: true);
            double count = (double)input.Shape.Count / input.Shape[1];
            Move(context, _mean!, mean);
            Move(context, _variance!, variance * (count / Math.Max(count - 1, 1)));
        }
        else
        {
            mean = context.Read(_mean!).AsChannels(rank);
            variance = context.Read(_variance!).AsChannels(rank);
        }

        Tensor factor = (variance + epsilon).Rsqrt();
        return affine
            ? ((input - mean) * (factor * context.Read(_scale!).AsChannels(rank))) + context.Read(_shift!).AsChannels(rank)
            : (input - mean) * factor;
    }

    private void Move(ForwardContext context, Parameter running, Tensor batch) =>
        context.Update(running, (context.Read(running) * _momentum) + (batch.Reshape(running.Shape) * (1 - _momentum)));
}
