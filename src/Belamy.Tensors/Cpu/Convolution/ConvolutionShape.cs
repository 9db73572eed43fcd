namespace Belamy.Tensors.Cpu;

/// <summary>One spatial axis of a convolution: output <c>o</c> meets input <c>o·Stride + tap·Dilation − Padding</c>.</summary>
internal readonly record struct ConvolutionAxis(int Input, int Output, int Kernel, int Stride, int Padding, int Dilation)
{
    /// <summary>The axis that a one-dimensional convolution lacks.</summary>
    public static ConvolutionAxis Single { get; } = new(1, 1, 1, 1, 0, 1);
}

/// <summary>
/// A convolution as the kernels see it; spatial axes that it lacks have one place. Activations are channels last,
/// [batch, z, y, x, channels], without gaps; weights and their gradients are [output channels, input channels / groups, z, y, x].
/// </summary>
internal sealed record ConvolutionShape(int Batch, int InputChannels, int OutputChannels, ConvolutionAxis Y, ConvolutionAxis X)
{
    /// <summary>The first of three spatial axes.</summary>
    public ConvolutionAxis Z { get; init; } = ConvolutionAxis.Single;

    /// <summary>Groups of channels; each output channel sees the input channels of its group.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Input channels of a group.</summary>
    public int GroupInputs => InputChannels / Groups;

    /// <summary>Output channels of a group.</summary>
    public int GroupOutputs => OutputChannels / Groups;

    /// <summary>Taps of the kernel.</summary>
    public int Taps => Z.Kernel * Y.Kernel * X.Kernel;

    /// <summary>Pixels of one input.</summary>
    public int InputPixels => Z.Input * Y.Input * X.Input;

    /// <summary>Pixels of one output.</summary>
    public int OutputPixels => Z.Output * Y.Output * X.Output;

    /// <summary>Numbers in the input.</summary>
    public long InputLength => (long)Batch * InputPixels * InputChannels;

    /// <summary>Numbers in the output.</summary>
    public long OutputLength => (long)Batch * OutputPixels * OutputChannels;

    /// <summary>Numbers in the weights.</summary>
    public long WeightsLength => (long)OutputChannels * GroupInputs * Taps;

    /// <summary>Two operations for each tap, pair of channels and output pixel, the same for all three products.</summary>
    public double Flops => 2.0 * Batch * OutputPixels * Taps * GroupInputs * OutputChannels;

    /// <summary>Takes over a geometry.</summary>
    public static ConvolutionShape From(ConvolutionGeometry geometry, int batch, int inputChannels, int outputChannels) =>
        new(batch, inputChannels, outputChannels, Axis(geometry, 1), Axis(geometry, 0)) { Z = Axis(geometry, 2), Groups = geometry.Groups };

    public override string ToString()
    {
        var volume = Z != ConvolutionAxis.Single;
        return $"{Batch}x{InputChannels}x{(volume ? $"{Z.Input}x" : "")}{Y.Input}x{X.Input}->{OutputChannels}x{(volume ? $"{Z.Output}x" : "")}{Y.Output}x{X.Output}"
            + $" k{(volume ? $"{Z.Kernel}x" : "")}{Y.Kernel}x{X.Kernel} s{(volume ? $"{Z.Stride}x" : "")}{Y.Stride}x{X.Stride}"
            + (X.Dilation * Y.Dilation * Z.Dilation == 1 ? "" : $" d{Y.Dilation}x{X.Dilation}") + (Groups == 1 ? "" : $" g{Groups}");
    }

    private static ConvolutionAxis Axis(ConvolutionGeometry geometry, int fromLast)
    {
        var axis = geometry.SpatialRank - 1 - fromLast;
        return axis < 0 ? ConvolutionAxis.Single : new(
            geometry.InputSize[axis], geometry.OutputSize[axis], geometry.KernelSize[axis], geometry.Stride[axis],
            geometry.PaddingLow[axis], geometry.Dilation[axis]);
    }
}
