using Belamy.Tensors;

namespace Belamy.Augmentation;

/// <summary>Differentiable changes of pictures [batch, channels, height, width], one random draw an item. Zhao et al. 2020, arXiv:2006.10738.</summary>
internal static class PictureChanges
{
    /// <summary>Adds a number from U(-½, ½) to all values of an item.</summary>
    public static Tensor Brightness(ForwardContext context, Tensor pictures) => pictures + (Draw(context, "brightness", pictures) - 0.5);

    /// <summary>Scales what distinguishes channels by a number from U(0, 2).</summary>
    public static Tensor Saturation(ForwardContext context, Tensor pictures)
    {
        Tensor grey = pictures.Mean(1, keepAxes: true);
        return ((pictures - grey) * (Draw(context, "saturation", pictures) * 2)) + grey;
    }

    /// <summary>Scales what distinguishes pixels by a number from U(½, 1½).</summary>
    public static Tensor Contrast(ForwardContext context, Tensor pictures)
    {
        Tensor mean = pictures.Mean([1, 2, 3], keepAxes: true);
        return ((pictures - mean) * (Draw(context, "contrast", pictures) + 0.5)) + mean;
    }

    /// <summary>Reflects each item, left for right, with probability ½.</summary>
    public static Tensor Reflection(ForwardContext context, Tensor pictures) =>
        Tensor.Select(Draw(context, "reflection", pictures) < 0.5, pictures.Reverse(3), pictures);

    /// <summary>Moves each item by whole pixels, up to a share of its sides, and fills what comes in with the background.</summary>
    /// <param name="context">Gives random numbers.</param>
    /// <param name="pictures">[batch, channels, height, width].</param>
    /// <param name="share">The greatest move, as a share of the side.</param>
    /// <param name="background">The value of pixels that come in.</param>
    public static Tensor Translation(ForwardContext context, Tensor pictures, double share, double background)
    {
        // Moving is a product with a matrix of zeros and ones for each axis, which is its own way for gradients.
        Tensor lifted = pictures - background;
        int channels = pictures.Shape[1];
        (int height, int width) = (pictures.Shape[2], pictures.Shape[3]);
        int batch = pictures.Shape[0];
        Tensor rows = Shifts(context, "rows", batch, height, share).Cast(pictures.ElementType);
        Tensor columns = Shifts(context, "columns", batch, width, share).Cast(pictures.ElementType);
        // [batch, 1, height, height] x [batch, channels, height, width] x [batch, 1, width, width]
        Tensor down = Tensor.MatMul(rows.Reshape(batch, 1, height, height).BroadcastTo(new Shape(batch, channels, height, height)), lifted);
        Tensor across = Tensor.MatMul(down, columns.Reshape(batch, 1, width, width).BroadcastTo(new Shape(batch, channels, width, width)), transposeRight: true);
        return across + background;
    }

    /// <summary>Covers a square of each item, half as wide and half as high as the item, by grey; it may reach over the edge by half.</summary>
    public static Tensor Cutout(ForwardContext context, Tensor pictures)
    {
        Tensor rows = Inside(context, "cutout-rows", pictures, axis: 2);
        Tensor columns = Inside(context, "cutout-columns", pictures, axis: 3);
        return pictures * (1 - (rows * columns));
    }

    // [batch, size, size]: row i is 1 at column i - shift.
    private static Tensor Shifts(ForwardContext context, string name, int batch, int size, double share)
    {
        int most = (int)Math.Round(size * share);
        Tensor shift = (context.RandomUniform(name, [batch, 1, 1]) * ((2 * most) + 1)).Floor() - most;
        Tensor to = Tensor.Iota([1, size, 1], 1).Cast(ElementType.Float32);
        Tensor from = Tensor.Iota([1, 1, size], 2).Cast(ElementType.Float32);
        Tensor difference = to - from - shift;
        return Tensor.Equal(difference, Tensor.Zeros(difference.Shape)).Cast(ElementType.Float32);
    }

    // 1 where a coordinate lies in a stretch of half the side, rounded up, around a random centre.
    private static Tensor Inside(ForwardContext context, string name, Tensor pictures, int axis)
    {
        int size = pictures.Shape[axis];
        int length = (size + 1) / 2;
        bool isOdd = length % 2 == 1;
        int[] shape = [1, 1, 1, 1];
        shape[axis] = size;
        // The centre of an odd stretch is one of the pixels, that of an even one lies between two or at an end.
        Tensor centre = (context.RandomUniform(name, [pictures.Shape[0], 1, 1, 1]) * (isOdd ? size : size + 1)).Floor();
        Tensor place = Tensor.Iota(new Shape(shape), axis).Cast(ElementType.Float32) + (isOdd ? 0 : 0.5);
        return ((place - centre).Abs() < length * 0.5).Cast(pictures.ElementType);
    }

    private static Tensor Draw(ForwardContext context, string name, Tensor pictures) =>
        context.RandomUniform(name, [pictures.Shape[0], 1, 1, 1]).Cast(pictures.ElementType);
}
