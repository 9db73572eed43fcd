using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>Parts of pictures around their holes, half as high and wide as the pictures: what looks at a hole from near.</summary>
public static class HoleWindow
{
    /// <summary>The shape of such a part.</summary>
    /// <param name="item">[channels, height, width] of a picture.</param>
    public static Shape ShapeOf(Shape item) => [item[0], item[1] / 2, item[2] / 2];

    /// <summary>Cuts out of each picture the part whose middle is that of its hole, or as near to it as the border lets it.</summary>
    /// <param name="pictures">[batch, channels, height, width].</param>
    /// <param name="masks">[batch, 1, height, width]: 1 in a hole, 0 elsewhere.</param>
    /// <returns>[batch, channels, height / 2, width / 2]. A hole that is larger than that is cut itself.</returns>
    public static Tensor Cut(Tensor pictures, Tensor masks)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(masks);
        // Products with matrices of zeros and ones copy pixels as they are, and gradients back.
        Tensor rows = Chosen(masks, 2, pictures.Shape[1]), columns = Chosen(masks, 3, pictures.Shape[1]);
        return Tensor.MatMul(Tensor.MatMul(rows, pictures), columns, transposeRight: true);
    }

    /// <summary>Which pixels along an axis are taken: [batch, channels, taken, pixels], a 1 in each row.</summary>
    private static Tensor Chosen(Tensor masks, int axis, int channels)
    {
        int batch = masks.Shape[0], pixels = masks.Shape[axis], taken = pixels / 2;
        Tensor at = Tensor.Iota(masks.Shape, axis, ElementType.Float32);
        // The last pixel of the hole, and how far its first is from the end.
        Tensor last = (masks * at).ReduceMax([1, 2, 3], keepAxes: true), before = (masks * (pixels - 1 - at)).ReduceMax([1, 2, 3], keepAxes: true);
        Tensor first = ((last + (pixels - 1) - before - (taken - 1)) / 2).Floor().Clamp(0, pixels - taken);
        Tensor to = Tensor.Iota([batch, channels, taken, pixels], 2, ElementType.Float32), from = Tensor.Iota([batch, channels, taken, pixels], 3, ElementType.Float32);
        return ((from - first - to).Abs() < 0.5).Cast(ElementType.Float32);
    }
}
