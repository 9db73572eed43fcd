using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// A low-pass filter of each channel, [1, 3, 3, 1] / 8 along every spatial axis, with zeros around. Karras et al. 2019,
/// arXiv:1912.04958, appendix B; before it Zhang 2019, arXiv:1904.11486.
/// </summary>
/// <remarks>y[i] = gain · Σ over t of f[t] x[i + t - low] along each axis; the output has low + high - 3 pixels more.</remarks>
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

    /// <summary>The filter, at every pixel or at every second.</summary>
    /// <param name="x">[batch, channels, spatial sizes ...].</param>
    /// <param name="low">Zeros in front.</param>
    /// <param name="high">Zeros behind.</param>
    /// <param name="gain">The sum of the filter along each axis.</param>
    /// <param name="step">1 or 2.</param>
    internal static Tensor Apply(Tensor x, int low, int high, double gain, int step = 1) =>
        Tensor.Convolve(x, Kernel(x, gain), ConvolutionGeometry.Create(x.Shape.Span[2..], [Taps], [step], [low], [high], groups: x.Shape[1]));

    /// <summary>Twice as many pixels along every spatial axis: zeros between, and the filter over them.</summary>
    /// <param name="x">[batch, channels, spatial sizes ...].</param>
    internal static Tensor Double(Tensor x) =>
        Tensor.ConvolveInput(x, Kernel(x, gain: 2), ConvolutionGeometry.CreateTransposed(x.Shape.Span[2..], [Taps], [2], [1], groups: x.Shape[1]));

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input) => input.Rank is >= 2 and <= 4 && input.Skip(1).All(size => size + _low + _high >= Taps)
        ? [input[0], .. input.Skip(1).Select(size => size + _low + _high - Taps + 1)]
        : throw Unfit(input, $"it takes [channels, spatial sizes ...] of at least {Taps} pixels with the zeros around");

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input) => Apply(input, _low, _high, gain);

    /// <summary>The filter along all axes, the same for each channel: the kernel of a depthwise convolution, [channels, 1, taps ...].</summary>
    private static Tensor Kernel(Tensor x, double gain)
    {
        int axes = x.Rank - 2;
        double[] kernel = [1];
        for (int axis = 0; axis < axes; axis++)
            kernel = [.. kernel.SelectMany(value => Filter.Select(tap => value * tap * gain))];
        int[] taps = [.. Enumerable.Repeat(Taps, axes)];
        return Tensor.Literal(NDArray.From<float>([1, 1, .. taps], [.. kernel.Select(value => (float)value)])).Cast(x.ElementType).BroadcastTo([x.Shape[1], 1, .. taps]);
    }
}

/// <summary>Twice as many pixels along every spatial axis, filtered by [1, 3, 3, 1]: linear interpolation, with zeros around. Karras et al. 2019, arXiv:1912.04958.</summary>
public sealed class FilteredUpsampling : Module
{
    /// <inheritdoc/>
    public override string Description => "filtered upsampling x2";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input) => input.Rank is >= 2 and <= 4
        ? [input[0], .. input.Skip(1).Select(size => 2 * size)]
        : throw Unfit(input, "it takes [channels, spatial sizes ...]");

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Blur.Double(input);
    }
}

/// <summary>Half as many pixels along every spatial axis, filtered by [1, 3, 3, 1], with zeros around. Karras et al. 2019, arXiv:1912.04958.</summary>
public sealed class FilteredDownsampling : Module
{
    /// <inheritdoc/>
    public override string Description => "filtered downsampling x2";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input) => input.Rank is >= 2 and <= 4 && input.Skip(1).All(size => size % 2 == 0)
        ? [input[0], .. input.Skip(1).Select(size => size / 2)]
        : throw Unfit(input, "it takes [channels, spatial sizes ...] with even sizes");

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input) => Blur.Apply(input, 1, 1, 1, step: 2);
}
