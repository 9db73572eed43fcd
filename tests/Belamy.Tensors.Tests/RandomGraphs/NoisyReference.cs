using Belamy.Tensors.Evaluation;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Tests.RandomGraphs;

/// <summary>
/// The reference evaluator in float64, and a few times more with each rounding operation disturbed, at random up or down,
/// by one unit in the last place of float32: of the result, or of the sum of the terms' magnitudes where terms are added up.
/// </summary>
internal static class NoisyReference
{
    private const double Unit = 1.0 / (1 << 23);
    private const int Repetitions = 3;

    /// <summary>The value of each root, and the largest difference that a disturbed evaluation made in any element.</summary>
    public static (NDArray Value, double Noise)[] Evaluate(IReadOnlyList<Tensor> roots, IReadOnlyDictionary<Tensor, NDArray> inputs)
    {
        var exact = new Dictionary<Tensor, NDArray>();
        var twins = new Dictionary<Tensor, Tensor>();
        var noisy = new Dictionary<Tensor, NDArray>[Repetitions];
        for (int repetition = 0; repetition < Repetitions; repetition++)
            noisy[repetition] = [];
        var random = new Random(1);
        foreach (Tensor node in Graph.InOrder(roots))
        {
            Tensor twin = new(
                node.Operation,
                node.Shape,
                node.ElementType == ElementType.Float32 ? ElementType.Float64 : node.ElementType,
                [.. node.Inputs.Select(input => twins[input])]);
            twins[node] = twin;
            if (node.Inputs.IsEmpty)
            {
                NDArray value = inputs.TryGetValue(node, out NDArray? given) ? given : ReferenceEvaluator.Apply(node, []);
                exact[node] = value.Cast(twin.ElementType);
            }
            else
            {
                exact[node] = ReferenceEvaluator.Apply(twin, [.. node.Inputs.Select(input => exact[input])]);
            }

            double[]? scale = Scale(twin, [.. node.Inputs.Select(input => exact[input])], exact[node]);
            bool isSame = scale is null && node.Inputs.All(input => noisy[0][input] == exact[input]);
            foreach (Dictionary<Tensor, NDArray> values in noisy)
            {
                values[node] = isSame
                    ? exact[node]
                    : Disturb(ReferenceEvaluator.Apply(twin, [.. node.Inputs.Select(input => values[input])]), scale, random);
            }
        }

        return [.. roots.Select(root => (exact[root], noisy.Max(values => Difference(exact[root], values[root]))))];
    }

    private static double Difference(NDArray exact, NDArray noisy) =>
        exact.ToDoubles().Zip(noisy.ToDoubles(), (one, other) => Math.Abs(one - other)).Max();

    private static NDArray Disturb(NDArray result, double[]? scale, Random random)
    {
        if (scale is null)
            return result;
        double[] values = result.ToDoubles();
        for (int at = 0; at < values.Length; at++)
            values[at] += (random.Next(2) == 0 ? Unit : -Unit) * scale[at];
        return NDArray.From(result.Shape, values);
    }

    /// <summary>What an error is relative to; null for operations that do not round.</summary>
    private static double[]? Scale(Tensor node, NDArray[] operands, NDArray result)
    {
        if (!node.ElementType.IsFloat())
            return null;
        return node.Operation switch
        {
            MatrixProductOperation or ConvolutionOperation or ScatterAddOperation => Terms(1),

            // Added up one after another, many terms of one sign lose more than a unit.
            ReductionOperation { Kind: ReductionKind.Sum } => Terms(Math.Max(1, Math.Sqrt((double)operands[0].Shape.Count / result.Shape.Count) / 4)),

            // Near their zeros these are good to a unit of their slope's, not of their value's, last place.
            UnaryOperation { Kind: UnaryKind.Sin or UnaryKind.Cos or UnaryKind.Log } => Array.ConvertAll(result.ToDoubles(), value => Math.Max(1, Math.Abs(value))),
            UnaryOperation { Kind: UnaryKind.Negate or UnaryKind.Abs or UnaryKind.Sign or UnaryKind.Floor } => null,
            BinaryOperation { Kind: BinaryKind.Max or BinaryKind.Min } => null,
            UnaryOperation or BinaryOperation or PowerOperation => Array.ConvertAll(result.ToDoubles(), Math.Abs),
            _ => null,
        };

        double[] Terms(double factor) =>
            Array.ConvertAll(ReferenceEvaluator.Apply(node, [.. operands.Select(Magnitudes)]).ToDoubles(), sum => factor * sum);
    }

    private static NDArray Magnitudes(NDArray values) =>
        values.ElementType.IsFloat() ? NDArray.From(values.Shape, Array.ConvertAll(values.ToDoubles(), Math.Abs)) : values;
}
