using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// The class of an item appended to it, one map for each class behind its channels: 1 everywhere in the map of its class, 0
/// in the others. To a vector it appends as many values.
/// </summary>
/// <param name="classes">Number of classes, at least 2.</param>
public sealed class LabelMaps(int classes) : Module
{
    /// <inheritdoc/>
    public override string Description => $"with maps of {Counted.Of(classes, "class", "classes")}";

    internal override bool SeesItemsAlone => false;

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input) => input.Rank >= 1
        ? [input[0] + classes, .. input.Skip(1)]
        : throw Unfit(input, "it takes [features] or [channels, spatial sizes ...]");

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input) => OnForward(context, input, null);

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input, Tensor? labels)
    {
        ArgumentNullException.ThrowIfNull(input);
        return ConditionMaps.Append(input, Tensor.OneHot(Required(labels), classes, input.ElementType));
    }
}
