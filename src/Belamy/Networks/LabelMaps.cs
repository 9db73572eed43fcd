using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>One more channel for each class, 1 everywhere in the item's own and 0 in the others: the input of a conditional discriminator.</summary>
/// <param name="classes">Number of classes, at least 1.</param>
public sealed class LabelMaps(int classes) : Module
{
    private readonly int _classes = classes >= 1 ? classes : throw new ArgumentOutOfRangeException(nameof(classes), classes, "There must be at least one class.");

    /// <inheritdoc/>
    public override string Description => $"and a map of each of {_classes} classes";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        if (input.Rank < 1)
            throw Unfit(input, "it takes [features] or [channels, spatial sizes ...]");
        return [input[0] + _classes, .. input.ToArray()[1..]];
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input) => OnForward(context, input, null);

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input, Tensor? labels)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tensor oneHot = Tensor.OneHot(Required(labels), _classes, input.ElementType);
        int[] maps = input.Shape.ToArray();
        maps[1] = _classes;
        Tensor spread = oneHot.Reshape(new Shape([maps[0], _classes, .. Enumerable.Repeat(1, input.Rank - 2)])).BroadcastTo(new Shape(maps));
        return Tensor.Concat(1, input, spread);
    }
}
