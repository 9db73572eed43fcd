using Belamy.Tensors;

namespace Belamy.Objectives;

/// <summary>How far a normal distribution is from the standard one.</summary>
public static class GaussianDivergence
{
    /// <summary>
    /// KL(N(μ, σ²) ‖ N(0, 1)) = -½ Σ (1 + ln σ² - μ² - σ²), summed over an item and averaged over the batch, in nats. Kingma
    /// and Welling 2013, arXiv:1312.6114, appendix B.
    /// </summary>
    /// <param name="mean">μ, [batch, latent].</param>
    /// <param name="logVariance">ln σ², [batch, latent].</param>
    public static Tensor FromStandard(Tensor mean, Tensor logVariance)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(logVariance);
        return (1 + logVariance - mean.Square() - logVariance.Exp()).Sum() * (-0.5 / mean.Shape[0]);
    }
}
