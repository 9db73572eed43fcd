using Belamy.Tensors;

namespace Belamy.Objectives;

/// <summary>How far a copy is from its original.</summary>
public static class Reconstruction
{
    /// <summary>The mean absolute difference of all values.</summary>
    public static Tensor Absolute(Tensor original, Tensor copy)
    {
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(copy);
        return (original - copy).Abs().Mean();
    }

    /// <summary>The mean squared difference of all values.</summary>
    public static Tensor Squared(Tensor original, Tensor copy)
    {
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(copy);
        return (original - copy).Square().Mean();
    }
}
