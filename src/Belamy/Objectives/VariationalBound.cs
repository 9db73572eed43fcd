using Belamy.Tensors;

namespace Belamy.Objectives;

/// <summary>
/// The terms of the lower bounds on ln p(x) that latent variable models are trained and judged by. Kingma and Welling 2013,
/// arXiv:1312.6114; Burda, Grosse and Salakhutdinov 2015, arXiv:1509.00519.
/// </summary>
public static class VariationalBound
{
    /// <summary>KL(N(m, σ²) ‖ N(0, 1)) = ½ Σ (m² + σ² - 1 - ln σ²) of each item.</summary>
    /// <param name="mean">m, [batch, latent].</param>
    /// <param name="logVariance">ln σ², [batch, latent].</param>
    /// <returns>[batch].</returns>
    public static Tensor Divergence(Tensor mean, Tensor logVariance)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(logVariance);
        return 0.5 * (mean.Square() + logVariance.Exp() - 1 - logVariance).Sum(1);
    }

    /// <summary>ln p(x) = Σ (x l - softplus(l)) of bits x whose probabilities are σ(l).</summary>
    /// <param name="logits">l, [batch, ...].</param>
    /// <param name="bits">x, of the same shape, in [0, 1].</param>
    /// <returns>[batch].</returns>
    public static Tensor BernoulliLogLikelihood(Tensor logits, Tensor bits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(bits);
        return ((bits * logits) - logits.Softplus()).Reshape(logits.Shape[0], -1).Sum(1);
    }

    /// <summary>ln N(z; 0, 1) - ln N(z; m, σ²) where z = m + σ ε: ½ Σ (ε² + ln σ² - z²) of each item.</summary>
    /// <param name="noise">ε, [..., latent].</param>
    /// <param name="latent">z, of the same shape.</param>
    /// <param name="logVariance">ln σ², of the same shape or broadcast to it.</param>
    /// <returns>[...].</returns>
    public static Tensor LogDensityRatio(Tensor noise, Tensor latent, Tensor logVariance)
    {
        ArgumentNullException.ThrowIfNull(noise);
        ArgumentNullException.ThrowIfNull(latent);
        ArgumentNullException.ThrowIfNull(logVariance);
        return 0.5 * (noise.Square() + logVariance - latent.Square()).Sum(latent.Rank - 1);
    }

    /// <summary>The two halves of what an encoder puts out.</summary>
    /// <param name="codes">[batch, 2 × latent].</param>
    /// <returns>m and ln σ², [batch, latent] each.</returns>
    public static (Tensor Mean, Tensor LogVariance) Halves(Tensor codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        int half = codes.Shape[1] / 2;
        return (codes.Slice(1, 0, half), codes.Slice(1, half, half));
    }

    /// <summary>ln 1/K Σ_k w_k of each item: with w = p(x, z) / q(z | x) the importance weighted bound, eq. 8 of Burda et al.</summary>
    /// <param name="logWeights">ln w, [batch, K].</param>
    /// <returns>[batch].</returns>
    public static Tensor Importance(Tensor logWeights)
    {
        ArgumentNullException.ThrowIfNull(logWeights);
        Tensor greatest = logWeights.ReduceMax([1], keepAxes: true).StopGradient();
        return (logWeights - greatest).Exp().Mean(1).Log() + greatest.Reshape(-1);
    }
}
