using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Two ways in, one for an item and one for its class, and what comes out of both side by side: Mirza and Osindero 2014,
/// arXiv:1411.1784. Paths: <c>item</c> and <c>label</c>.
/// </summary>
/// <param name="classes">Number of classes, at least 2.</param>
/// <param name="item">From the item to a vector.</param>
/// <param name="label">From the class, as a vector of one 1 among zeros, to a vector.</param>
public sealed class LabelBranch(int classes, Module item, Module label) : Module
{
    /// <inheritdoc/>
    public override IReadOnlyList<Module> Children => [item, label];

    /// <inheritdoc/>
    public override string Description => $"items beside {Counted.Of(classes, "class", "classes")}";

    internal override bool SeesItemsAlone => false;

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        ArgumentNullException.ThrowIfNull(scope);
        Shape left = item.Build(scope.Child("item"), input).OutputShape;
        Shape right = label.Build(scope.Child("label"), [classes]).OutputShape;
        return left.Rank == 1 && right.Rank == 1 ? [left[0] + right[0]] : throw Unfit(input, $"its branches must end in vectors, not {left} and {right}");
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input) => OnForward(context, input, null);

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input, Tensor? labels)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tensor one = Tensor.OneHot(Required(labels), classes, input.ElementType);
        return Tensor.Concat(1, item.Forward(context, input, labels), label.Forward(context, one));
    }
}
