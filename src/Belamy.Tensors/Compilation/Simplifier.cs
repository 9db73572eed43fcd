using Belamy.Tensors.Evaluation;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Compilation;

/// <summary>
/// Graph to graph: equal nodes become one, constants are folded, what adds zero, multiplies by one or moves nothing
/// disappears, and with it all that only it needed. Pieces that are padded and added lie side by side instead.
/// </summary>
internal sealed class Simplifier
{
    private readonly Dictionary<Key, Tensor> _known = [];
    private readonly Dictionary<Tensor, Tensor> _simplified = [];

    private Simplifier()
    {
    }

    /// <summary>The roots, simplified.</summary>
    public static Tensor[] Run(IReadOnlyList<Tensor> roots)
    {
        var simplifier = new Simplifier();
        foreach (Tensor tensor in Graph.InOrder(roots))
            simplifier._simplified[tensor] = simplifier.Visit(tensor);
        return [.. roots.Select(root => simplifier._simplified[root])];
    }

    private Tensor Visit(Tensor tensor)
    {
        Tensor result = Graph.WithInputs(tensor, _simplified);
        // A rule's result may itself be open to a rule; each makes the graph smaller, so this ends.
        while (Rewrite(result) is var simpler && simpler != result)
            result = simpler;
        return Share(result);
    }

    /// <summary>The one node that stands for all nodes equal to this. What a rule made is at most a few nodes deep.</summary>
    private Tensor Share(Tensor tensor)
    {
        if (_known.TryGetValue(new Key(tensor), out Tensor? same))
            return same;
        Tensor[] inputs = [.. tensor.Inputs.Select(Share)];
        if (!inputs.SequenceEqual(tensor.Inputs))
        {
            tensor = new Tensor(tensor.Operation, tensor.Shape, tensor.ElementType, [.. inputs]);
            if (_known.TryGetValue(new Key(tensor), out same))
                return same;
        }

        _known.Add(new Key(tensor), tensor);
        return tensor;
    }

    private static Tensor Rewrite(Tensor y)
    {
        if (y.Inputs.IsEmpty || y.Operation is CopyOperation)
            return y;
        Tensor a = y.Inputs[0];
        Tensor b = y.Inputs.Length > 1 ? y.Inputs[1] : a;
        // The copy that stands for an output stays, constant or not: two outputs must not become one.
        if (y.Operation.IsElementwise && y.Operation is not CopyOperation && y.Inputs.All(input => IsConstant(input, out _)))
            return Fold(y);
        return y.Operation switch
        {
            StopGradientOperation => a,
            CastOperation when a.ElementType == y.ElementType => a,
            BinaryOperation binary => Binary(binary.Kind, y, a, b),
            UnaryOperation { Kind: UnaryKind.Negate } when a.Operation is UnaryOperation { Kind: UnaryKind.Negate } => a.Inputs[0],
            PowerOperation power => Power(power.Exponent, y, a),
            SelectOperation => Select(y, a, b, y.Inputs[2]),
            ReshapeOperation => Reshape(y, a),
            PermuteOperation permute => Permute(permute, y, a),
            BroadcastOperation when IsConstant(a, out double value) => Tensor.Constant(value, y.Shape, y.ElementType),
            BroadcastOperation when a.Operation is BroadcastOperation => With(y, a.Inputs[0]),
            SliceOperation or ReverseOperation when IsConstant(a, out double value) => Tensor.Constant(value, y.Shape, y.ElementType),
            PadOperation when IsConstant(a, out double value) && value == 0 => Tensor.Zeros(y.Shape, y.ElementType),
            ReductionOperation reduction => Reduction(reduction, y, a),
            MatrixProductOperation or ConvolutionOperation when IsZero(a) || IsZero(b) => Tensor.Zeros(y.Shape, y.ElementType),
            _ => y,
        };
    }

    private static Tensor Binary(BinaryKind kind, Tensor y, Tensor a, Tensor b)
    {
        if (!y.ElementType.IsFloat())
            return y;
        bool constantA = IsConstant(a, out double valueA);
        bool constantB = IsConstant(b, out double valueB);
        switch (kind)
        {
            case BinaryKind.Add when constantA && valueA == 0:
                return b;
            case BinaryKind.Add or BinaryKind.Subtract when constantB && valueB == 0:
                return a;
            case BinaryKind.Add when PaddedPieces.Sum(a, b) is { } joined:
                return joined;
            case BinaryKind.Subtract when constantA && valueA == 0:
                return -b;
            case BinaryKind.Multiply when (constantA && valueA == 0) || (constantB && valueB == 0):
            case BinaryKind.Divide when constantA && valueA == 0:
                return Tensor.Zeros(y.Shape, y.ElementType);
            case BinaryKind.Multiply when constantA && !constantB:
                // Constants stand on the right, so that the next rules need one form each.
                return b * a;
            case BinaryKind.Multiply or BinaryKind.Divide when constantB && valueB == 1:
                return a;
            case BinaryKind.Multiply when constantB && valueB == -1:
                return -a;
            case BinaryKind.Multiply when constantB && a.Operation is BinaryOperation { Kind: BinaryKind.Multiply } && IsConstant(a.Inputs[1], out double inner):
                return a.Inputs[0] * (inner * valueB);
            case BinaryKind.Divide when constantB && double.IsNormal(1 / valueB):
                return a * (1 / valueB);
            default:
                return y;
        }
    }

