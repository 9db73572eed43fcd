using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>Pictures continued beyond their borders by their mirror images, the border pixels themselves not repeated.</summary>
/// <param name="pixels">Pixels that are added on each side, at least 1 and fewer than the picture has.</param>
public sealed class ReflectionPadding(int pixels) : Module
{
    private readonly int _pixels = pixels >= 1 ? pixels : throw new ArgumentOutOfRangeException(nameof(pixels), pixels, "Padding takes at least 1 pixel.");

    /// <inheritdoc/>
    public override string Description => $"reflection padding {_pixels}";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input) => input.Rank == 3 && input[1] > _pixels && input[2] > _pixels
        ? [input[0], input[1] + 2 * _pixels, input[2] + 2 * _pixels]
        : throw Unfit(input, $"it takes pictures of more than {_pixels} pixels in height and width");

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input) => Continue(Continue(input, 2), 3);

    private Tensor Continue(Tensor input, int axis)
    {
        ArgumentNullException.ThrowIfNull(input);
        int size = input.Shape[axis];
        return Tensor.Concat(axis, input.Slice(axis, 1, _pixels).Reverse(axis), input, input.Slice(axis, size - 1 - _pixels, _pixels).Reverse(axis));
    }
}
