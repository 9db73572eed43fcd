using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Categories drawn so that gradients pass. Jang, Gu and Poole 2016, arXiv:1611.01144: y = softmax((l + g) / τ) with g = -ln(-ln u)
/// from Gumbel's distribution. The largest share is the category that logits l would give; the lower τ, the nearer it is to 1.
/// </summary>
public static class GumbelSoftmax
{
    // A draw of 0 has no logarithm. Draws are whole multiples of 2^-24, so to add something would make the greatest of them 1.
    private const double LeastDraw = 1.0 / (1 << 25);

    /// <summary>Draws shares.</summary>
    /// <param name="context">Gives the random numbers.</param>
    /// <param name="name">What they are for, part of the stream's identity.</param>
    /// <param name="logits">[batch, categories].</param>
    /// <param name="temperature">τ, above 0.</param>
    /// <returns>[batch, categories], each row adding up to 1.</returns>
    public static Tensor Draw(ForwardContext context, string name, Tensor logits, double temperature)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(temperature);
        return Shares(Perturb(context, name, logits) * (1 / temperature));
    }

    /// <summary>Logits with Gumbel's noise: the greatest is that of a category drawn with the chances that they stand for.</summary>
    /// <param name="context">Gives the random numbers.</param>
    /// <param name="name">What they are for, part of the stream's identity.</param>
    /// <param name="logits">[batch, categories].</param>
    /// <returns>l + g, [batch, categories].</returns>
    public static Tensor Perturb(ForwardContext context, string name, Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(logits);
        Tensor draw = context.RandomUniform(name, logits.Shape).Max(LeastDraw);
        return logits - (-draw.Log()).Log();
    }

    /// <summary>softmax(l), whatever the size of l.</summary>
    /// <param name="logits">[batch, categories].</param>
    /// <returns>[batch, categories], each row adding up to 1.</returns>
    public static Tensor Shares(Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        // The shift by the greatest changes nothing but the range of the exponentials; it needs no gradient.
        Tensor shares = (logits - logits.ReduceMax([1], keepAxes: true).StopGradient()).Exp();
        return shares / shares.Sum(1, keepAxes: true);
    }
}
