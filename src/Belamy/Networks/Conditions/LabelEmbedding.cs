using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>How a class joins a vector.</summary>
public enum LabelJoin
{
    /// <summary>The vector times the class's own vector of the same length.</summary>
    Multiply,

    /// <summary>The class's vector behind the vector.</summary>
    Concatenate,
}

/// <summary>
/// Joins a vector by a learned vector of its class: the input of a conditional generator. Mirza and Osindero 2014,
/// arXiv:1411.1784; Odena et al. 2016, arXiv:1610.09585. Parameter: <c>weight</c> [classes, size].
/// </summary>
/// <param name="classes">Number of classes, at least 1.</param>
/// <param name="join">How they are joined.</param>
/// <param name="size">The length of a class's vector when concatenated; the number of classes when left out.</param>
public sealed class LabelEmbedding(int classes, LabelJoin join = LabelJoin.Multiply, int? size = null) : Module
{
    private readonly int _classes = classes >= 1 ? classes : throw new ArgumentOutOfRangeException(nameof(classes), classes, "An embedding needs at least one class.");
    private Parameter? _weight;

    /// <inheritdoc/>
    public override string Description => $"{(join == LabelJoin.Multiply ? "times" : "and")} a vector of the class, {Counted.Of(_classes, "class", "classes")}";

    internal override bool SeesItemsAlone => false;

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        if (input.Rank != 1)
            throw Unfit(input, "it takes [features]");
        int length = join == LabelJoin.Multiply ? input[0] : size ?? _classes;
        _weight = AddParameter(scope, "weight", [_classes, length], Initializers.Normal(0, 1));
        return join == LabelJoin.Multiply ? input : [input[0] + length];
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input) => OnForward(context, input, null);

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input, Tensor? labels)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        Tensor vectors = context.Read(_weight!).Gather(Required(labels));
        return join == LabelJoin.Multiply ? input * vectors : Tensor.Concat(1, input, vectors);
    }
}
