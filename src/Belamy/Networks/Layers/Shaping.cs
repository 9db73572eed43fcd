using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>The same values under another shape of item.</summary>
/// <param name="sizes">The sizes of one output item.</param>
public sealed class Reshape(params int[] sizes) : Module
{
    private readonly Shape _item = new(sizes);

    /// <inheritdoc/>
    public override string Description => $"reshape to {_item}";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input) =>
        input.Count == _item.Count ? _item : throw Unfit(input, $"it takes items of {_item.Count} values");

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Reshape(new Shape([input.Shape[0], .. _item]));
    }
}

/// <summary>Each item as a vector.</summary>
public sealed class Flatten : Module
{
    /// <inheritdoc/>
    public override string Description => "flatten";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input) => [checked((int)input.Count)];

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Reshape(input.Shape[0], -1);
    }
}

/// <summary>Every pixel repeated along each spatial axis.</summary>
/// <param name="factor">How many times larger the output is, at least 1.</param>
public sealed class NearestUpsampling(int factor = 2) : Module
{
    private readonly int _factor = factor >= 1 ? factor : throw new ArgumentOutOfRangeException(nameof(factor), factor, "Upsampling needs a factor of at least 1.");

    /// <inheritdoc/>
    public override string Description => $"nearest upsampling x{_factor}";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input) => input.Rank >= 2
        ? [input[0], .. input.Skip(1).Select(size => size * _factor)]
        : throw Unfit(input, "it takes [channels, spatial sizes ...]");

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        List<int> apart = [input.Shape[0], input.Shape[1]];
        List<int> repeated = [input.Shape[0], input.Shape[1]];
        foreach (int size in input.Shape.Span[2..])
        {
            apart.AddRange([size, 1]);
            repeated.AddRange([size, _factor]);
        }

        return input.Reshape(new Shape([.. apart])).BroadcastTo([.. repeated]).Reshape(new Shape([input.Shape[0], .. OutputShape]));
    }
}
