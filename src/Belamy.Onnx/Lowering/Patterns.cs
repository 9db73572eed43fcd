using Belamy.Onnx.Format;
using Belamy.Tensors;
using Belamy.Tensors.Operations;

namespace Belamy.Onnx.Lowering;

/// <summary>
/// Groups of primitives that ONNX has one operator for, so that a file shows what a network is made of. What is left over of a
/// group is used by nothing and falls out.
/// </summary>
internal static class Patterns
{
    /// <summary>The one operator of the group that ends in a node; null where there is none.</summary>
    public static Lowered? Match(LoweringContext context, Tensor node) => node.Operation switch
    {
        SelectOperation => Rectifier(context, node),
        BinaryOperation { Kind: BinaryKind.Multiply } => Mean(context, node),
        BinaryOperation { Kind: BinaryKind.Divide } => Softmax(context, node),
        ReshapeOperation => Reduced(context, node) ?? Upsampling(context, node) ?? PixelShuffle(context, node),
        _ => null,
    };

    /// <summary>x where it is above 0, else 0, or x times a slope, or eˣ - 1.</summary>
    private static Lowered? Rectifier(LoweringContext context, Tensor node)
    {
        (Tensor condition, Tensor x, Tensor below) = (node.Inputs[0], node.Inputs[1], node.Inputs[2]);
        if (condition.Operation is not ComparisonOperation { Kind: ComparisonKind.Less } || !IsNumber(condition.Inputs[0], 0) || condition.Inputs[1] != x || context[x].IsKnown)
            return null;
        Lowered value = context[x];
        if (IsNumber(below, 0))
            return context.Emit(value.Sizes, "Relu", [context.Use(value)]);
        if (below.Operation is BinaryOperation { Kind: BinaryKind.Multiply } && Other(below, x) is { } slope && context[slope] is { IsKnown: true } known)
        {
            if (known.Scalar is { } alpha)
                return context.Emit(value.Sizes, "LeakyRelu", [context.Use(value)], ("alpha", (float)alpha));
            return known.Sizes.Zip(value.Sizes).All(pair => pair.First.IsOne || pair.First == pair.Second)
                ? context.Emit(value.Sizes, "PRelu", [context.Use(value), context.Use(known)])
                : null;
        }

        return below.Operation is BinaryOperation { Kind: BinaryKind.Subtract } && IsNumber(below.Inputs[1], 1)
            && below.Inputs[0].Operation is UnaryOperation { Kind: UnaryKind.Exp } && below.Inputs[0].Inputs[0] is { Operation: BinaryOperation { Kind: BinaryKind.Min } } bounded
            && bounded.Inputs[0] == x && IsNumber(bounded.Inputs[1], 0)
            ? context.Emit(value.Sizes, "Elu", [context.Use(value)], ("alpha", 1f))
            : null;
    }

    /// <summary>A reduction whose axes are left out.</summary>
    private static Lowered? Reduced(LoweringContext context, Tensor node)
    {
        Tensor reduction = node.Inputs[0];
        int[] axes = reduction.Operation switch
        {
            ReductionOperation { Axes: var several } => several.Span.ToArray(),
            ArgMaxOperation { Axis: var one } => [one],
            _ => [],
        };
        if (axes.Length == 0 || context[reduction.Inputs[0]].IsKnown)
            return null;
        Tensor x = reduction.Inputs[0];
        int[] kept = [.. Enumerable.Range(0, x.Rank).Except(axes)];
        if (!context.SizesOf(node).SequenceEqual(kept.Select(axis => context.SizesOf(x)[axis])))
            return null;
        Lowered value = context.Full(context[x], context.SizesOf(x), node, axes.Contains);
        Size[] sizes = [.. kept.Select(axis => value.Sizes[axis])];
        long[] over = [.. axes.Select(axis => (long)axis)];
        return reduction.Operation switch
        {
            ArgMaxOperation => ReductionLowering.ArgMax(context, value, sizes, axes[0], keep: false),
            ReductionOperation { Kind: ReductionKind.Sum } => context.Emit(sizes, "ReduceSum", [context.Use(value), context.Whole(over)], ("keepdims", 0L)),
            _ => context.Emit(sizes, "ReduceMax", [context.Use(value)], ("axes", over), ("keepdims", 0L)),
        };
    }

