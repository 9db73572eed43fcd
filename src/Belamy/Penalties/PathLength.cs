using Belamy.Tensors;

namespace Belamy.Penalties;

/// <summary>
/// A step of a style should change a picture as far wherever it is made: what a generator pays for styles at which its slope is longer or shorter
/// than usual. Karras et al. 2019, arXiv:1912.04958, section 3.2.
/// </summary>
public static class PathLength
{
    /// <summary>‖Jᵀy‖ of each item: the slope of ⟨G(w), y⟩ by the styles, y from N(0, 1) / √pixels; the mean square over layers under the root.</summary>
    /// <param name="pictures">G(w), [batch, channels, height, width], made of <paramref name="styles"/>.</param>
    /// <param name="styles">w, [batch, layers, styles].</param>
    /// <param name="noise">From N(0, 1), as many values as pictures have.</param>
    /// <returns>[batch].</returns>
    public static Tensor Of(Tensor pictures, Tensor styles, Tensor noise)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(styles);
        ArgumentNullException.ThrowIfNull(noise);
        double scale = 1 / Math.Sqrt(pictures.Shape.Span[2..].ToArray().Aggregate(1.0, (count, size) => count * size));
        Tensor slope = (pictures * noise * scale).Sum().Gradient(styles);
        return (slope.Square().Sum(2).Mean(1) + 1e-12).Sqrt();
    }

    /// <summary>E[(l - a)²], with a the running mean of l, which moves with it.</summary>
    /// <param name="context">Takes the mean after the move.</param>
    /// <param name="lengths">l, [batch]; see <see cref="Of"/>.</param>
    /// <param name="mean">a, a scalar that begins at 0.</param>
    /// <param name="decay">How far the mean goes to that of the batch at each move, in (0, 1].</param>
    /// <returns>A scalar.</returns>
    public static Tensor Price(ForwardContext context, Tensor lengths, Parameter mean, double decay = 0.01)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(lengths);
        ArgumentNullException.ThrowIfNull(mean);
        Tensor before = context.Read(mean), moved = before + ((lengths.StopGradient().Mean() - before) * decay);
        context.Update(mean, moved);
        return (lengths - moved).Square().Mean();
    }
}
