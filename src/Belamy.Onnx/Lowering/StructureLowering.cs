using Belamy.Onnx.Format;
using Belamy.Tensors;
using Belamy.Tensors.Operations;

namespace Belamy.Onnx.Lowering;

/// <summary>What moves numbers and computes none.</summary>
internal static class StructureLowering
{
    public static Lowered Reshape(LoweringContext context, Tensor node)
    {
        Lowered x = context[node.Inputs[0]];
        Size[] from = context.SizesOf(node.Inputs[0]), to = context.SizesOf(node);
        if (!x.Sizes.SequenceEqual(from))
        {
            if (Squeezed(x.Sizes, from, to) is { } squeezed)
                return Reshaped(context, x, squeezed, node);
            // What comes before and behind the axes that are laid otherwise stays as it is.
            int before = 0;
            while (before < from.Length && before < to.Length && from[before] == to[before])
                before++;
            int behind = 0;
            while (behind < from.Length - before && behind < to.Length - before && from[^(behind + 1)] == to[^(behind + 1)])
                behind++;
            x = context.Full(x, from, node, axis => axis >= before && axis < from.Length - behind);
            to = [.. x.Sizes[..before], .. to[before..^behind], .. x.Sizes[^behind..]];
        }

        return Reshaped(context, x, to, node);
    }

    public static Lowered Permute(LoweringContext context, Tensor node)
    {
        int[] order = ((PermuteOperation)node.Operation).Order.Span.ToArray();
        Lowered x = context[node.Inputs[0]];
        if (x.Known is { } known)
            return Lowered.Of(Tensor.Literal(known).Permute(order).Evaluate(), x.Origin);
        return context.Emit([.. order.Select(axis => x.Sizes[axis])], "Transpose", [context.Use(x)], ("perm", order.Select(axis => (long)axis).ToArray()));
    }

    public static Lowered Broadcast(LoweringContext context, Tensor node) => context[node.Inputs[0]];

    public static Lowered Slice(LoweringContext context, Tensor node)
    {
        var operation = (SliceOperation)node.Operation;
        Lowered x = context[node.Inputs[0]];
        Size[] from = context.SizesOf(node.Inputs[0]), to = context.SizesOf(node), sizes = [.. x.Sizes];
        List<long> axes = [], steps = [];
        List<Size> starts = [], ends = [];
        Size[] begins = Size.Between(new Shape(operation.Start.Span), context.Graph.FirstBatch, new Shape(((SliceOperation)context.Graph.TwinOf(node).Operation).Start.Span), context.Graph.SecondBatch, $"{node.Operation}");
        for (int axis = 0; axis < from.Length; axis++)
        {
            // Of what is the same everywhere, every part is the same.
            if (from[axis] == to[axis] || (x.Sizes[axis].IsOne && !from[axis].IsOne))
                continue;
            (Size start, int step) = (begins[axis], operation.Step[axis]);
            bool isToTheEnd = step == 1 && from[axis].PerBatch == start.PerBatch + to[axis].PerBatch && from[axis].Constant == start.Constant + to[axis].Constant;
            axes.Add(axis);
            steps.Add(step);
            starts.Add(start);
            ends.Add(isToTheEnd ? new Size(int.MaxValue) : new Size(start.Constant + ((to[axis].Constant - 1) * step) + 1, start.PerBatch + (to[axis].PerBatch * step)));
            sizes[axis] = to[axis];
        }

        if (axes.Count == 0)
            return x;
        if (x.Known is { } known)
            return Lowered.Of(Part(known, axes, starts, steps, sizes), x.Origin);
        OnnxValue[] inputs = [context.Use(x), context.SizesAsValue([.. starts], node), context.SizesAsValue([.. ends], node), context.Whole([.. axes])];
        return context.Emit(sizes, "Slice", steps.All(step => step == 1) ? inputs : [.. inputs, context.Whole([.. steps])]);
    }

    public static Lowered Pad(LoweringContext context, Tensor node)
    {
        var operation = (PadOperation)node.Operation;
        bool IsPadded(int axis) => operation.Low[axis] != 0 || operation.High[axis] != 0 || operation.Interior[axis] != 0;
        Lowered x = context.FullInput(node, 0, IsPadded);
        OnnxValue value = context.Use(x);
        Size[] sizes = [.. x.Sizes], target = context.SizesOf(node);
        for (int axis = 0; axis < node.Rank; axis++)
        {
            if (operation.Interior[axis] > 0)
                value = Spread(context, node, value, sizes, axis, operation.Interior[axis]);
        }

        for (int axis = 0; axis < node.Rank; axis++)
            sizes[axis] = IsPadded(axis) ? target[axis] : sizes[axis];
        long[] pads = [.. operation.Low.Span.ToArray().Concat(operation.High.Span.ToArray()).Select(zeros => (long)zeros)];
        return pads.All(zeros => zeros == 0) ? new Lowered(sizes) { Value = value } : context.Emit(sizes, "Pad", [value, context.Whole(pads)], ("mode", "constant"));
    }