    /// <summary>A sum divided by as many as were added.</summary>
    private static Lowered? Mean(LoweringContext context, Tensor node)
    {
        Tensor sum = node.Inputs[0];
        bool isDropped = sum.Operation is ReshapeOperation;
        Tensor reduction = isDropped ? sum.Inputs[0] : sum;
        if (reduction.Operation is not ReductionOperation { Kind: ReductionKind.Sum, Axes: var reduced } || node.Inputs[1].Operation is not ConstantOperation { Value: var share })
            return null;
        Tensor x = reduction.Inputs[0];
        int[] axes = reduced.Span.ToArray();
        double otherShare = ((ConstantOperation)context.Graph.TwinOf(node.Inputs[1]).Operation).Value;
        if (!IsShare(share, x, axes) || !IsShare(otherShare, context.Graph.TwinOf(x), axes) || context[x].IsKnown)
            return null;
        int[] kept = [.. Enumerable.Range(0, x.Rank).Except(axes)];
        if (isDropped && !context.SizesOf(node).SequenceEqual(kept.Select(axis => context.SizesOf(x)[axis])))
            return null;
        if (isDropped && x.Operation is ReshapeOperation && Squares(context, node, x, axes) is { } pooled)
            return pooled;
        Lowered value = context.Full(context[x], context.SizesOf(x), node, axes.Contains);
        long[] over = [.. axes.Select(axis => (long)axis)];
        Size[] sizes = isDropped ? [.. kept.Select(axis => value.Sizes[axis])] : ReductionLowering.Reduced(value.Sizes, over);
        return context.Emit(sizes, "ReduceMean", [context.Use(value)], ("axes", over), ("keepdims", isDropped ? 0L : 1L));
    }

    /// <summary>The mean of squares of pixels that lie side by side.</summary>
    private static Lowered? Squares(LoweringContext context, Tensor node, Tensor apart, int[] axes)
    {
        Tensor picture = apart.Inputs[0];
        if (apart.Rank != 6 || picture.Rank != 4 || !axes.SequenceEqual([3, 5]) || !apart.Shape.Span[..2].SequenceEqual(picture.Shape.Span[..2])
            || apart.Shape[2] * apart.Shape[3] != picture.Shape[2] || apart.Shape[4] * apart.Shape[5] != picture.Shape[3])
        {
            return null;
        }

        Lowered value = context.Full(context[picture], context.SizesOf(picture), node, axis => axis > 0);
        long[] square = [apart.Shape[3], apart.Shape[5]];
        return context.Emit([value.Sizes[0], .. context.SizesOf(node)[1..]], "AveragePool", [context.Use(value)], ("kernel_shape", square), ("strides", square));
    }

    /// <summary>eˣ divided by its sum along an axis, after the greatest x was taken away.</summary>
    private static Lowered? Softmax(LoweringContext context, Tensor node)
    {
        Tensor exp = node.Inputs[0];
        if (exp.Operation is not UnaryOperation { Kind: UnaryKind.Exp } || Repeated(node.Inputs[1]) is not { Operation: ReductionOperation { Kind: ReductionKind.Sum, Axes: { Length: 1 } summed } } sum
            || sum.Inputs[0] != exp || exp.Inputs[0] is not { Operation: BinaryOperation { Kind: BinaryKind.Subtract } } shifted
            || Repeated(shifted.Inputs[1]) is not { Operation: ReductionOperation { Kind: ReductionKind.Max } greatest } max || !greatest.Axes.Equals(summed) || max.Inputs[0] != shifted.Inputs[0])
        {
            return null;
        }

        Tensor x = shifted.Inputs[0];
        if (context[x].IsKnown)
            return null;
        int axis = summed[0];
        Lowered value = context.Full(context[x], context.SizesOf(x), node, at => at == axis);
        return context.Emit(value.Sizes, "Softmax", [context.Use(value)], ("axis", (long)axis));
    }

