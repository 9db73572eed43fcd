using Belamy.Games;
using Belamy.Numerics;

namespace Belamy.Latent;

/// <summary>
/// Latent vectors of the prior cut off at a bound: samples are more alike and of better quality the smaller it is. Brock et
/// al. 2018, arXiv:1809.11096, section 3.1.
/// </summary>
/// <remarks>
/// Each value is mapped by quantiles, so that one that is distributed as the prior becomes one that is distributed as the
/// prior given |z| ≤ τ: for N(0, 1) z' = Φ⁻¹(Φ(-τ) + Φ(z) (Φ(τ) - Φ(-τ))), for U(-1, 1) z' = min(τ, 1) z. Unlike drawing
/// again whatever falls outside, as Brock et al. do, this is a function of the value: a sample stays the same sample.
/// </remarks>
public static class Truncation
{
    /// <summary>Maps latent values to those of the truncated prior.</summary>
    /// <param name="latents">The values, replaced.</param>
    /// <param name="bound">τ, above 0.</param>
    /// <param name="distribution">What the values are distributed as.</param>
    public static void Apply(Span<float> latents, double bound, LatentDistribution distribution = LatentDistribution.Normal)
    {
        if (!(bound > 0))
            throw new ArgumentOutOfRangeException(nameof(bound), bound, "The bound of a truncation lies above 0.");
        if (distribution == LatentDistribution.Uniform)
        {
            float scale = (float)Math.Min(bound, 1);
            foreach (ref float value in latents)
                value *= scale;
            return;
        }

        // By symmetry the halves map alone: |z'| has the share of the mass from 0 to τ that |z| has of all.
        double share = 2 * NormalDistribution.UpperMass(bound);
        foreach (ref float value in latents)
        {
            double mass = share * NormalDistribution.UpperMass(Math.Abs((double)value));
            double truncated = mass < 0.5 ? Math.Min(NormalDistribution.UpperQuantile(mass), bound) : Math.Min(Math.Abs((double)value), bound);
            value = (float)Math.CopySign(truncated, value);
        }
    }
}
