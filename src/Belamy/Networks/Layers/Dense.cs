using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>y = x W + b over a vector. Parameters: <c>weight</c> [inputs, outputs] and <c>bias</c> [outputs].</summary>
/// <param name="outputs">Number of outputs, at least 1.</param>
/// <param name="bias">Whether a bias is added; a layer before batch norm needs none.</param>
/// <param name="initializer">Initial weights; Glorot's uniform when left out. The bias starts at 0.</param>
/// <param name="weight">How the weight is made from what training changes; the weight itself when left out.</param>
public sealed class Dense(int outputs, bool bias = true, Initializer? initializer = null, WeightTransform? weight = null) : Module
{
    private readonly int _outputs = outputs >= 1 ? outputs : throw new ArgumentOutOfRangeException(nameof(outputs), outputs, "A dense layer needs at least one output.");
    private Func<ForwardContext, Tensor>? _weight;
    private Parameter? _bias;

    /// <inheritdoc/>
    public override string Description => $"dense, {Counted.Of(_outputs, "output")}";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        if (input.Rank != 1)
            throw Unfit(input, "put Flatten before it");
        _weight = AddWeight(scope, "weight", [input[0], _outputs], initializer ?? Initializers.GlorotUniform, new Fan(input[0], _outputs), outputAxis: 1, weight);
        _bias = bias ? AddParameter(scope, "bias", [_outputs], Initializers.Zeros) : null;
        return [_outputs];
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        Tensor product = Tensor.MatMul(input, _weight!(context));
        return _bias is null ? product : product + context.Read(_bias);
    }
}
