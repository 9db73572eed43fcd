using Belamy.Onnx.Format;
using Belamy.Tensors;
using Belamy.Tensors.Operations;

namespace Belamy.Onnx.Lowering;

/// <summary>Sums and greatest values over axes.</summary>
internal static class ReductionLowering
{
    public static Lowered Reduce(LoweringContext context, Tensor node)
    {
        var operation = (ReductionOperation)node.Operation;
        Lowered x = operation.Kind == ReductionKind.Sum ? context.FullInput(node, 0, axis => operation.Axes.Span.Contains(axis)) : context[node.Inputs[0]];
        long[] axes = [.. operation.Axes.Span.ToArray().Where(axis => !x.Sizes[axis].IsOne).Select(axis => (long)axis)];
        Size[] sizes = Reduced(x.Sizes, axes);
        if (axes.Length == 0)
            return x;
        return operation.Kind == ReductionKind.Sum
            ? context.Emit(sizes, "ReduceSum", [context.Use(x), context.Whole(axes)], ("keepdims", 1L))
            : context.Emit(sizes, "ReduceMax", [context.Use(x)], ("axes", axes), ("keepdims", 1L));
    }

    public static Lowered ArgMax(LoweringContext context, Tensor node)
    {
        int axis = ((ArgMaxOperation)node.Operation).Axis;
        Lowered x = context.FullInput(node, 0, at => at == axis);
        return ArgMax(context, x, Reduced(x.Sizes, [axis]), axis, keep: true);
    }

    public static Lowered ArgMax(LoweringContext context, Lowered x, Size[] sizes, int axis, bool keep)
    {
        OnnxValue index = context.Emit("ArgMax", [context.Use(x)], ("axis", (long)axis), ("keepdims", keep ? 1L : 0L), ("select_last_index", 0L));
        return context.Emit(sizes, "Cast", [index], ("to", (long)OnnxType.Int32));
    }

    public static Size[] Reduced(Size[] sizes, IEnumerable<long> axes) => [.. sizes.Select((size, axis) => axes.Contains(axis) ? Size.One : size)];
}
