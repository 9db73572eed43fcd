using Belamy.Tensors.Cpu.Loops;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Compilation;

/// <summary>Elementwise primitives as steps over lanes. Adding an elementwise primitive adds one row here.</summary>
internal static class LaneLowering
{
    public static int Lower(LaneBuilder lanes, Tensor tensor, int[] inputs) => tensor.Operation switch
    {
        ConstantOperation constant => Constant(lanes, constant.Value, tensor.ElementType),
        CopyOperation or StopGradientOperation => inputs[0],
        UnaryOperation unary => Unary(lanes, unary.Kind, inputs[0]),
        PowerOperation power => lanes.Power(inputs[0], power.Exponent),
        BinaryOperation binary => tensor.ElementType == ElementType.Int32
            ? BinaryInteger(lanes, binary.Kind, inputs[0], inputs[1])
            : Binary(lanes, binary.Kind, inputs[0], inputs[1]),
        ComparisonOperation comparison => Compare(lanes, comparison.Kind, tensor.Inputs[0].ElementType, inputs[0], inputs[1]),
        SelectOperation => lanes.Emit(tensor.ElementType == ElementType.Int32 ? LaneOperation.SelectInteger : LaneOperation.Select, inputs[0], inputs[1], inputs[2]),
        CastOperation => Cast(lanes, tensor.Inputs[0].ElementType, tensor.ElementType, inputs[0]),
        _ => throw new NotSupportedException($"{tensor.Operation} is no elementwise primitive."),
    };

    private static int Constant(LaneBuilder lanes, double value, ElementType type) => type switch
    {
        ElementType.Float32 => lanes.Constant((float)value),
        ElementType.Int32 => lanes.Integer((int)value),
        _ => Mask(lanes, value != 0),
    };

    private static int Mask(LaneBuilder lanes, bool value) => lanes.Emit(LaneOperation.AsFloat, lanes.Integer(value ? -1 : 0));

    private static int Unary(LaneBuilder lanes, UnaryKind kind, int x) => kind switch
    {
        UnaryKind.Negate => lanes.Emit(LaneOperation.Negate, x),
        UnaryKind.Exp => lanes.Exp(x),
        UnaryKind.Log => lanes.Log(x),
        UnaryKind.Log1p => lanes.Log1p(x),
        UnaryKind.Sqrt => lanes.Emit(LaneOperation.Sqrt, x),
        UnaryKind.Rsqrt => lanes.Divide(lanes.Constant(1), lanes.Emit(LaneOperation.Sqrt, x)),
        UnaryKind.Sin => lanes.SinCos(x, quarterTurns: 0),
        UnaryKind.Cos => lanes.SinCos(x, quarterTurns: 1),
        UnaryKind.Tanh => lanes.Tanh(x),
        UnaryKind.Sigmoid => lanes.Sigmoid(x),
        UnaryKind.Softplus => lanes.Softplus(x),
        UnaryKind.Erf => lanes.Erf(x),
        UnaryKind.Abs => lanes.Emit(LaneOperation.Abs, x),
        UnaryKind.Sign => lanes.Sign(x),
        UnaryKind.Floor => lanes.Emit(LaneOperation.Floor, x),
        _ => throw new NotSupportedException($"{kind} has no lowering."),
    };

    private static int Binary(LaneBuilder lanes, BinaryKind kind, int a, int b) => kind switch
    {
        BinaryKind.Add => lanes.Add(a, b),
        BinaryKind.Subtract => lanes.Subtract(a, b),
        BinaryKind.Multiply => lanes.Multiply(a, b),
        BinaryKind.Divide => lanes.Divide(a, b),
        BinaryKind.Max => lanes.Emit(LaneOperation.Max, a, b),
        _ => lanes.Emit(LaneOperation.Min, a, b),
    };

    private static int BinaryInteger(LaneBuilder lanes, BinaryKind kind, int a, int b) => lanes.Emit(
        kind switch
        {
            BinaryKind.Add => LaneOperation.AddInteger,
            BinaryKind.Subtract => LaneOperation.SubtractInteger,
            BinaryKind.Multiply => LaneOperation.MultiplyInteger,
            BinaryKind.Max => LaneOperation.MaxInteger,
            BinaryKind.Min => LaneOperation.MinInteger,
            _ => throw new NotSupportedException($"{kind} is not defined for Int32."),
        },
        a,
        b);

    private static int Compare(LaneBuilder lanes, ComparisonKind kind, ElementType type, int a, int b)
    {
        if (type == ElementType.Float32)
            return lanes.Emit(kind == ComparisonKind.Less ? LaneOperation.Less : LaneOperation.Equal, a, b);
        if (type == ElementType.Boolean)
        {
            // True is -1 as an integer, so the order of masks is the reverse of that of truth values.
            (a, b) = (lanes.Emit(LaneOperation.AsInteger, b), lanes.Emit(LaneOperation.AsInteger, a));
        }

        return lanes.Emit(kind == ComparisonKind.Less ? LaneOperation.LessInteger : LaneOperation.EqualInteger, a, b);
    }

    private static int Cast(LaneBuilder lanes, ElementType from, ElementType to, int x) => (from, to) switch
    {
        (ElementType.Int32, ElementType.Float32) => lanes.Emit(LaneOperation.ToFloat, x),
        (ElementType.Float32, ElementType.Int32) => lanes.Emit(LaneOperation.ToInteger, x),
        (ElementType.Boolean, ElementType.Float32) => lanes.Select(x, lanes.Constant(1), lanes.Constant(0)),
        (ElementType.Boolean, ElementType.Int32) => lanes.Emit(LaneOperation.SelectInteger, x, lanes.Integer(1), lanes.Integer(0)),
        (ElementType.Float32, ElementType.Boolean) => lanes.Select(
            lanes.Emit(LaneOperation.Equal, x, lanes.Constant(0)), Mask(lanes, false), Mask(lanes, true)),
        (ElementType.Int32, ElementType.Boolean) => lanes.Select(
            lanes.Emit(LaneOperation.EqualInteger, x, lanes.Integer(0)), Mask(lanes, false), Mask(lanes, true)),
        _ => x,
    };
}
