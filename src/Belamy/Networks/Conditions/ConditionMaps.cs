using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// What is known of an item beside each place of its maps: one further map for each value, the same everywhere. Reed et al. 2016,
/// arXiv:1605.05396, section 4; Yang et al. 2017, arXiv:1703.10847, section 3.3.
/// </summary>
public static class ConditionMaps
{
    /// <summary>Appends values to items: concat(x, y at each place).</summary>
    /// <param name="items">x, [batch, maps, ...places], or vectors, [batch, features].</param>
    /// <param name="values">y, [batch, values].</param>
    /// <returns>[batch, maps + values, ...places].</returns>
    /// <exception cref="ArgumentException">The batches differ, or the values are no vectors.</exception>
    public static Tensor Append(Tensor items, Tensor values)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Rank != 2 || items.Rank < 2 || values.Shape[0] != items.Shape[0])
            throw new ArgumentException($"Values of {values.Shape} cannot stand beside items of {items.Shape}; give [batch, values] and [batch, maps, ...].", nameof(values));
        if (items.Rank == 2)
            return Tensor.Concat(1, items, values);
        int[] shape = items.Shape.ToArray();
        Tensor point = values.Reshape(new Shape([shape[0], values.Shape[1], .. Enumerable.Repeat(1, shape.Length - 2)]));
        return Tensor.Concat(1, items, point.BroadcastTo([shape[0], values.Shape[1], .. shape[2..]]));
    }
}
