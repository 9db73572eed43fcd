using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>Values drawn from N(0, 1) behind those of a vector, others at every application, in use too: what one input may become in several ways.</summary>
/// <param name="values">How many, at least 1.</param>
public sealed class NoiseInput(int values) : Module
{
    private readonly int _values = values >= 1 ? values : throw new ArgumentOutOfRangeException(nameof(values), values, "Noise has at least 1 value.");

    /// <inheritdoc/>
    public override string Description => $"beside noise of {Counted.Of(_values, "value")}";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input) => input.Rank == 1 ? [input[0] + _values] : throw Unfit(input, "it takes vectors");

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        return Tensor.Concat(1, input, context.RandomNormal(Path, [input.Shape[0], _values]).Cast(input.ElementType));
    }
}
