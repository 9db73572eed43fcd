using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// A convolution whose weights a style scales: w' = s_i w, and divided by their length, so that outputs keep their deviation. Karras et al. 2019,
/// arXiv:1912.04958, equations 1 to 3. Parameters: <c>affine/…</c>, <c>kernel</c> [maps, channels, kernel, kernel] and <c>bias</c> [maps].
/// </summary>
/// <remarks>
/// s = 1 + affine(w); y_o = gain · d_o · (Σ_i w_oi * s_i x_i) + b_o, d_o = 1 / √(Σ over i, k of (s_i w_oik)² + ε). To scale what the convolution
/// takes and gives is to scale its weights, and one convolution serves all items. Doubling, it is a transposed convolution of stride 2 and a
/// <see cref="Blur"/>.
/// </remarks>
/// <param name="styles">Values of a style, at least 1.</param>
/// <param name="maps">Number of output channels, at least 1.</param>
/// <param name="kernel">Side of the kernel: odd, and 3 for a doubling.</param>
/// <param name="doubles">Whether the output has twice as many pixels along both axes.</param>
/// <param name="demodulates">Whether the scaled weights are divided by their length; not where channels of pictures are made.</param>
/// <param name="gain">√2 before a leaky ReLU, 1 before a linear output.</param>
public sealed class ModulatedConvolution(int styles, int maps, int kernel = 3, bool doubles = false, bool demodulates = true, double gain = 1.4142135623730951) : StyledLayer
{
    private const double Epsilon = 1e-8;
    private readonly int _side = kernel % 2 == 1 && (!doubles || kernel == 3)
        ? kernel
        : throw new ArgumentOutOfRangeException(nameof(kernel), kernel, "The kernel of a modulated convolution is odd, and 3 for a doubling.");

    private ConvolutionGeometry? _geometry;
    private Func<ForwardContext, Tensor>? _kernel;
    private Parameter? _bias;
    private Dense? _affine;

    /// <inheritdoc/>
    public override string Description => $"modulated convolution {_side}{(doubles ? ", doubling" : "")}, {Counted.Of(maps, "map")}";

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Children => _affine is null ? [] : [_affine];

    /// <inheritdoc/>
    public override Tensor Apply(ForwardContext context, Tensor maps, Tensor style)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(maps);
        Tensor weight = _kernel!(context), scale = _affine!.Forward(context, style) + 1;
        Tensor input = maps * OverPixels(scale, maps);
        Tensor output = doubles ? Blur.Apply(Tensor.ConvolveInput(input, weight, _geometry!), 1, 1, gain: 2) : Tensor.Convolve(input, weight, _geometry!);
        if (demodulates)
        {
            // [channels, maps]: the squared length of the weights from one channel to one map.
            Tensor lengths = weight.Square().Sum([2, 3]);
            Tensor demodulation = (Tensor.MatMul(scale.Square(), lengths, transposeRight: !doubles) + Epsilon).Rsqrt();
            output *= OverPixels(demodulation * gain, output);
        }
        else
        {
            output *= gain;
        }

        return output + context.Read(_bias!).AsChannels(output.Rank);
    }

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        if (input.Rank != 3)
            throw Unfit(input, "it takes [channels, height, width]");
        (int channels, int height, int width) = (input[0], input[1], input[2]);
        _affine = new Dense(channels, weight: new EqualizedLearningRate(Gain: 1));
        _affine.Build(scope.Child("affine"), [styles]);
        // A transposed convolution is the product of one with respect to its input, whose kernel has its channels first.
        _geometry = doubles
            ? ConvolutionGeometry.CreateTransposed([height, width], [_side], [2])
            : ConvolutionGeometry.Create([height, width], [_side], [1], [_side / 2]);
        Shape shape = doubles ? [channels, maps, _side, _side] : [maps, channels, _side, _side];
        var fan = new Fan(channels * _side * _side, maps * _side * _side);
        _kernel = AddWeight(scope, "kernel", shape, Initializers.GlorotUniform, fan, outputAxis: doubles ? 1 : 0, new EqualizedLearningRate(Gain: 1));
        _bias = AddParameter(scope, "bias", [maps], Initializers.Zeros);
        return doubles ? [maps, 2 * height, 2 * width] : [maps, height, width];
    }
}
