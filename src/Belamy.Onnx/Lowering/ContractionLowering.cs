using Belamy.Onnx.Format;
using Belamy.Tensors;
using Belamy.Tensors.Operations;

namespace Belamy.Onnx.Lowering;

/// <summary>Matrix products and convolutions.</summary>
internal static class ContractionLowering
{
    public static Lowered MatrixProduct(LoweringContext context, Tensor node)
    {
        var operation = (MatrixProductOperation)node.Operation;
        (Lowered left, bool transposeLeft) = Operand(context, node, 0, operation.TransposeLeft);
        (Lowered right, bool transposeRight) = Operand(context, node, 1, operation.TransposeRight);
        Size[] sizes = context.SizesOf(node);
        OnnxValue[] inputs = [context.Use(left), context.Use(right)];
        if (!transposeLeft && !transposeRight)
            return context.Emit(sizes, "MatMul", inputs);
        if (node.Rank == 2)
            return context.Emit(sizes, "Gemm", inputs, [("transA", transposeLeft ? 1L : 0L), ("transB", transposeRight ? 1L : 0L)]);
        return context.Emit(sizes, "MatMul", [transposeLeft ? Transposed(inputs[0]) : inputs[0], transposeRight ? Transposed(inputs[1]) : inputs[1]]);

        OnnxValue Transposed(OnnxValue value)
        {
            long[] order = [.. Enumerable.Range(0, node.Rank)];
            (order[^1], order[^2]) = (order[^2], order[^1]);
            return context.Emit("Transpose", [value], ("perm", order));
        }
    }

    public static Lowered Convolve(LoweringContext context, Tensor node)
    {
        ConvolutionGeometry geometry = ((ConvolveOperation)node.Operation).Geometry;
        Lowered x = context.FullInput(node, 0, axis => axis != 0);
        OnnxValue input = context.Use(x);
        // The format pads by zeros alone; what is to be cut off is cut off before.
        if (geometry.PaddingLow.Concat(geometry.PaddingHigh).Any(padding => padding < 0))
            input = Cropped(context, input, geometry);
        OnnxValue kernel = context.Use(context.FullInput(node, 1));
        long[] pads = [.. geometry.PaddingLow.Concat(geometry.PaddingHigh).Select(padding => (long)Math.Max(padding, 0))];
        return context.Emit(Maps(x, context.SizesOf(node)), "Conv", [input, kernel], Attributes(geometry, pads));
    }

    /// <remarks>
    /// Pads are exported, never <c>output_shape</c>, which programs read otherwise than one another. What the sizes leave over
    /// at the end is taken from the padding there, and where that is not enough is <c>output_padding</c>.
    /// </remarks>
    public static Lowered ConvolveInput(LoweringContext context, Tensor node)
    {
        ConvolutionGeometry geometry = ((ConvolveInputOperation)node.Operation).Geometry;
        Lowered x = context.FullInput(node, 0, axis => axis != 0);
        int rank = geometry.SpatialRank;
        var pads = new long[2 * rank];
        var beyond = new long[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            int full = (geometry.Stride[axis] * (geometry.OutputSize[axis] - 1)) + (geometry.Dilation[axis] * (geometry.KernelSize[axis] - 1)) + 1;
            int low = Math.Max(geometry.PaddingLow[axis], 0), cut = full - geometry.PaddingLow[axis] - geometry.InputSize[axis];
            if (geometry.PaddingLow[axis] < 0)
                throw context.Unfit(node, "begins before what it is made of");
            pads[axis] = low;
            pads[rank + axis] = Math.Max(cut, 0);
            beyond[axis] = Math.Max(-cut, 0);
        }

        (string, object)[] attributes = Attributes(geometry, pads);
        if (beyond.Any(zeros => zeros > 0))
            attributes = [.. attributes, ("output_padding", beyond)];
        return context.Emit(Maps(x, context.SizesOf(node)), "ConvTranspose", [context.Use(x), context.Use(context.FullInput(node, 1))], attributes);
    }

    private static Size[] Maps(Lowered x, Size[] sizes) => [x.Sizes[0], .. sizes[1..]];

    private static (string, object)[] Attributes(ConvolutionGeometry geometry, long[] pads)
    {
        List<(string, object)> attributes =
        [
            ("kernel_shape", Longs(geometry.KernelSize)),
            ("strides", Longs(geometry.Stride)),
            ("pads", pads),
        ];
        if (geometry.Dilation.Any(dilation => dilation != 1))
            attributes.Add(("dilations", Longs(geometry.Dilation)));
        if (geometry.Groups != 1)
            attributes.Add(("group", (long)geometry.Groups));
        return [.. attributes];
    }

    private static long[] Longs(IEnumerable<int> numbers) => [.. numbers.Select(number => (long)number)];

    private static OnnxValue Cropped(LoweringContext context, OnnxValue input, ConvolutionGeometry geometry)
    {
        long[] starts = [.. geometry.PaddingLow.Select(padding => (long)Math.Max(-padding, 0))];
        long[] ends = [.. geometry.PaddingHigh.Select((padding, axis) => (long)geometry.InputSize[axis] - Math.Max(-padding, 0))];
        return context.Emit("Slice", [input, context.Whole(starts), context.Whole(ends), context.Whole([.. Enumerable.Range(2, geometry.SpatialRank)])]);
    }

    /// <summary>An operand of a matrix product; known numbers are laid as they are read.</summary>
    private static (Lowered Operand, bool IsTransposed) Operand(LoweringContext context, Tensor node, int input, bool transpose)
    {
        Lowered operand = context.FullInput(node, input);
        return transpose && operand.Known is { } known
            ? (Lowered.Of(Tensor.Literal(known).Transpose().Evaluate(), operand.Origin), false)
            : (operand, transpose);
    }
}
