using Belamy.Onnx.Format;
using Belamy.Tensors;
using Belamy.Tensors.Operations;

namespace Belamy.Onnx.Lowering;

/// <summary>Slices at given indices.</summary>
internal static class IndexingLowering
{
    public static Lowered Gather(LoweringContext context, Tensor node)
    {
        int axis = ((GatherOperation)node.Operation).Axis;
        Lowered values = context.FullInput(node, 0, at => at == axis);
        Size[] sizes = [.. values.Sizes];
        sizes[axis] = context.SizesOf(node)[axis];
        return context.Emit(sizes, "Gather", [context.Use(values), Indices(context, node, axis)], ("axis", (long)axis));
    }

    public static Lowered ScatterAdd(LoweringContext context, Tensor node)
    {
        int axis = ((ScatterAddOperation)node.Operation).Axis;
        Size[] updates = context.SizesOf(node.Inputs[2]);
        OnnxValue indices = context.Emit("Reshape", [Indices(context, node, axis), context.Whole([.. updates.Select((_, at) => at == axis ? -1L : 1L)])]);
        OnnxValue everywhere = context.Emit("Expand", [indices, context.SizesAsValue(updates, node)]);
        return context.Emit(
            context.SizesOf(node), "ScatterElements", [context.Use(context.FullInput(node, 0)), everywhere, context.Use(context.FullInput(node, 2))], ("axis", (long)axis), ("reduction", "add"));
    }

    // ONNX refuses an index outside of the axis; ours take the nearest.
    private static OnnxValue Indices(LoweringContext context, Tensor node, int axis)
    {
        Size count = context.SizesOf(node.Inputs[0])[axis];
        OnnxValue last = count.PerBatch == 0
            ? context.Number(count.Constant - 1, ElementType.Int32)
            : context.Emit("Sub", [context.Emit("Squeeze", [context.Emit("Cast", [context.SizesAsValue([count], node)], ("to", (long)OnnxType.Int32))]), context.Number(1, ElementType.Int32)]);
        return context.Emit("Clip", [context.Use(context.FullInput(node, 1)), context.Number(0, ElementType.Int32), last]);
    }
}
