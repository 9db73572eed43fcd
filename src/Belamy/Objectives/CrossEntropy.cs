using Belamy.Tensors;

namespace Belamy.Objectives;

/// <summary>Cross-entropies on logits, computed without overflow.</summary>
public static class CrossEntropy
{
    /// <summary>
    /// Mean binary cross-entropy between σ(logit) and a target t: softplus(l) - t l, which is
    /// -t ln σ(l) - (1 - t) ln(1 - σ(l)).
    /// </summary>
    /// <param name="logits">Logits of any shape.</param>
    /// <param name="target">The probability wanted, in [0, 1], the same everywhere.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Binary(Tensor logits, double target)
    {
        ArgumentNullException.ThrowIfNull(logits);
        // softplus(l) - l is softplus(-l), which keeps its accuracy where both terms are large.
        return target switch
        {
            0 => logits.Softplus().Mean(),
            1 => (-logits).Softplus().Mean(),
            _ => (logits.Softplus() - (logits * target)).Mean(),
        };
    }

    /// <summary>Mean binary cross-entropy between σ(logit) and targets t: softplus(l) - t l.</summary>
    /// <param name="logits">Logits of any shape.</param>
    /// <param name="targets">t for each of them, of the same shape; the cross-entropy is linear in it, and has a value for t above 1 too.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Binary(Tensor logits, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        return (logits.Softplus() - (logits * targets)).Mean();
    }

    /// <summary>Mean cross-entropy of softmax(logits) against labels: ln Σ e^l - l[label].</summary>
    /// <param name="logits">[batch, classes].</param>
    /// <param name="labels">Int32 [batch], each in [0, classes).</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Softmax(Tensor logits, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        if (logits.Rank != 2 || labels.Rank != 1 || labels.Shape[0] != logits.Shape[0])
            throw new ArgumentException($"Softmax cross-entropy: logits {logits.Shape} and labels {labels.Shape} are not [batch, classes] and [batch].");
        return Each(logits, labels).Mean();
    }

    /// <summary>
    /// Mean cross-entropy of softmax(logits) against equal probabilities, -1/K Σ_k ln p(k): least, ln K, where all classes are
    /// equally likely. The loss of generated items of Zheng et al. 2017, arXiv:1701.07717.
    /// </summary>
    /// <param name="logits">[batch, classes].</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">The logits are not of that shape.</exception>
    public static Tensor Uniform(Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        return logits.Rank == 2
            ? -LogSoftmax(logits).Mean()
            : throw new ArgumentException($"Cross-entropy against equal probabilities: logits {logits.Shape} are not [batch, classes].");
    }

    /// <summary>Mean cross-entropy of softmax(logits) against a label at each pixel.</summary>
    /// <param name="logits">[batch, labels, height, width].</param>
    /// <param name="labels">Numbers of labels in any type, [batch, 1, height, width], each in [0, labels).</param>
    /// <param name="counted">1 at pixels that count and 0 at those that do not, [batch, 1, height, width]; all count when left out. Where none counts the loss is 0.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor PerPixel(Tensor logits, Tensor labels, Tensor? counted = null)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        if (logits.Rank != 4 || labels.Rank != 4 || labels.Shape != logits.Shape.With(1, 1) || (counted is not null && counted.Shape != labels.Shape))
            throw new ArgumentException($"Cross-entropy of pixels: logits {logits.Shape} and labels {labels.Shape} are not [batch, labels, height, width] and [batch, 1, height, width], as are the pixels that count.");
        (Tensor rows, Tensor numbers) = (logits.Permute(0, 2, 3, 1).Reshape(-1, logits.Shape[1]), labels.Cast(ElementType.Int32).Reshape(-1));
        if (counted is null)
            return Softmax(rows, numbers);
        Tensor counts = counted.Reshape(-1);
        return (Each(rows, numbers) * counts).Sum() / counts.Sum().Max(1);
    }

    /// <summary>Logarithms of the probabilities that logits stand for.</summary>
    /// <param name="logits">[batch, classes, ...], such as [batch, labels, height, width].</param>
    /// <returns>As the logits; the exponentials of an item, or of each of its places, add up to 1.</returns>
    public static Tensor LogSoftmax(Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        // The shift by the greatest logit changes nothing but the range of the exponentials; it needs no gradient.
        Tensor shifted = logits - logits.ReduceMax([1], keepAxes: true).StopGradient();
        return shifted - shifted.Exp().Sum(1, keepAxes: true).Log();
    }

    // [batch], of logits [batch, classes].
    private static Tensor Each(Tensor logits, Tensor labels) => -(LogSoftmax(logits) * Tensor.OneHot(labels, logits.Shape[1], logits.ElementType)).Sum(1);
}
