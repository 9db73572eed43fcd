using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Gradients;

/// <summary>
/// The whole calculus: for each primitive y = f(a, b ...) and the cotangent g of y, the cotangents of a, b ... Every
/// right-hand side is made of the same public operations, so a gradient has gradients. A null means that no gradient
/// flows.
/// </summary>
internal static class GradientRules
{
    /// <param name="y">The node.</param>
    /// <param name="g">Its cotangent.</param>
    /// <param name="wanted">Which inputs' cotangents are needed; others may be left null where they would be costly.</param>
    public static Tensor?[] Apply(Tensor y, Tensor g, Func<int, bool> wanted)
    {
        Tensor a = y.Inputs[0];
        Tensor b = y.Inputs.Length > 1 ? y.Inputs[1] : a;
        return y.Operation switch
        {
            UnaryOperation unary => [Unary(unary.Kind, a, y, g)],
            PowerOperation { Exponent: 0 } => [null],
            PowerOperation power => [g * (power.Exponent * a.Power(power.Exponent - 1))],
            BinaryOperation binary => binary.Kind switch
            {
                BinaryKind.Add => [g, g],
                BinaryKind.Subtract => [g, -g],
                BinaryKind.Multiply => [g * b, g * a],
                BinaryKind.Divide => [g / b, -(g * y / b)],
                BinaryKind.Max => [Tensor.Select(a < b, Zeros(g), g), Tensor.Select(a < b, g, Zeros(g))],
                BinaryKind.Min => [Tensor.Select(b < a, Zeros(g), g), Tensor.Select(b < a, g, Zeros(g))],
                _ => throw Unknown(y),
            },
            SelectOperation => [null, Tensor.Select(a, g, Zeros(g)), Tensor.Select(a, Zeros(g), g)],
            CastOperation => [a.ElementType.IsFloat() && g.ElementType.IsFloat() ? g.Cast(a.ElementType) : null],

            ReshapeOperation => [g.Reshape(a.Shape)],
            PermuteOperation permute => [g.Permute(Inverse(permute.Order))],
            BroadcastOperation => [g.Sum(GrownAxes(a.Shape, y.Shape), keepAxes: true)],
            SliceOperation slice => [PadBack(slice, a.Shape, g)],
            PadOperation pad => [g.Slice(pad.Low.Span, a.Shape, [.. pad.Interior.Span.ToArray().Select(zeros => zeros + 1)])],
            ReverseOperation reverse => [g.Reverse(reverse.Axes.Span)],
            ConcatOperation concat => Split(concat.Axis, y, g),

            ReductionOperation { Kind: ReductionKind.Sum } => [g.BroadcastTo(a.Shape)],
            ReductionOperation { Kind: ReductionKind.Max } max => [ToGreatest(a, y, g, max.Axes)],

            MatrixProductOperation product => MatrixProduct(product, a, b, g, wanted),
            ConvolveOperation { Geometry: var geometry } =>
                [wanted(0) ? Tensor.ConvolveInput(g, b, geometry) : null, wanted(1) ? Tensor.ConvolveKernel(a, g, geometry) : null],
            ConvolveInputOperation { Geometry: var geometry } =>
                [wanted(0) ? Tensor.Convolve(g, b, geometry) : null, wanted(1) ? Tensor.ConvolveKernel(g, a, geometry) : null],
            ConvolveKernelOperation { Geometry: var geometry } =>
                [wanted(0) ? Tensor.ConvolveInput(b, g, geometry) : null, wanted(1) ? Tensor.Convolve(a, g, geometry) : null],

            GatherOperation gather => [Zeros(a).ScatterAdd(b, g, gather.Axis), null],
            ScatterAddOperation scatter => [g, null, g.Gather(b, scatter.Axis)],

            ComparisonOperation or StopGradientOperation or ArgMaxOperation or RandomOperation => new Tensor?[y.Inputs.Length],
            _ => throw Unknown(y),
        };
    }

    private static Tensor? Unary(UnaryKind kind, Tensor a, Tensor y, Tensor g) => kind switch
    {
        UnaryKind.Negate => -g,
        UnaryKind.Exp => g * y,
        UnaryKind.Log => g / a,
        UnaryKind.Log1p => g / (1 + a),
        UnaryKind.Sqrt => g * 0.5 / y,
        UnaryKind.Rsqrt => g * -0.5 * y * y * y,
        UnaryKind.Sin => g * a.Cos(),
        UnaryKind.Cos => -(g * a.Sin()),
        UnaryKind.Tanh => g * (1 - (y * y)),
        UnaryKind.Sigmoid => g * y * (1 - y),
        UnaryKind.Softplus => g * a.Sigmoid(),
        UnaryKind.Erf => g * (2 / Math.Sqrt(Math.PI) * (-(a * a)).Exp()),
        UnaryKind.Abs => g * a.Sign(),
        UnaryKind.Sign or UnaryKind.Floor => null,
        _ => throw new NotSupportedException($"No gradient rule for {kind}."),
    };

    private static Tensor?[] MatrixProduct(MatrixProductOperation product, Tensor a, Tensor b, Tensor g, Func<int, bool> wanted)
    {
        Tensor? left = !wanted(0) ? null
            : product.TransposeLeft ? Tensor.MatMul(b, g, product.TransposeRight, true)
            : Tensor.MatMul(g, b, false, !product.TransposeRight);
        Tensor? right = !wanted(1) ? null
            : product.TransposeRight ? Tensor.MatMul(g, a, true, product.TransposeLeft)
            : Tensor.MatMul(a, g, !product.TransposeLeft, false);
        return [left, right];
    }

    private static Tensor PadBack(SliceOperation slice, Shape shape, Tensor g)
    {
        var high = new int[shape.Rank];
        var interior = new int[shape.Rank];
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            interior[axis] = slice.Step[axis] - 1;
            high[axis] = shape[axis] - slice.Start[axis] - (((g.Shape[axis] - 1) * slice.Step[axis]) + 1);
        }

        return g.Pad(slice.Start.Span, high, interior);
    }

    private static Tensor?[] Split(int axis, Tensor y, Tensor g)
    {
        var parts = new Tensor?[y.Inputs.Length];
        int start = 0;
        for (int part = 0; part < parts.Length; part++)
        {
            int length = y.Inputs[part].Shape[axis];
            parts[part] = g.Slice(axis, start, length);
            start += length;
        }

        return parts;
    }

    private static Tensor ToGreatest(Tensor a, Tensor y, Tensor g, Numbers axes)
    {
        Tensor mask = Tensor.Equal(a, y.BroadcastTo(a.Shape)).Cast(a.ElementType);
        return mask * (g / mask.Sum(axes.Span, keepAxes: true)).BroadcastTo(a.Shape);
    }

    private static int[] GrownAxes(Shape from, Shape to) =>
        [.. Enumerable.Range(0, to.Rank).Where(axis => from[axis] != to[axis])];

    private static int[] Inverse(Numbers order)
    {
        var inverse = new int[order.Length];
        for (int axis = 0; axis < inverse.Length; axis++)
            inverse[order[axis]] = axis;
        return inverse;
    }

    private static Tensor Zeros(Tensor like) => Tensor.Zeros(like.Shape, like.ElementType);

    private static NotSupportedException Unknown(Tensor y) => new($"No gradient rule for {y.Operation}.");
}
