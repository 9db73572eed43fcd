using Belamy.Tensors;

namespace Belamy.Objectives;

/// <summary>
/// The variational lower bound on what a generated item tells of its code: E[ln Q(c | G(z, c))] + H(c). Chen et al. 2016,
/// arXiv:1606.03657, equation 5.
/// </summary>
public static class MutualInformation
{
    /// <summary>-E[ln Q(c | x)] for a code that is one of several classes.</summary>
    /// <param name="logits">Q's logits, [batch, classes].</param>
    /// <param name="codes">c, Int32 [batch].</param>
    public static Tensor Categorical(Tensor logits, Tensor codes) => CrossEntropy.Softmax(logits, codes);

    /// <summary>-E[ln Q(c | x)] for continuous codes, Q normal with deviation 1, without its constant: ½ Σ (c - μ)².</summary>
    /// <param name="means">μ, [batch, codes].</param>
    /// <param name="codes">c, [batch, codes].</param>
    public static Tensor Normal(Tensor means, Tensor codes)
    {
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(codes);
        return (codes - means).Square().Sum(1).Mean() * 0.5;
    }

    /// <summary>-E[ln Q(c | x)] for continuous codes, Q normal with a learned variance, without its constant: ½ Σ (ln σ² + (c - μ)² / σ²).</summary>
    /// <param name="means">μ, [batch, codes].</param>
    /// <param name="logVariances">ln σ², [batch, codes].</param>
    /// <param name="codes">c, [batch, codes].</param>
    public static Tensor Normal(Tensor means, Tensor logVariances, Tensor codes)
    {
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(logVariances);
        ArgumentNullException.ThrowIfNull(codes);
        return (logVariances + ((codes - means).Square() * (-logVariances).Exp())).Sum(1).Mean() * 0.5;
    }
}
