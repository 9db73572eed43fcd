using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Batch normalization whose scale and shift are those of the item's class. Dumoulin et al. 2016, arXiv:1610.07629; de Vries
/// et al. 2017, arXiv:1707.00683. Parameters: <c>scale</c>, ones, and <c>shift</c>, zeros, [classes, channels]; statistics as
/// in <see cref="BatchNorm"/>, under <c>norm</c>.
/// </summary>
/// <param name="classes">Number of classes, at least 2.</param>
public sealed class ConditionalBatchNorm(int classes) : Module
{
    private readonly BatchNorm _norm = new(affine: false);
    private Parameter? _scale;
    private Parameter? _shift;

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Children => [_norm];

    /// <inheritdoc/>
    public override string Description => $"batch norm of {Counted.Of(classes, "class", "classes")}";

    internal override bool SeesItemsAlone => false;

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        ArgumentNullException.ThrowIfNull(scope);
        _norm.Build(scope.Child("norm"), input);
        _scale = AddParameter(scope, "scale", [classes, input[0]], Initializers.Ones);
        _shift = AddParameter(scope, "shift", [classes, input[0]], Initializers.Zeros);
        return input;
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input) => OnForward(context, input, null);

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input, Tensor? labels)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        Tensor one = Tensor.OneHot(Required(labels), classes, input.ElementType);
        Shape wide = new([input.Shape[0], input.Shape[1], .. Enumerable.Repeat(1, input.Rank - 2)]);
        Tensor scale = Tensor.MatMul(one, context.Read(_scale!)).Reshape(wide);
        Tensor shift = Tensor.MatMul(one, context.Read(_shift!)).Reshape(wide);
        return (_norm.Forward(context, input) * scale) + shift;
    }
}
