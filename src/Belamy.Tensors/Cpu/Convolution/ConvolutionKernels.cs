namespace Belamy.Tensors.Cpu;

/// <summary>A kernel that packs a convolution's weights. Operands: weights [output channels, input channels, y, x], packed weights.</summary>
internal abstract class PackWeightsKernel : Kernel
{
    /// <summary>Numbers in the packed weights.</summary>
    public abstract long PackedLength { get; }
}

/// <summary>
/// The kernels for the three products of a convolution. Activations are channels last; the convolution and the input
/// gradient take weights packed by the kernel made for the same shape, direction and width.
/// </summary>
internal static class ConvolutionKernels
{
    /// <summary>Convolve. Operands: input, weights packed forward, output. Epilogue rows are output pixels.</summary>
    public static Kernel Forward(ConvolutionShape shape, SimdWidth? width = null)
    {
        var bits = width ?? Simd.Current;
        return ScatterPlan.Create(shape, backward: false, bits) is { } plan
            ? new ScatterTapsKernel(shape, backward: false, plan, bits)
            : new TapProductKernel(shape, backward: false, bits);
    }

    /// <summary>ConvolveInput. Operands: output's gradient, weights packed backward, input's gradient. Epilogue rows are input pixels.</summary>
    public static Kernel Input(ConvolutionShape shape, SimdWidth? width = null)
    {
        var bits = width ?? Simd.Current;
        return ScatterPlan.Create(shape, backward: true, bits) is { } plan
            ? new ScatterTapsKernel(shape, backward: true, plan, bits)
            : new TapProductKernel(shape, backward: true, bits);
    }

    /// <summary>
    /// ConvolveKernel. Operands: input, output's gradient, weights' gradient [output channels, input channels, y, x].
    /// Epilogue rows are output channels.
    /// </summary>
    public static Kernel Weights(ConvolutionShape shape, SimdWidth? width = null) =>
        new ConvolutionWeightGradientKernel(shape, width ?? Simd.Current);

    /// <summary>Packs weights for <see cref="Forward"/>, or for <see cref="Input"/> if <paramref name="backward"/>.</summary>
    public static PackWeightsKernel PackWeights(ConvolutionShape shape, bool backward, SimdWidth? width = null)
    {
        var bits = width ?? Simd.Current;
        return ScatterPlan.Create(shape, backward, bits) is { } plan
            ? new PackScatterWeightsKernel(shape, backward, plan)
            : new PackTapWeightsKernel(shape, backward, bits);
    }
}
