using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>Pixels in [-1, 1] taken for chances of bits.</summary>
internal static class BitPixels
{
    /// <summary>Bits that are 1 with the probability that a value in [-1, 1] stands for.</summary>
    public static Tensor Draw(ForwardContext context, Tensor data) =>
        (context.RandomUniform("bits", data.Shape) < (data + 1) * 0.5).Cast(ElementType.Float32);
}
