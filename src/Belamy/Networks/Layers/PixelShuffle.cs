using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Depth to space: f² channels become one channel of f times the height and width. Shi et al. 2016, arXiv:1609.05158.
/// Channel c f² + i f + j gives the pixels at row i and column j of each square of channel c.
/// </summary>
/// <param name="factor">f, at least 1.</param>
public sealed class PixelShuffle(int factor = 2) : Module
{
    private readonly int _factor = factor >= 1 ? factor : throw new ArgumentOutOfRangeException(nameof(factor), factor, "A picture grows by a factor of at least 1.");

    /// <inheritdoc/>
    public override string Description => $"pixel shuffle {_factor}";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        if (input.Rank != 3 || input[0] % (_factor * _factor) != 0)
            throw Unfit(input, $"it takes [channels, height, width] with a multiple of {_factor * _factor} channels");
        return [input[0] / (_factor * _factor), input[1] * _factor, input[2] * _factor];
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        (int batch, int channels, int height, int width) = (input.Shape[0], OutputShape[0], input.Shape[2], input.Shape[3]);
        return input.Reshape(batch, channels, _factor, _factor, height, width)
            .Permute(0, 1, 4, 2, 5, 3)
            .Reshape(batch, channels, height * _factor, width * _factor);
    }
}
