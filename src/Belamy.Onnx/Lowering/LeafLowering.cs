using Belamy.Onnx.Format;
using Belamy.Tensors;
using Belamy.Tensors.Evaluation;
using Belamy.Tensors.Operations;

namespace Belamy.Onnx.Lowering;

/// <summary>What graphs begin with: inputs, weights, given numbers.</summary>
internal static class LeafLowering
{
    private const string Averages = "average/";

    public static Lowered Input(LoweringContext context, Tensor node) => context.Input(((InputOperation)node.Operation).InputName, context.SizesOf(node));

    public static Lowered Parameter(LoweringContext context, Tensor node)
    {
        string name = ((ParameterOperation)node.Operation).Parameter.Name;
        return Lowered.Of(ReferenceEvaluator.Apply(node, []), name.StartsWith(Averages, StringComparison.Ordinal) ? name[Averages.Length..] : name);
    }

    public static Lowered Constant(LoweringContext context, Tensor node)
    {
        double given = ((ConstantOperation)node.Operation).Value;
        (double value, int power) = context.Graph.ConstantOf(given, node) ?? throw context.Unfit(node, "is another number where the batch is larger");
        Size[] ones = [.. Enumerable.Repeat(Size.One, node.Rank)];
        NDArray number = Tensor.Constant(value, new Shape([.. Enumerable.Repeat(1, node.Rank)]), node.ElementType).Evaluate();
        if (power == 0)
            return Lowered.Of(number);
        OnnxValue batch = context.Emit("Squeeze", [context.Emit("Cast", [context.Batch(node)], ("to", (long)ElementwiseLowering.TypeOf(node.ElementType)))]);
        return context.Emit(ones, power > 0 ? "Mul" : "Div", [context.Use(Lowered.Of(number)), batch]);
    }

    public static Lowered Literal(LoweringContext context, Tensor node)
    {
        if (context.SizesOf(node).Any(size => size.PerBatch != 0))
            throw context.Unfit(node, "is given for a batch of one size");
        return Lowered.Of(((LiteralOperation)node.Operation).Values);
    }

    public static Lowered Iota(LoweringContext context, Tensor node)
    {
        int axis = ((IotaOperation)node.Operation).Axis;
        Size[] sizes = [.. context.SizesOf(node).Select((size, at) => at == axis ? size : Size.One)];
        if (sizes[axis].PerBatch == 0)
            return Lowered.Of(Tensor.Iota(new Shape([.. sizes.Select(size => size.Constant)]), axis, node.ElementType).Evaluate());
        OnnxValue count = context.Emit("Squeeze", [context.SizesAsValue([sizes[axis]], node)]);
        OnnxValue line = context.Emit("Range", [context.Emit("Squeeze", [context.Whole(0)]), count, context.Emit("Squeeze", [context.Whole(1)])]);
        OnnxValue typed = context.Emit("Cast", [line], ("to", (long)ElementwiseLowering.TypeOf(node.ElementType)));
        return context.Emit(sizes, "Reshape", [typed, context.Whole([.. sizes.Select((_, at) => at == axis ? -1L : 1L)])]);
    }
}
