using Belamy.Tensors;

namespace Belamy.Objectives;

/// <summary>Weights of several samples of one latent vector by what the discriminator says. Hjelm et al. 2017, arXiv:1702.08431, equation 8.</summary>
public static class ImportanceWeights
{
    /// <summary>w̃ = softmax of the discriminator's logits over the samples: no gradient passes.</summary>
    /// <param name="logits">[batch, samples].</param>
    /// <returns>[batch, samples], each row adding up to 1.</returns>
    public static Tensor Normalized(Tensor logits) => CrossEntropy.LogSoftmax(logits).Exp().StopGradient();

    /// <summary>The generator's loss: -E Σ_m w̃_m ln g(x_m | z).</summary>
    /// <param name="weights">w̃, [batch, samples].</param>
    /// <param name="logLikelihoods">ln g(x_m | z), [batch, samples].</param>
    public static Tensor Loss(Tensor weights, Tensor logLikelihoods)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(logLikelihoods);
        return -(weights * logLikelihoods).Sum(1).Mean();
    }

    /// <summary>The effective number of samples, the mean of 1 / Σ w̃², between 1 and their number.</summary>
    /// <param name="weights">w̃, [batch, samples].</param>
    public static Tensor EffectiveSize(Tensor weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return (1 / weights.Square().Sum(1)).Mean();
    }
}
