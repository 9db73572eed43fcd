using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Transposed convolution in one, two or three spatial dimensions: what the gradient of a convolution does to its
/// output. Parameters: <c>kernel</c> [channels, maps / groups, kernel ...] and <c>bias</c> [maps].
/// </summary>
/// <param name="maps">Number of output channels, at least 1.</param>
/// <param name="kernel">Size of the kernel along every spatial axis.</param>
/// <param name="stride">How many times larger the output is.</param>
/// <param name="padding">
/// Pixels cut off on both sides of every spatial axis, which then has (size - 1) × stride - 2 × padding + kernel pixels.
/// Left out, the output has size × stride pixels.
/// </param>
/// <param name="bias">Whether a bias is added; a layer before batch norm needs none.</param>
/// <param name="initializer">Initial kernel; Glorot's uniform when left out. The bias starts at 0.</param>
/// <param name="weight">How the kernel is made from what training changes; the kernel itself when left out.</param>
/// <param name="groups">Groups that channels and maps are split into, at least 1 and a divisor of both; a map sees the channels of its group.</param>
public sealed class TransposedConvolution(
    int maps, int kernel, int stride = 1, int? padding = null, bool bias = true, Initializer? initializer = null, WeightTransform? weight = null, int groups = 1) : Module
{
    private readonly int _groups = Convolution.GroupsOf(groups, maps);
    private ConvolutionGeometry? _geometry;
    private Func<ForwardContext, Tensor>? _kernel;
    private Parameter? _bias;

    /// <inheritdoc/>
    public override string Description => $"transposed convolution {kernel}/{stride}, {Counted.Of(maps, "map")}{(_groups == 1 ? "" : $" in {_groups} groups")}";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        if (input.Rank is < 2 or > 4)
            throw Unfit(input, "it takes [channels, spatial sizes ...] with one to three spatial axes; put Reshape before it");
        if (input[0] % _groups != 0)
            throw Unfit(input, $"its channels must be a multiple of {_groups}");
        int[] size = input.Span[1..].ToArray();
        _geometry = padding is { } cut
            ? ConvolutionGeometry.CreateTransposed(size, [kernel], [stride], [cut], groups: _groups)
            : Convolution.SamePadding([.. size.Select(pixels => pixels * stride)], size, kernel, stride, _groups);
        double taps = Math.Pow(kernel, size.Length);
        var fan = new Fan(input[0] / _groups * taps / Math.Pow(stride, size.Length), maps / _groups * taps);
        _kernel = AddWeight(scope, "kernel", [input[0], maps / _groups, .. _geometry.KernelSize], initializer ?? Initializers.GlorotUniform, fan, outputAxis: 1, weight);
        _bias = bias ? AddParameter(scope, "bias", [maps], Initializers.Zeros) : null;
        return [maps, .. _geometry.InputSize];
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        Tensor output = Tensor.ConvolveInput(input, _kernel!(context), _geometry!);
        return _bias is null ? output : output + context.Read(_bias).AsChannels(output.Rank);
    }
}
