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

    /// <summary>-ln p(x) of independent pixels, Σ softplus(l) - x l, summed over an item and averaged over the batch, in nats.</summary>
    /// <param name="original">x, [batch, ...], values in [0, 1].</param>
    /// <param name="logits">l, the logits of each pixel, [batch, ...].</param>
    public static Tensor Bernoulli(Tensor original, Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(logits);
        return (logits.Softplus() - (original * logits)).Sum() * (1.0 / original.Shape[0]);
    }
}
