using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>x beside f(x), as further channels: the skip of a U-Net. Ronneberger et al. 2015, arXiv:1505.04597.</summary>
/// <param name="inner">f; its items are as high and wide as x.</param>
public sealed class Skip(Module inner) : Module
{
    /// <inheritdoc/>
    public override string Description => "beside itself";

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Children => [inner];

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        ArgumentNullException.ThrowIfNull(scope);
        Shape output = inner.Build(scope.Child("inner"), input).OutputShape;
        return output.Rank == input.Rank && output.Skip(1).SequenceEqual(input.Skip(1))
            ? output.With(0, output[0] + input[0])
            : throw Unfit(input, $"what stands beside it puts out {output}");
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input) => Tensor.Concat(1, input, inner.Forward(context, input));
}
