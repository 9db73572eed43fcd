using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Pixel normalization: the channels of each pixel are brought to a mean square of 1, b = a / √(mean a² + ε). Karras et al.
/// 2017, arXiv:1710.10196, section 4.2.
/// </summary>
/// <param name="epsilon">Added to the mean square under the root.</param>
public sealed class PixelNorm(double epsilon = 1e-8) : Module
{
    /// <inheritdoc/>
    public override string Description => "pixel norm";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input) => input;

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input * (input.Square().Mean(1, keepAxes: true) + epsilon).Rsqrt();
    }
}