    /// <summary>Each pixel repeated along the spatial axes.</summary>
    /// <remarks>Rounding is said, as what programs take when it is not differs from PyTorch's for factors that are no whole numbers.</remarks>
    private static Lowered? Upsampling(LoweringContext context, Tensor node)
    {
        if (node.Inputs[0] is not { Operation: BroadcastOperation } grown || grown.Inputs[0] is not { Operation: ReshapeOperation } apart)
            return null;
        Tensor x = apart.Inputs[0];
        int spatial = x.Rank - 2;
        if (spatial < 1 || grown.Rank != 2 + (2 * spatial) || node.Rank != x.Rank || context[x].IsKnown)
            return null;
        for (int axis = 0; axis < spatial; axis++)
        {
            (int places, int times) = (2 + (2 * axis), 3 + (2 * axis));
            if (apart.Shape[places] != x.Shape[2 + axis] || apart.Shape[times] != 1 || grown.Shape[places] != apart.Shape[places] || node.Shape[2 + axis] != grown.Shape[places] * grown.Shape[times])
                return null;
        }

        if (!apart.Shape.Span[..2].SequenceEqual(x.Shape.Span[..2]) || !grown.Shape.Span[..2].SequenceEqual(x.Shape.Span[..2]))
            return null;
        Lowered value = context.Full(context[x], context.SizesOf(x), node, axis => axis > 0);
        float[] scales = [1, 1, .. Enumerable.Range(0, spatial).Select(axis => (float)grown.Shape[3 + (2 * axis)])];
        Size[] sizes = [value.Sizes[0], .. context.SizesOf(node)[1..]];
        var none = new OnnxValue();
        return context.Emit(
            sizes, "Resize", [context.Use(value), none, context.Use(Lowered.Of(NDArray.From([scales.Length], scales)))],
            ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"));
    }

    /// <summary>Channels laid out as pixels.</summary>
    private static Lowered? PixelShuffle(LoweringContext context, Tensor node)
    {
        if (node.Rank != 4 || node.Inputs[0] is not { Operation: PermuteOperation { Order: var order } } permuted || !order.Equals(new Numbers(0, 1, 4, 2, 5, 3))
            || permuted.Inputs[0] is not { Operation: ReshapeOperation } apart)
        {
            return null;
        }

        Tensor x = apart.Inputs[0];
        int factor = apart.Shape[2];
        if (x.Rank != 4 || apart.Shape[3] != factor || !apart.Shape.Span[4..].SequenceEqual(x.Shape.Span[2..]) || apart.Shape[1] * factor * factor != x.Shape[1] || context[x].IsKnown
            || node.Shape[1] != apart.Shape[1] || node.Shape[2] != x.Shape[2] * factor || node.Shape[3] != x.Shape[3] * factor)
        {
            return null;
        }

        Lowered value = context.Full(context[x], context.SizesOf(x), node, axis => axis > 0);
        return context.Emit([value.Sizes[0], .. context.SizesOf(node)[1..]], "DepthToSpace", [context.Use(value)], ("blocksize", (long)factor), ("mode", "CRD"));
    }

    private static bool IsShare(double share, Tensor x, int[] axes)
    {
        long count = axes.Aggregate(1L, (product, axis) => product * x.Shape[axis]);
        return Math.Abs((share * count) - 1) < 1e-6;
    }

    private static Tensor? Repeated(Tensor tensor) => tensor.Operation is BroadcastOperation ? tensor.Inputs[0] : tensor;

    private static bool IsNumber(Tensor tensor, double number) => tensor.Operation is ConstantOperation constant && constant.Value == number;

    private static Tensor? Other(Tensor product, Tensor factor) =>
        product.Inputs[0] == factor ? product.Inputs[1] : product.Inputs[1] == factor ? product.Inputs[0] : null;
}
