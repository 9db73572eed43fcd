using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>
/// Packs: the discriminator judges m items of the same origin at once, so that a lack of variety shows. Lin et al. 2017,
/// arXiv:1712.04086. Items of a pack follow one another along the first axis: channels of pictures, coordinates of points.
/// </summary>
public static class Packing
{
    /// <summary>The shape of a pack.</summary>
    /// <param name="item">The shape of one item.</param>
    /// <param name="count">m, items per pack, at least 1.</param>
    public static Shape Pack(Shape item, int count) => count == 1 ? item : [item[0] * count, .. item.ToArray()[1..]];

    /// <summary>Packs a batch.</summary>
    /// <param name="items">[batch, ...item]; the batch is a multiple of <paramref name="count"/>.</param>
    /// <param name="count">m, items per pack, at least 1.</param>
    /// <returns>[batch / m, m × item[0], ...].</returns>
    public static Tensor Pack(Tensor items, int count)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (count == 1)
            return items;
        int[] shape = items.Shape.ToArray();
        return items.Reshape(new Shape([shape[0] / count, shape[1] * count, .. shape[2..]]));
    }
}
