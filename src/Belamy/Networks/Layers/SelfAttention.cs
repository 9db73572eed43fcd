using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Self-attention: every pixel looks at all others. Zhang et al. 2018, arXiv:1805.08318, equations 1 to 3. Parameter:
/// <c>gain</c>, which starts at 0; children: 1×1 convolutions <c>query</c>, <c>key</c> (to an eighth of the channels) and <c>value</c>.
/// </summary>
/// <param name="weight">How the kernels are made from what training changes; as they are when left out.</param>
/// <param name="initializer">Initial kernels; Glorot's uniform when left out.</param>
/// <remarks>β = softmax over i of f(x_i)ᵀ g(x_j);  o_j = Σ_i β_ji h(x_i);  y = γ o + x.</remarks>
public sealed class SelfAttention(WeightTransform? weight = null, Initializer? initializer = null) : Module
{
    private Convolution? _query;
    private Convolution? _key;
    private Convolution? _value;
    private Parameter? _gain;

    /// <inheritdoc/>
    public override string Description => "self-attention";

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Children => _query is null ? [] : [_query, _key!, _value!];

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (input.Rank != 3)
            throw Unfit(input, "it takes [channels, height, width]");
        int few = Math.Max(1, input[0] / 8);
        _query = new Convolution(few, kernel: 1, initializer: initializer, weight: weight);
        _key = new Convolution(few, kernel: 1, initializer: initializer, weight: weight);
        _value = new Convolution(input[0], kernel: 1, initializer: initializer, weight: weight);
        _query.Build(scope.Child("query"), input);
        _key.Build(scope.Child("key"), input);
        _value.Build(scope.Child("value"), input);
        _gain = AddParameter(scope, "gain", [1], Initializers.Zeros);
        return input;
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        int batch = input.Shape[0];
        int pixels = input.Shape[2] * input.Shape[3];
        Tensor query = _query!.Forward(context, input).Reshape(batch, -1, pixels);
        Tensor key = _key!.Forward(context, input).Reshape(batch, -1, pixels);
        Tensor value = _value!.Forward(context, input).Reshape(batch, -1, pixels);
        // [batch, j, i]: how much pixel j looks at pixel i.
        Tensor scores = Tensor.MatMul(key, query, transposeLeft: true);
        Tensor shifted = (scores - scores.ReduceMax([2], keepAxes: true).StopGradient()).Exp();
        Tensor attention = shifted / shifted.Sum(2, keepAxes: true);
        Tensor seen = Tensor.MatMul(value, attention, transposeRight: true);
        return input + (seen.Reshape(input.Shape) * context.Read(_gain!).Reshape(1, 1, 1, 1));
    }
}
