using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// The last layer of a projection discriminator: V_y · φ + w · φ + b. Miyato and Koyama 2018, arXiv:1802.05637. Parameters:
/// <c>embedding/weight</c> [classes, features], which is V, <c>weight</c> [features, 1] and <c>bias</c> [1].
/// </summary>
/// <param name="classes">Number of classes, at least 2.</param>
/// <param name="weight">How V and w are made from what training changes; as they are when left out.</param>
/// <param name="initializer">Initial V and w; Glorot's uniform when left out.</param>
public sealed class ProjectionHead(int classes, WeightTransform? weight = null, Initializer? initializer = null) : Module
{
    private Func<ForwardContext, Tensor>? _embedding;
    private Func<ForwardContext, Tensor>? _weight;
    private Parameter? _bias;

    /// <inheritdoc/>
    public override string Description => $"projection on {Counted.Of(classes, "class", "classes")}";

    internal override bool SeesItemsAlone => false;

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (input.Rank != 1)
            throw Unfit(input, "put Flatten before it");
        // A scope of its own: both weights may have statistics.
        _embedding = AddWeight(scope.Child("embedding"), "weight", [classes, input[0]], initializer ?? Initializers.GlorotUniform, new Fan(input[0], 1), outputAxis: 0, weight);
        _weight = AddWeight(scope, "weight", [input[0], 1], initializer ?? Initializers.GlorotUniform, new Fan(input[0], 1), outputAxis: 1, weight);
        _bias = AddParameter(scope, "bias", [1], Initializers.Zeros);
        return [1];
    }

    /// <summary>V as a pass uses it, [classes, features].</summary>
    internal Tensor Embedding(ForwardContext context) => _embedding!(context);

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input) => OnForward(context, input, null);

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input, Tensor? labels)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        Tensor chosen = Tensor.MatMul(Tensor.OneHot(Required(labels), classes, input.ElementType), Embedding(context));
        return (chosen * input).Sum(1, keepAxes: true) + Tensor.MatMul(input, _weight!(context)) + context.Read(_bias!);
    }
}
