using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>x + f(x), or s(x) + f(x) where the shape changes. He et al. 2015, arXiv:1512.03385.</summary>
/// <param name="block">f.</param>
/// <param name="shortcut">s, or null for x itself.</param>
public sealed class Residual(Module block, Module? shortcut = null) : Module
{
    /// <inheritdoc/>
    public override string Description => "residual";

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Children => shortcut is null ? [block] : [block, shortcut];

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        ArgumentNullException.ThrowIfNull(scope);
        Shape output = block.Build(scope.Child("block"), input).OutputShape;
        Shape direct = shortcut?.Build(scope.Child("shortcut"), input).OutputShape ?? input;
        return output == direct ? output : throw Unfit(input, $"the block puts out {output} and the shortcut {direct}");
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input) => OnForward(context, input, null);

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input, Tensor? labels) =>
        (shortcut?.Forward(context, input, labels) ?? input) + block.Forward(context, input, labels);
}
