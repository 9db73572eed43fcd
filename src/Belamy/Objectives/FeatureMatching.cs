using Belamy.Tensors;

namespace Belamy.Objectives;

/// <summary>Feature matching: means of features over batches are to agree. Salimans et al. 2016, arXiv:1606.03498, section 3.1.</summary>
public static class FeatureMatching
{
    /// <summary>The mean over features of (E f(x) - E f(G(z)))²; the paper's squared norm divided by the number of features, as in the authors' code.</summary>
    /// <param name="real">f(x), [batch, features].</param>
    /// <param name="generated">f(G(z)), [batch, features].</param>
    /// <returns>A scalar.</returns>
    public static Tensor Loss(Tensor real, Tensor generated)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        return (real.Mean(0) - generated.Mean(0)).Square().Mean();
    }

    /// <summary>½‖E f(x) - E f(G(z))‖², summed over features of any shape. Yang, Chou and Yang 2017, arXiv:1703.10847, equation 4.</summary>
    /// <param name="real">f(x), [batch, ...features].</param>
    /// <param name="generated">f(G(z)), [batch, ...features].</param>
    /// <returns>A scalar.</returns>
    public static Tensor Distance(Tensor real, Tensor generated)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        return (real.Mean(0) - generated.Mean(0)).Square().Sum() * 0.5;
    }
}
