using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// A low-pass filter of each channel, [1, 3, 3, 1] / 8 along every spatial axis, with zeros around. Karras et al. 2019,
/// arXiv:1912.04958, appendix B; before it Zhang 2019, arXiv:1904.11486.
/// </summary>
/// <remarks>The filter of <see cref="BilinearResampling"/>, without a change of size: y[i] = gain · Σ over t of f[t] x[i + t - low] along each axis; the output has low + high - 3 pixels more.</remarks>
/// <param name="low">Zeros in front along every spatial axis, at least 0.</param>
/// <param name="high">Zeros behind along every spatial axis, at least 0.</param>
/// <param name="gain">What the sum of the filter is along each axis: 2 behind a doubling whose new pixels are 0.</param>
public sealed class Blur(int low, int high, double gain = 1) : Module
{
    private const int Taps = 4;
    private static readonly double[] Filter = [1.0 / 8, 3.0 / 8, 3.0 / 8, 1.0 / 8];
    private readonly int _low = low >= 0 ? low : throw new ArgumentOutOfRangeException(nameof(low), low, "There are at least 0 zeros in front.");
    private readonly int _high = high >= 0 ? high : throw new ArgumentOutOfRangeException(nameof(high), high, "There are at least 0 zeros behind.");

    /// <inheritdoc/>
    public override string Description => "blur";

    /// <summary>The filter at every pixel.</summary>
    /// <param name="x">[batch, channels, spatial sizes ...].</param>
    /// <param name="low">Zeros in front.</param>
    /// <param name="high">Zeros behind.</param>
    /// <param name="gain">The sum of the filter along each axis.</param>
    internal static Tensor Apply(Tensor x, int low, int high, double gain) =>
        Tensor.Convolve(x, Kernel(x, gain), ConvolutionGeometry.Create(x.Shape.Span[2..], [Taps], [1], [low], [high], groups: x.Shape[1]));

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input) => input.Rank is >= 2 and <= 4 && input.Skip(1).All(size => size + _low + _high >= Taps)
        ? [input[0], .. input.Skip(1).Select(size => size + _low + _high - Taps + 1)]
        : throw Unfit(input, $"it takes [channels, spatial sizes ...] of at least {Taps} pixels with the zeros around");

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input) => Apply(input, _low, _high, gain);

    /// <summary>The filter along all axes, the same for each channel: the kernel of a depthwise convolution, [channels, 1, taps ...].</summary>
    /// <param name="x">[batch, channels, spatial sizes ...].</param>
    /// <param name="gain">The sum of the filter along each axis.</param>
    internal static Tensor Kernel(Tensor x, double gain)
    {
        int axes = x.Rank - 2;
        double[] kernel = [1];
        for (int axis = 0; axis < axes; axis++)
            kernel = [.. kernel.SelectMany(value => Filter.Select(tap => value * tap * gain))];
        int[] taps = [.. Enumerable.Repeat(Taps, axes)];
        return Tensor.Literal(NDArray.From<float>([1, 1, .. taps], [.. kernel.Select(value => (float)value)])).Cast(x.ElementType).BroadcastTo([x.Shape[1], 1, .. taps]);
    }
}
