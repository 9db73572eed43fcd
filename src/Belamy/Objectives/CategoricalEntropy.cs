using Belamy.Tensors;

namespace Belamy.Objectives;

/// <summary>Entropies of a classifier's verdicts. Springenberg 2015, arXiv:1511.06390, equations 4 to 6.</summary>
public static class CategoricalEntropy
{
    /// <summary>The entropy of the mean verdict, H[1/N Σ p(y | x_i)], in nats: high when all classes are used.</summary>
    /// <param name="logits">[batch, classes].</param>
    public static Tensor Marginal(Tensor logits)
    {
        Tensor mean = CrossEntropy.LogSoftmax(logits).Exp().Mean(0);
        return -(mean * (mean + 1e-12).Log()).Sum();
    }

    /// <summary>The mean entropy of a verdict, 1/N Σ H[p(y | x_i)], in nats: low when the classifier is sure.</summary>
    /// <param name="logits">[batch, classes].</param>
    public static Tensor Conditional(Tensor logits) => -Sureness(logits).Mean();

    /// <summary>How sure the classifier is of each item: -H[p(y | x_i)], in nats, at most 0.</summary>
    /// <param name="logits">[batch, classes].</param>
    /// <returns>[batch].</returns>
    public static Tensor Sureness(Tensor logits)
    {
        Tensor log = CrossEntropy.LogSoftmax(logits);
        return (log.Exp() * log).Sum(1);
    }
}
