using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>What pooling layers share: squares of pixels that do not overlap.</summary>
public abstract class Pooling : Module
{
    private readonly int _size;

    private protected Pooling(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        _size = size;
    }

    /// <summary>The side of a square.</summary>
    public int Size => _size;

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        if (input.Rank != 3 || input[1] % _size != 0 || input[2] % _size != 0)
            throw Unfit(input, $"it takes [channels, height, width] with sides that are multiples of {_size}");
        return [input[0], input[1] / _size, input[2] / _size];
    }

    /// <summary>The pixels of each square along axes 3 and 5.</summary>
    private protected Tensor Squares(Tensor input) =>
        input.Reshape(input.Shape[0], input.Shape[1], input.Shape[2] / _size, _size, input.Shape[3] / _size, _size);
}

/// <summary>The greatest value of each square of pixels; of several that are equal the first, row by row, has the gradient.</summary>
/// <param name="size">The side of a square, which divides the picture's.</param>
public sealed class MaxPool(int size = 2) : Pooling(size)
{
    /// <inheritdoc/>
    public override string Description => $"max pooling {Size}x{Size}";

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        // One by one: the greatest of a whole axis shares its gradient among equals.
        Tensor squares = Squares(input);
        Tensor greatest = squares.Slice(3, 0, 1).Slice(5, 0, 1);
        for (int pixel = 1; pixel < Size * Size; pixel++)
            greatest = Tensor.Max(greatest, squares.Slice(3, pixel / Size, 1).Slice(5, pixel % Size, 1));
        return greatest.Reshape(input.Shape[0], input.Shape[1], input.Shape[2] / Size, input.Shape[3] / Size);
    }
}

/// <summary>The mean of each square of pixels.</summary>
/// <param name="size">The side of a square, which divides the picture's.</param>
public sealed class AveragePool(int size = 2) : Pooling(size)
{
    /// <inheritdoc/>
    public override string Description => $"average pooling {Size}x{Size}";

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input) => Squares(input).Mean([3, 5]);
}

/// <summary>The sum of each map over all places: [channels, ...spatial sizes] to [channels]. Miyato and Koyama 2018, arXiv:1802.05637, figure 14.</summary>
public sealed class GlobalSumPool : Module
{
    /// <inheritdoc/>
    public override string Description => "sum over all places";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input) => input.Rank >= 2 ? [input[0]] : throw Unfit(input, "it takes [channels, spatial sizes ...]");

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Sum([.. Enumerable.Range(2, input.Rank - 2)]);
    }
}
