using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Convolution in one, two or three spatial dimensions. Parameters: <c>kernel</c> [maps, channels / groups, kernel ...] and
/// <c>bias</c> [maps].
/// </summary>
/// <param name="maps">Number of output channels, at least 1.</param>
/// <param name="kernel">Size of the kernel along every spatial axis.</param>
/// <param name="stride">Stride along every spatial axis.</param>
/// <param name="padding">
/// Zeros on both sides of every spatial axis. Left out, the output has ⌈size / stride⌉ pixels, and where the zeros
/// needed are odd in number the extra one goes behind.
/// </param>
/// <param name="bias">Whether a bias is added; a layer before batch norm needs none.</param>
/// <param name="initializer">Initial kernel; Glorot's uniform when left out. The bias starts at 0.</param>
/// <param name="weight">How the kernel is made from what training changes; the kernel itself when left out.</param>
/// <param name="groups">
/// Groups that channels and maps are split into, at least 1 and a divisor of both; a map sees the channels of its group. As many
/// as there are channels make a depthwise convolution.
/// </param>
/// <param name="dilation">
/// Pixels from one tap of the kernel to the next along every spatial axis, at least 1: a kernel of k sees dilation · (k - 1) + 1
/// pixels. Yu and Koltun 2016, arXiv:1511.07122.
/// </param>
public sealed class Convolution(
    int maps, int kernel, int stride = 1, int? padding = null, bool bias = true, Initializer? initializer = null, WeightTransform? weight = null, int groups = 1, int dilation = 1) : Module
{
    private readonly int _groups = GroupsOf(groups, maps);
    private readonly int _dilation = dilation >= 1 ? dilation : throw new ArgumentOutOfRangeException(nameof(dilation), dilation, "The taps of a convolution lie at least 1 pixel apart.");
    private ConvolutionGeometry? _geometry;
    private Func<ForwardContext, Tensor>? _kernel;
    private Parameter? _bias;

    /// <inheritdoc/>
    public override string Description => $"convolution {kernel}/{stride}, {Counted.Of(maps, "map")}{(_groups == 1 ? "" : $" in {_groups} groups")}{(_dilation == 1 ? "" : $", dilation {_dilation}")}";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        if (input.Rank is < 2 or > 4)
            throw Unfit(input, "it takes [channels, spatial sizes ...] with one to three spatial axes; put Reshape before it");
        if (input[0] % _groups != 0)
            throw Unfit(input, $"its channels must be a multiple of {_groups}");
        int[] size = input.Span[1..].ToArray();
        _geometry = padding is { } zeros
            ? ConvolutionGeometry.Create(size, [kernel], [stride], [zeros], dilation: [_dilation], groups: _groups)
            : SamePadding(size, [.. size.Select(pixels => (pixels + stride - 1) / stride)], kernel, stride, _groups, _dilation);
        double taps = Math.Pow(kernel, size.Length);
        var fan = new Fan(input[0] / _groups * taps, maps / _groups * taps / Math.Pow(stride, size.Length));
        _kernel = AddWeight(scope, "kernel", [maps, input[0] / _groups, .. _geometry.KernelSize], initializer ?? Initializers.GlorotUniform, fan, outputAxis: 0, weight);
        _bias = bias ? AddParameter(scope, "bias", [maps], Initializers.Zeros) : null;
        return [maps, .. _geometry.OutputSize];
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        Tensor output = Tensor.Convolve(input, _kernel!(context), _geometry!);
        return _bias is null ? output : output + context.Read(_bias).AsChannels(output.Rank);
    }

    /// <summary>The geometry that maps <paramref name="input"/> to <paramref name="output"/> with as even a padding as there is.</summary>
    internal static ConvolutionGeometry SamePadding(int[] input, int[] output, int kernel, int stride, int groups, int dilation = 1)
    {
        var low = new int[input.Length];
        var high = new int[input.Length];
        for (int axis = 0; axis < input.Length; axis++)
        {
            int zeros = Math.Max(((output[axis] - 1) * stride) + (dilation * (kernel - 1)) + 1 - input[axis], 0);
            low[axis] = zeros / 2;
            high[axis] = zeros - low[axis];
        }

        return ConvolutionGeometry.Create(input, [kernel], [stride], low, high, [dilation], groups);
    }

    /// <summary>A number of groups that divides the maps.</summary>
    internal static int GroupsOf(int groups, int maps) => groups >= 1 && maps % groups == 0
        ? groups
        : throw new ArgumentOutOfRangeException(nameof(groups), groups, $"The groups of a convolution must divide its {maps} maps.");
}
