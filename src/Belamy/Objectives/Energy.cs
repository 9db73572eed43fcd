using Belamy.Tensors;

namespace Belamy.Objectives;

/// <summary>
/// Energies in place of logits: low for real items. Zhao et al. 2016, arXiv:1609.03126 (EBGAN); Berthelot et al. 2017,
/// arXiv:1703.10717 (BEGAN).
/// </summary>
public static class Energy
{
    /// <summary>EBGAN's discriminator, equation 1: E(x) + max(0, m - E(G(z))), means over the batch.</summary>
    /// <param name="real">E(x), [batch].</param>
    /// <param name="generated">E(G(z)), [batch].</param>
    /// <param name="margin">m, a scalar.</param>
    public static Tensor MarginLoss(Tensor real, Tensor generated, Tensor margin)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentNullException.ThrowIfNull(margin);
        return real.Mean() + Positive.Part(margin - generated).Mean();
    }

    /// <summary>The pulling-away term, equation 4: the mean over pairs i ≠ j of the squared cosine of S_i and S_j.</summary>
    /// <param name="codes">S, codes of generated items, [batch, features].</param>
    public static Tensor PullingAway(Tensor codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        int batch = codes.Shape[0];
        Tensor unit = codes * (codes.Square().Sum(1, keepAxes: true) + 1e-12).Rsqrt();
        Tensor cosines = Tensor.MatMul(unit, unit, transposeRight: true);
        // The diagonal holds the cosine of each code with itself.
        Tensor own = unit.Square().Sum(1).Square().Sum();
        return (cosines.Square().Sum() - own) * (1.0 / ((double)batch * (batch - 1)));
    }

    /// <summary>BEGAN's balance (section 3.4 of arXiv:1703.10717): k ← clip(k + λ (γ L(x) - L(G(z))), 0, 1).</summary>
    /// <param name="k">k, a scalar.</param>
    /// <param name="real">L(x), a scalar.</param>
    /// <param name="generated">L(G(z)), a scalar.</param>
    /// <param name="gamma">γ, the ratio wanted of the two energies.</param>
    /// <param name="rate">λ, how fast k moves.</param>
    public static Tensor Balance(Tensor k, Tensor real, Tensor generated, double gamma, double rate = 0.001)
    {
        ArgumentNullException.ThrowIfNull(k);
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        return (k + (((real * gamma) - generated) * rate)).Clamp(0, 1);
    }

    /// <summary>BEGAN's measure of convergence (arXiv:1703.10717): L(x) + |γ L(x) - L(G(z))|.</summary>
    /// <param name="real">L(x), a scalar.</param>
    /// <param name="generated">L(G(z)), a scalar.</param>
    /// <param name="gamma">γ, the ratio wanted of the two energies.</param>
    public static Tensor Convergence(Tensor real, Tensor generated, double gamma)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        return real + ((real * gamma) - generated).Abs();
    }
}
