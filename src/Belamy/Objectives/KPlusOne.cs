using Belamy.Tensors;

namespace Belamy.Objectives;

/// <summary>
/// A classifier of K classes whose logits also say whether an item is real: D(x) = Z / (Z + 1), Z = Σ e^l, which is a
/// softmax over K + 1 classes with the logit of the last held at 0. Salimans et al. 2016, arXiv:1606.03498, section 5.
/// </summary>
public static class KPlusOne
{
    /// <summary>ln Z = ln Σ e^l of each item: the logit of "real".</summary>
    /// <param name="logits">[batch, classes].</param>
    /// <returns>[batch].</returns>
    public static Tensor LogSum(Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        Tensor greatest = logits.ReduceMax([1], keepAxes: true).StopGradient();
        return (logits - greatest).Exp().Sum(1).Log() + greatest.Reshape(logits.Shape[0]);
    }

    /// <summary>For labelled items: E[-l_y + ln Z].</summary>
    /// <param name="logits">[batch, classes].</param>
    /// <param name="labels">Int32 [batch].</param>
    public static Tensor Labelled(Tensor logits, Tensor labels) => CrossEntropy.Softmax(logits, labels);

    /// <summary>For unlabelled and generated items: ½ E[softplus(-ln Z(x))] + ½ E[softplus(ln Z(G(z)))].</summary>
    /// <param name="real">Logits of unlabelled items, [batch, classes].</param>
    /// <param name="generated">Logits of generated items, [batch, classes].</param>
    public static Tensor Unlabelled(Tensor real, Tensor generated) =>
        (CrossEntropy.Binary(LogSum(real), 1) + CrossEntropy.Binary(LogSum(generated), 0)) * 0.5;
}
