using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Batch normalization whose scale and shift are linear functions of a style, such as an embedding of the class that all layers share.
/// Brock et al. 2018, arXiv:1809.11096, section 3. Parameters: <c>affine/weight</c>; statistics as in <see cref="BatchNorm"/>, under <c>norm</c>.
/// </summary>
/// <remarks>(1 + a) (x - μ) / σ + b with (a, b) = w A.</remarks>
/// <param name="styles">Values of a style w, at least 1.</param>
/// <param name="initializer">Initial values of A; Glorot's uniform when left out.</param>
/// <param name="weight">How A is made from what training changes; as it is when left out.</param>
public sealed class StyledBatchNorm(int styles, Initializer? initializer = null, WeightTransform? weight = null) : StyledLayer
{
    private readonly BatchNorm _norm = new(affine: false);
    private Dense? _affine;

    /// <inheritdoc/>
    public override string Description => "batch norm of a style";

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Children => _affine is null ? [_norm] : [_norm, _affine];

    internal override bool SeesItemsAlone => false;

    /// <inheritdoc/>
    public override Tensor Apply(ForwardContext context, Tensor maps, Tensor style)
    {
        ArgumentNullException.ThrowIfNull(maps);
        int channels = maps.Shape[1];
        Tensor values = _affine!.Forward(context, style);
        return (_norm.Forward(context, maps) * OverPixels(values.Slice(1, 0, channels) + 1, maps)) + OverPixels(values.Slice(1, channels, channels), maps);
    }

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        ArgumentNullException.ThrowIfNull(scope);
        _norm.Build(scope.Child("norm"), input);
        _affine = new Dense(2 * input[0], bias: false, initializer, weight);
        _affine.Build(scope.Child("affine"), [styles]);
        return input;
    }
}
