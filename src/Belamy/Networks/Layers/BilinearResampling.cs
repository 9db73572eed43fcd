using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// What resampling by a factor of 2 shares: the filter of <see cref="Blur"/> along each side, which is that of linear interpolation, with zeros
/// beyond the picture. Karras et al. 2020, arXiv:1912.04958; Huang et al. 2024, arXiv:2501.05441. It has no parameters.
/// </summary>
public abstract class BilinearResampling : Module
{
    /// <summary>From the larger picture to the smaller.</summary>
    private protected ConvolutionGeometry? Geometry { get; set; }

    /// <summary>Fails unless an item is a picture.</summary>
    private protected void RequirePicture(Shape input, int multiple)
    {
        if (input.Rank != 3 || input[1] % multiple != 0 || input[2] % multiple != 0)
            throw Unfit(input, $"it takes [channels, height, width]{(multiple > 1 ? $" with sides that are multiples of {multiple}" : "")}");
    }
}

/// <summary>Twice as many pixels along each side, by linear interpolation; see <see cref="BilinearResampling"/>.</summary>
public sealed class BilinearUpsampling : BilinearResampling
{
    /// <inheritdoc/>
    public override string Description => "bilinear upsampling x2";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        RequirePicture(input, 1);
        Geometry = ConvolutionGeometry.CreateTransposed([input[1], input[2]], [4], [2], [1], groups: input[0]);
        return [input[0], 2 * input[1], 2 * input[2]];
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        // Of four taps along a side two meet each pixel of the larger picture, whose weights are to sum to 1.
        return Tensor.ConvolveInput(input, Blur.Kernel(input, gain: 2), Geometry!);
    }
}

/// <summary>Half as many pixels along each side, each a mean of 4×4 of them; see <see cref="BilinearResampling"/>.</summary>
public sealed class BilinearDownsampling : BilinearResampling
{
    /// <inheritdoc/>
    public override string Description => "bilinear downsampling /2";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        RequirePicture(input, 2);
        Geometry = ConvolutionGeometry.Create([input[1], input[2]], [4], [2], [1], groups: input[0]);
        return [input[0], input[1] / 2, input[2] / 2];
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Tensor.Convolve(input, Blur.Kernel(input, gain: 1), Geometry!);
    }
}
