using System.Globalization;
using Belamy.Tensors.Evaluation;

namespace Belamy.Tensors;

/// <summary>Checks symbolic gradients against finite differences: for tests of primitives, layers, objectives, one's own code.</summary>
public static class GradientCheck
{
    /// <summary>The relative difference that <see cref="CheckGradients"/> allows unless told otherwise.</summary>
    /// <remarks>
    /// Central differences in float64 with a step h of about 6e-6 are off by h²/6 times the third derivative, some 1e-11,
    /// and by rounding, some 1e-16 / h; a wrong rule is off by far more than 1e-6.
    /// </remarks>
    public const double DefaultTolerance = 1e-6;

    /// <summary>The cube root of the machine epsilon, where the two errors of a central difference balance.</summary>
    private const double RelativeStep = 6e-6;

    /// <summary>
    /// Checks the gradient of a function, weighted by random numbers, against central differences in float64 at each
    /// element of each input; then, for higher orders, checks that gradient's own gradient in the same way, with respect
    /// to the inputs and to the weights.
    /// </summary>
    /// <param name="function">From tensors of the inputs' shapes to a Float64 tensor of any shape. Must be smooth near the inputs, and the same at each call.</param>
    /// <param name="inputs">Float64 values around which to check.</param>
    /// <param name="order">How many times to differentiate, at least 1.</param>
    /// <param name="tolerance">Allowed difference, relative to the larger of 1 and the gradient's magnitude.</param>
    /// <param name="elements">At most so many elements of each input are checked, spread evenly over it; all when left out.</param>
    /// <exception cref="GradientCheckException">A gradient is wrong; the message names order, input, element and both values.</exception>
    /// <exception cref="ArgumentException">An input or the function's value is not Float64.</exception>
    /// <example>
    /// <code>GradientCheck.CheckGradients(x => Tensor.MatMul(x[0], x[1]).Tanh(), [a, b], order: 2);</code>
    /// </example>
    public static void CheckGradients(
        Func<IReadOnlyList<Tensor>, Tensor> function,
        IReadOnlyList<NDArray> inputs,
        int order = 2,
        double tolerance = DefaultTolerance,
        int elements = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(elements, 1);
        for (int input = 0; input < inputs.Count; input++)
        {
            if (inputs[input].ElementType != ElementType.Float64)
                throw new ArgumentException($"CheckGradients: input {input} must be Float64, not {inputs[input].ElementType}{inputs[input].Shape}.");
        }

        var random = new Random(1);
        Tensor[] variables = [.. inputs.Select((value, at) => Tensor.Input($"input {at}", value.Shape, ElementType.Float64))];
        List<NDArray> values = [.. inputs];
        Tensor output = function(variables);
        if (output.ElementType != ElementType.Float64)
            throw new ArgumentException($"CheckGradients: the function's value must be Float64, not {output.ElementType}{output.Shape}.");
        for (int level = 1; level <= order; level++)
        {
            Tensor weights = Tensor.Input($"weights of order {level}", output.Shape, ElementType.Float64);
            NDArray weightValues = RandomValues(output.Shape, random);
            Tensor[] gradients = output.Gradient(variables, weights);
            values.Add(weightValues);
            Compare(level, (output * weights).Sum(), gradients, [.. variables, weights], values, tolerance, elements);
            if (level == order)
                break;

            // The next function to differentiate: the gradient just checked, as one number, of the inputs and the weights.
            variables = [.. variables, weights];
            output = Tensor.Zeros(Shape.Scalar, ElementType.Float64);
            foreach (Tensor gradient in gradients)
                output += (gradient * Tensor.Literal(RandomValues(gradient.Shape, random))).Sum();
        }
    }

    private static void Compare(
        int order,
        Tensor value,
        Tensor[] gradients,
        Tensor[] given,
        IReadOnlyList<NDArray> values,
        double tolerance,
        int elements)
    {
        var bindings = new Dictionary<Tensor, NDArray>();
        for (int at = 0; at < given.Length; at++)
            bindings[given[at]] = NDArray.From(values[at].Shape, values[at].ToDoubles());
        NDArray[] symbolic = ReferenceEvaluator.Evaluate(gradients, bindings);
        for (int input = 0; input < gradients.Length; input++)
        {
            Span<double> varied = bindings[given[input]].AsSpan<double>();
            int count = Math.Min(varied.Length, elements);
            for (int check = 0; check < count; check++)
            {
                int element = (int)((long)check * varied.Length / count);
                double expected = Difference(value, bindings, ref varied[element]);
                double actual = symbolic[input].AsSpan<double>()[element];
                double allowed = tolerance * Math.Max(1, Math.Max(Math.Abs(expected), Math.Abs(actual)));
                if (!(Math.Abs(expected - actual) <= allowed))
                {
                    throw new GradientCheckException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"Gradient of order {order} with respect to {Describe(given[input])} at element {Place(given[input].Shape, element)}: the rule says {actual:G9}, finite differences say {expected:G9} (allowed difference {allowed:G2})."));
                }
            }
        }
    }

    private static double Difference(Tensor value, Dictionary<Tensor, NDArray> bindings, ref double varied)
    {
        double centre = varied;
        double step = RelativeStep * Math.Max(1, Math.Abs(centre));
        varied = centre + step;
        double above = varied;
        double high = ReferenceEvaluator.Evaluate([value], bindings)[0].ToScalar();
        varied = centre - step;
        double below = varied;
        double low = ReferenceEvaluator.Evaluate([value], bindings)[0].ToScalar();
        varied = centre;
        return (high - low) / (above - below);
    }

    private static NDArray RandomValues(Shape shape, Random random)
    {
        var values = new double[shape.Count];
        for (int at = 0; at < values.Length; at++)
            values[at] = (2 * random.NextDouble()) - 1;
        return NDArray.From(shape, values);
    }

    private static string Describe(Tensor variable) => $"{((Operations.InputOperation)variable.Operation).InputName} {variable.Shape}";

    private static string Place(Shape shape, int element)
    {
        long[] strides = shape.Strides();
        return $"[{string.Join(", ", strides.Select((stride, axis) => element / stride % shape[axis]))}]";
    }
}