    public static Lowered Reverse(LoweringContext context, Tensor node)
    {
        int[] axes = ((ReverseOperation)node.Operation).Axes.Span.ToArray();
        Lowered x = context[node.Inputs[0]];
        axes = [.. axes.Where(axis => !x.Sizes[axis].IsOne)];
        if (axes.Length == 0)
            return x;
        if (x.Known is { } known)
            return Lowered.Of(Tensor.Literal(known).Reverse(axes).Evaluate(), x.Origin);
        OnnxValue All(long value) => context.Whole([.. axes.Select(_ => value)]);
        return context.Emit(x.Sizes, "Slice", [context.Use(x), All(-1), All(long.MinValue + 1), context.Whole([.. axes]), All(-1)]);
    }

    public static Lowered Concat(LoweringContext context, Tensor node)
    {
        int axis = ((ConcatOperation)node.Operation).Axis;
        Lowered[] parts = [.. node.Inputs.Select(input => context[input])];
        // An axis that is repeated in all of them may stay so.
        bool IsNeeded(int at) => at == axis || parts.Any(part => !part.Sizes[at].IsOne);
        parts = [.. node.Inputs.Select((input, at) => context.Full(parts[at], context.SizesOf(input), node, IsNeeded))];
        Size[] sizes = [.. parts[0].Sizes];
        sizes[axis] = context.SizesOf(node)[axis];
        return parts.All(part => part.IsKnown)
            ? Lowered.Of(Tensor.Concat(axis, [.. parts.Select(part => Tensor.Literal(part.Known!))]).Evaluate(), ElementwiseLowering.OriginOf(parts))
            : context.Emit(sizes, "Concat", [.. parts.Select(context.Use)], ("axis", (long)axis));
    }

    private static Lowered Reshaped(LoweringContext context, Lowered x, Size[] to, Tensor node)
    {
        if (x.Sizes.SequenceEqual(to))
            return x;
        if (x.Known is { } known)
            return Lowered.Of(known.Reshape(new Shape([.. to.Select(size => size.Constant)])), x.Origin);
        // One size may be left to whoever runs the graph.
        OnnxValue target = to.Count(size => size.PerBatch != 0) == 1
            ? context.Whole([.. to.Select(size => size.PerBatch != 0 ? -1L : size.Constant)])
            : context.SizesAsValue(to, node);
        return context.Emit(to, "Reshape", [context.Use(x), target]);
    }

    /// <summary>The sizes of what stands for repeated axes, where only axes of size 1 come or go; null where more changes.</summary>
    private static Size[]? Squeezed(Size[] has, Size[] from, Size[] to)
    {
        int[] real = [.. Enumerable.Range(0, from.Length).Where(axis => !from[axis].IsOne)];
        if (!real.Select(axis => from[axis]).SequenceEqual(to.Where(size => !size.IsOne)))
            return null;
        int next = 0;
        return [.. to.Select(size => size.IsOne ? size : has[real[next++]])];
    }

    private static NDArray Part(NDArray known, List<long> axes, List<Size> starts, List<long> steps, Size[] sizes)
    {
        var start = new int[sizes.Length];
        int[] step = [.. Enumerable.Repeat(1, sizes.Length)];
        for (int at = 0; at < axes.Count; at++)
            (start[axes[at]], step[axes[at]]) = (starts[at].Constant, (int)steps[at]);
        return Tensor.Literal(known).Slice(start, new Shape([.. sizes.Select(size => size.Constant)]), step).Evaluate();
    }

    /// <summary>Zeros between neighbours: an axis of its own behind each, padded, laid flat, and what is behind the last cut off.</summary>
    private static OnnxValue Spread(LoweringContext context, Tensor node, OnnxValue value, Size[] sizes, int axis, int zeros)
    {
        if (sizes[axis].PerBatch != 0)
            throw context.Unfit(node, "parts the items of the batch");
        int size = sizes[axis].Constant, spread = size * (zeros + 1);
        OnnxValue apart = context.Emit("Unsqueeze", [value, context.Whole(axis + 1)]);
        long[] pads = new long[2 * (node.Rank + 1)];
        pads[node.Rank + 1 + axis + 1] = zeros;
        OnnxValue padded = context.Emit("Pad", [apart, context.Whole(pads)], ("mode", "constant"));
        sizes[axis] = new Size(spread);
        OnnxValue flat = context.Emit("Reshape", [padded, sizes.Count(one => one.PerBatch != 0) <= 1 ? context.Whole([.. sizes.Select(one => one.PerBatch != 0 ? -1L : one.Constant)]) : context.SizesAsValue(sizes, node)]);
        sizes[axis] = new Size(spread - zeros);
        return context.Emit("Slice", [flat, context.Whole(0), context.Whole(spread - zeros), context.Whole(axis)]);
    }
}
