using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Virtual batch normalization: each item is normalized with the statistics of a fixed reference batch and itself, so that
/// it does not depend on the others of its batch. Salimans et al. 2016, arXiv:1606.03498, section 3.4. It stands inside a
/// <see cref="VirtualBatch"/>, which puts the reference batch in front. Parameters: <c>scale</c> and <c>shift</c> [channels].
/// </summary>
/// <remarks>μ = (N μ_ref + μ_x) / (N + 1), likewise for squares; N is the size of the reference batch.</remarks>
/// <param name="reference">N, items of the reference batch, which are the first of every batch.</param>
/// <param name="epsilon">Added to the variance under the root.</param>
public sealed class VirtualBatchNorm(int reference, double epsilon = 1e-5) : Module
{
    private readonly int _reference = reference >= 1 ? reference : throw new ArgumentOutOfRangeException(nameof(reference), reference, "A reference batch has at least one item.");
    private Parameter? _scale;
    private Parameter? _shift;

    /// <inheritdoc/>
    public override string Description => $"virtual batch norm, {Counted.Of(_reference, "reference item")}";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        if (input.Rank < 1)
            throw Unfit(input, "it takes [features] or [channels, spatial sizes ...]");
        _scale = AddParameter(scope, "scale", [input[0]], Initializers.Ones);
        _shift = AddParameter(scope, "shift", [input[0]], Initializers.Zeros);
        return input;
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        int[] spatial = Normalization.AxesFrom(2, input.Rank);
        Tensor means = spatial.Length == 0 ? input : input.Mean(spatial, keepAxes: true);
        Tensor squares = spatial.Length == 0 ? input.Square() : input.Square().Mean(spatial, keepAxes: true);
        Tensor mean = Blend(means);
        Tensor variance = Blend(squares) - mean.Square();
        Tensor normal = (input - mean) * (variance.Max(0) + epsilon).Rsqrt();
        return (normal * context.Read(_scale!).AsChannels(input.Rank)) + context.Read(_shift!).AsChannels(input.Rank);
    }

    // The reference items are normalized by themselves, all others by the reference and their own.
    private Tensor Blend(Tensor statistics)
    {
        Tensor first = statistics.Slice(0, 0, _reference);
        Tensor average = first.Mean(0, keepAxes: true);
        int others = statistics.Shape[0] - _reference;
        Tensor blended = ((average * _reference) + statistics.Slice(0, _reference, others)) * (1.0 / (_reference + 1));
        return Tensor.Concat(0, average.BroadcastTo(first.Shape), blended);
    }
}

/// <summary>Puts a fixed reference batch in front of every batch of a network, and takes its outputs off again.</summary>
/// <param name="network">The network, with <see cref="VirtualBatchNorm"/> inside.</param>
/// <param name="reference">The reference batch, [reference, ...input].</param>
public sealed class VirtualBatch(Module network, NDArray reference) : Module
{
    /// <inheritdoc/>
    public override string Description => "with a reference batch";

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Children => [network];

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input) => network.Build(scope, input).OutputShape;

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tensor first = Tensor.Literal(reference).Cast(input.ElementType);
        return network.Forward(context, Tensor.Concat(0, first, input)).Slice(0, first.Shape[0], input.Shape[0]);
    }
}
