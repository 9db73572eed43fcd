namespace Belamy.Tensors.Cpu;

/// <summary>One spatial axis of a convolution: output <c>o</c> meets input <c>o·Stride + tap·Dilation − Padding</c>.</summary>
internal readonly record struct ConvolutionAxis(int Input, int Output, int Kernel, int Stride, int Padding, int Dilation)
{
    /// <summary>The axis that a one-dimensional convolution lacks.</summary>
    public static ConvolutionAxis Single { get; } = new(1, 1, 1, 1, 0, 1);
}

/// <summary>
/// A convolution of one or two spatial axes and one group as the kernels see it. Activations are channels last,
/// [batch, y, x, channels], without gaps; weights and their gradients are [output channels, input channels, y, x].
/// </summary>
internal sealed record ConvolutionShape(int Batch, int InputChannels, int OutputChannels, ConvolutionAxis Y, ConvolutionAxis X)
{
    /// <summary>Taps of the kernel.</summary>
    public int Taps => Y.Kernel * X.Kernel;

    /// <summary>Numbers in the input.</summary>
    public long InputLength => (long)Batch * Y.Input * X.Input * InputChannels;

    /// <summary>Numbers in the output.</summary>
    public long OutputLength => (long)Batch * Y.Output * X.Output * OutputChannels;

    /// <summary>Numbers in the weights.</summary>
    public long WeightsLength => (long)OutputChannels * InputChannels * Taps;

    /// <summary>Two operations for each tap, pair of channels and output pixel, the same for all three products.</summary>
    public double Flops => 2.0 * Batch * Y.Output * X.Output * Taps * InputChannels * OutputChannels;

    /// <summary>Whether the kernels here can compute a geometry.</summary>
    public static bool Supports(ConvolutionGeometry geometry) => geometry.SpatialRank <= 2 && geometry.Groups == 1;

    /// <summary>Takes over a geometry.</summary>
    /// <exception cref="NotSupportedException">The geometry has three spatial axes or several groups.</exception>
    public static ConvolutionShape From(ConvolutionGeometry geometry, int batch, int inputChannels, int outputChannels)
    {
        if (!Supports(geometry))
            throw new NotSupportedException($"Convolution kernels: {geometry} has more than two spatial axes or several groups.");
        var last = geometry.SpatialRank - 1;
        return new(batch, inputChannels, outputChannels, last == 0 ? ConvolutionAxis.Single : Axis(geometry, 0), Axis(geometry, last));
    }

    public override string ToString() =>
        $"{Batch}x{InputChannels}x{Y.Input}x{X.Input}->{OutputChannels}x{Y.Output}x{X.Output} k{Y.Kernel}x{X.Kernel} s{Y.Stride}x{X.Stride}";

    private static ConvolutionAxis Axis(ConvolutionGeometry geometry, int axis) => new(
        geometry.InputSize[axis], geometry.OutputSize[axis], geometry.KernelSize[axis], geometry.Stride[axis],
        geometry.PaddingLow[axis], geometry.Dilation[axis]);
}
