using Belamy.Tensors;

namespace Belamy.Objectives;

/// <summary>max(0, x), as hinges need it.</summary>
internal static class Positive
{
    /// <summary>x where it is above 0, else 0; the slope at 0 is 0.</summary>
    public static Tensor Part(Tensor x) => Tensor.Select(x > 0, x, Tensor.Zeros(x.Shape, x.ElementType));
}
