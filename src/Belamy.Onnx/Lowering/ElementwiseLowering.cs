using Belamy.Onnx.Format;
using Belamy.Tensors;
using Belamy.Tensors.Evaluation;
using Belamy.Tensors.Operations;

namespace Belamy.Onnx.Lowering;

/// <summary>Functions of single numbers: operators of ONNX repeat axes of size 1 by themselves, so nothing is repeated before.</summary>
internal static class ElementwiseLowering
{
    public static Lowered Unary(LoweringContext context, Tensor node)
    {
        OnnxValue One(string name, params IReadOnlyList<OnnxValue> inputs) => context.Emit(name, inputs);
        return Elementwise(context, node, values => ((UnaryOperation)node.Operation).Kind switch
        {
            UnaryKind.Negate => One("Neg", values),
            UnaryKind.Exp => One("Exp", values),
            UnaryKind.Log => One("Log", values),
            UnaryKind.Log1p => One("Log", One("Add", values[0], context.Number(1, node.ElementType))),
            UnaryKind.Sqrt => One("Sqrt", values),
            UnaryKind.Rsqrt => One("Reciprocal", One("Sqrt", values)),
            UnaryKind.Sin => One("Sin", values),
            UnaryKind.Cos => One("Cos", values),
            UnaryKind.Tanh => One("Tanh", values),
            UnaryKind.Sigmoid => One("Sigmoid", values),
            UnaryKind.Softplus => One("Softplus", values),
            UnaryKind.Erf => One("Erf", values),
            UnaryKind.Abs => One("Abs", values),
            UnaryKind.Sign => One("Sign", values),
            UnaryKind.Floor => One("Floor", values),
            _ => throw context.Unfit(node, "has no counterpart"),
        });
    }

    public static Lowered Binary(LoweringContext context, Tensor node) => Elementwise(context, node, values => context.Emit(
        ((BinaryOperation)node.Operation).Kind switch
        {
            BinaryKind.Add => "Add",
            BinaryKind.Subtract => "Sub",
            BinaryKind.Multiply => "Mul",
            BinaryKind.Divide => "Div",
            BinaryKind.Max => "Max",
            BinaryKind.Min => "Min",
            _ => throw context.Unfit(node, "has no counterpart"),
        },
        values));

    public static Lowered Power(LoweringContext context, Tensor node) =>
        Elementwise(context, node, values => context.Emit("Pow", [values[0], context.Number(((PowerOperation)node.Operation).Exponent, node.ElementType)]));

    public static Lowered Comparison(LoweringContext context, Tensor node) =>
        Elementwise(context, node, values => context.Emit(((ComparisonOperation)node.Operation).Kind == ComparisonKind.Less ? "Less" : "Equal", values));

    public static Lowered Select(LoweringContext context, Tensor node) => Elementwise(context, node, values => context.Emit("Where", values));

    public static Lowered Cast(LoweringContext context, Tensor node) =>
        Elementwise(context, node, values => context.Emit("Cast", values, ("to", (long)TypeOf(node.ElementType))));

    public static Lowered Same(LoweringContext context, Tensor node) => context[node.Inputs[0]];

    /// <summary>The type of the format that stands for one of ours.</summary>
    public static OnnxType TypeOf(ElementType type) => type switch
    {
        ElementType.Float32 => OnnxType.Float,
        ElementType.Float64 => OnnxType.Double,
        ElementType.Int32 => OnnxType.Int32,
        _ => OnnxType.Bool,
    };

    private static Lowered Elementwise(LoweringContext context, Tensor node, Func<OnnxValue[], OnnxValue> emit)
    {
        Lowered[] inputs = [.. node.Inputs.Select(input => context[input])];
        Size[] sizes = [.. Enumerable.Range(0, node.Rank).Select(axis => inputs.Select(input => input.Sizes[axis]).FirstOrDefault(size => !size.IsOne, Size.One))];
        if (!inputs.All(input => input.IsKnown))
            return new Lowered(sizes) { Value = emit([.. inputs.Select(context.UseRepeated)]) };
        Shape joint = new([.. sizes.Select(size => size.Constant)]);
        NDArray[] values = [.. inputs.Select(input => LoweringContext.Repeat(input.Known!, joint))];
        Tensor small = new(node.Operation, joint, node.ElementType, [.. values.Select(Tensor.Literal)]);
        return Lowered.Of(ReferenceEvaluator.Apply(small, values), OriginOf(inputs));
    }

    /// <summary>Of several known numbers the name of the largest that has one: that of the weights themselves.</summary>
    public static string? OriginOf(IEnumerable<Lowered> inputs) => inputs.Where(input => input.Origin is not null).MaxBy(input => input.Known!.Shape.Count)?.Origin;
}
