using Belamy.Tensors;

namespace Belamy.Penalties;

/// <summary>The slope of a discriminator at items, as graph: differentiable again.</summary>
internal static class GradientNorm
{
    /// <summary>‖∇D(x)‖² of each item.</summary>
    /// <param name="score">The discriminator, [batch, ...item] to [batch, 1].</param>
    /// <param name="items">[batch, ...item].</param>
    /// <returns>[batch].</returns>
    public static Tensor Squared(Func<Tensor, Tensor> score, Tensor items)
    {
        // A tensor of its own: weights that were moved ahead of time depend on the same items, and are no part of the slope.
        Tensor place = items * 1;
        Tensor gradient = score(place).Sum().Gradient(place);
        return gradient.Square().Sum([.. Enumerable.Range(1, items.Rank - 1)]);
    }

    /// <summary>‖∇D(x)‖ of each item; a small number under the root keeps its own gradient finite where the slope is 0.</summary>
    public static Tensor Of(Func<Tensor, Tensor> score, Tensor items) => (Squared(score, items) + 1e-12).Sqrt();
}
