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

    /// <summary>The distance of each item from its copy, over the root of the number of its values; their mean.</summary>
    /// <param name="original">Items, [batch, ...item].</param>
    /// <param name="copy">Their copies, of the same shape.</param>
    public static Tensor Distance(Tensor original, Tensor copy)
    {
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(copy);
        return Distances(original, copy).Mean();
    }

    /// <summary>The distance of each item from its copy, as in <see cref="Distance"/>, [batch].</summary>
    // The slope of a root has no bound at 0.
    internal static Tensor Distances(Tensor original, Tensor copy) => ((original - copy).Square().Reshape(original.Shape[0], -1).Mean(1) + 1e-8).Sqrt();
}
