using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>f(x) beside x: each layer sees all that the layers before it saw.</summary>
/// <param name="inner">f, from vectors to vectors.</param>
public sealed class BesideInput(Module inner) : Module
{
    /// <inheritdoc/>
    public override string Description => "beside its input";

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Children => [inner];

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        ArgumentNullException.ThrowIfNull(scope);
        Shape output = inner.Build(scope.Child("inner"), input).OutputShape;
        return output.Rank == 1 && input.Rank == 1 ? [output[0] + input[0]] : throw Unfit(input, $"it takes vectors, and what stands beside it puts out {output}");
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input) => Tensor.Concat(1, inner.Forward(context, input), input);
}
