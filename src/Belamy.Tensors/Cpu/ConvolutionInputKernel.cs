namespace Belamy.Tensors.Cpu;

/// <summary>ConvolveInput: operands are the output's gradient, weights packed backward, and the input's gradient.</summary>
internal sealed class ConvolutionInputKernel(ConvolutionShape shape, SimdWidth? width = null)
    : TapProductKernel(shape, TapPlan.Backward(shape), width)
{
    public override string Name => $"convolve input {Shape}";
}
