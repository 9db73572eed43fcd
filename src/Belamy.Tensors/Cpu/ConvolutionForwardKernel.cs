namespace Belamy.Tensors.Cpu;

/// <summary>Convolve: operands are the input, weights packed forward, and the output.</summary>
internal sealed class ConvolutionForwardKernel(ConvolutionShape shape, SimdWidth? width = null)
    : TapProductKernel(shape, TapPlan.Forward(shape), width)
{
    public override string Name => $"convolve {Shape}";
}