    private static Tensor Power(double exponent, Tensor y, Tensor a) => exponent switch
    {
        0 => Tensor.Ones(y.Shape, y.ElementType),
        1 => a,
        2 => a * a,
        -0.5 => a.Rsqrt(),
        _ => y,
    };

    private static Tensor Select(Tensor y, Tensor condition, Tensor whenTrue, Tensor whenFalse)
    {
        if (whenTrue == whenFalse)
            return whenTrue;
        return IsConstant(condition, out double value) ? value != 0 ? whenTrue : whenFalse : y;
    }

    private static Tensor Reshape(Tensor y, Tensor a)
    {
        if (a.Shape == y.Shape)
            return a;
        if (IsConstant(a, out double value))
            return Tensor.Constant(value, y.Shape, y.ElementType);
        return a.Operation is ReshapeOperation ? With(y, a.Inputs[0]) : y;
    }

    private static Tensor Permute(PermuteOperation permute, Tensor y, Tensor a)
    {
        if (IsConstant(a, out double value))
            return Tensor.Constant(value, y.Shape, y.ElementType);
        if (a.Operation is PermuteOperation inner)
        {
            int[] composed = [.. permute.Order.Span.ToArray().Select(axis => inner.Order[axis])];
            return a.Inputs[0].Permute(composed);
        }

        // Moving axes of size 1 about moves no element.
        int[] real = [.. permute.Order.Span.ToArray().Where(axis => a.Shape[axis] != 1)];
        return real.SequenceEqual(real.Order()) ? a.Reshape(y.Shape) : y;
    }

    private static Tensor Reduction(ReductionOperation reduction, Tensor y, Tensor a)
    {
        long count = a.Shape.Count / Math.Max(1, y.Shape.Count);
        bool sum = reduction.Kind == ReductionKind.Sum;
        if (IsConstant(a, out double value))
            return Tensor.Constant(sum ? value * count : value, y.Shape, y.ElementType);
        if (a.Operation is BroadcastOperation)
        {
            Tensor source = a.Inputs[0];
            bool allGrown = true;
            foreach (int axis in reduction.Axes.Span)
                allGrown &= source.Shape[axis] == 1;
            if (allGrown)
                return sum ? source.BroadcastTo(y.Shape) * count : source.BroadcastTo(y.Shape);
        }

        return y;
    }

    private static Tensor Fold(Tensor y)
    {
        NDArray[] inputs = [.. y.Inputs.Select(input => Tensor.Constant(((ConstantOperation)input.Operation).Value, default, input.ElementType).Evaluate())];
        double value = ReferenceEvaluator.Apply(new Tensor(y.Operation, default, y.ElementType, y.Inputs), inputs).ToScalar();
        return Tensor.Constant(value, y.Shape, y.ElementType);
    }

    private static Tensor With(Tensor y, Tensor input) => new(y.Operation, y.Shape, y.ElementType, input);

    private static bool IsZero(Tensor tensor) => IsConstant(tensor, out double value) && value == 0;

    private static bool IsConstant(Tensor tensor, out double value)
    {
        value = tensor.Operation is ConstantOperation constant ? constant.Value : 0;
        return tensor.Operation is ConstantOperation;
    }

    /// <summary>What makes two nodes equal: operation, type, shape and the very same inputs.</summary>
    private readonly struct Key(Tensor tensor) : IEquatable<Key>
    {
        private readonly Tensor _tensor = tensor;

        public bool Equals(Key other) =>
            _tensor.ElementType == other._tensor.ElementType && _tensor.Shape == other._tensor.Shape
            && _tensor.Inputs.AsSpan().SequenceEqual(other._tensor.Inputs.AsSpan())
            && _tensor.Operation.Equals(other._tensor.Operation);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(_tensor.Operation);
            hash.Add(_tensor.Shape);
            foreach (Tensor input in _tensor.Inputs)
                hash.Add(input.Order);
            return hash.ToHashCode();
        }
    }
}
