using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Batch norm whose scale and shift are those of the item's class. Dumoulin et al. 2016, arXiv:1610.07629; Miyato and Koyama
/// 2018, arXiv:1802.05637. Parameters: <c>scale</c> and <c>shift</c> [classes, channels]; statistics as in <see cref="BatchNorm"/>.
/// </summary>
/// <param name="classes">Number of classes, at least 1.</param>
/// <param name="momentum">The share of a running statistic that stays; see <see cref="BatchNorm"/>.</param>
/// <param name="epsilon">Added to the variance under the root.</param>
public sealed class ConditionalBatchNorm(int classes, double momentum = 0.9, double epsilon = 1e-5) : Module
{
    private readonly int _classes = classes >= 1 ? classes : throw new ArgumentOutOfRangeException(nameof(classes), classes, "Conditional batch norm needs at least one class.");
    private readonly BatchNorm _norm = new(momentum, epsilon, affine: false);
    private Parameter? _scale;
    private Parameter? _shift;

    /// <inheritdoc/>
    public override string Description => $"batch norm of {_classes} classes";

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Children => [_norm];

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        ArgumentNullException.ThrowIfNull(scope);
        _norm.Build(scope.Child("norm"), input);
        _scale = AddParameter(scope, "scale", [_classes, input[0]], Initializers.Ones);
        _shift = AddParameter(scope, "shift", [_classes, input[0]], Initializers.Zeros);
        return input;
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input) => OnForward(context, input, null);

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input, Tensor? labels)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        Tensor ofBatch = Required(labels);
        Shape channels = new([input.Shape[0], input.Shape[1], .. Enumerable.Repeat(1, input.Rank - 2)]);
        Tensor scale = context.Read(_scale!).Gather(ofBatch).Reshape(channels);
        Tensor shift = context.Read(_shift!).Gather(ofBatch).Reshape(channels);
        return (_norm.Forward(context, input) * scale) + shift;
    }
}
