using System.Numerics;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Evaluation;

/// <summary>Elementwise primitives, one element at a time.</summary>
internal static class ElementwiseKernels
{
    public static NDArray Unary<T>(UnaryKind kind, Tensor node, NDArray input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] result = Array.ConvertAll(input.Values<T>(), value => kind switch
        {
            UnaryKind.Negate => -value,
            UnaryKind.Abs => T.Abs(value),
            UnaryKind.Sqrt => T.Sqrt(value),
            _ => T.CreateTruncating(Function(kind, double.CreateTruncating(value))),
        });
        return NDArray.From(node.Shape, result);
    }

    public static NDArray Power<T>(double exponent, Tensor node, NDArray input)
        where T : unmanaged, IFloatingPointIeee754<T> => NDArray.From(
            node.Shape,
            Array.ConvertAll(input.Values<T>(), value => T.CreateTruncating(Math.Pow(double.CreateTruncating(value), exponent))));

    public static NDArray Binary<T>(BinaryKind kind, Tensor node, NDArray left, NDArray right)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] a = left.Values<T>();
        T[] b = right.Values<T>();
        var result = new T[a.Length];
        for (int at = 0; at < result.Length; at++)
        {
            result[at] = kind switch
            {
                BinaryKind.Add => a[at] + b[at],
                BinaryKind.Subtract => a[at] - b[at],
                BinaryKind.Multiply => a[at] * b[at],
                BinaryKind.Divide => a[at] / b[at],
                BinaryKind.Max => a[at] < b[at] ? b[at] : a[at],
                _ => b[at] < a[at] ? b[at] : a[at],
            };
        }

        return NDArray.From(node.Shape, result);
    }

    public static NDArray BinaryInteger(BinaryKind kind, Tensor node, NDArray left, NDArray right)
    {
        int[] a = left.Values<int>();
        int[] b = right.Values<int>();
        var result = new int[a.Length];
        for (int at = 0; at < result.Length; at++)
        {
            result[at] = kind switch
            {
                BinaryKind.Add => unchecked(a[at] + b[at]),
                BinaryKind.Subtract => unchecked(a[at] - b[at]),
                BinaryKind.Multiply => unchecked(a[at] * b[at]),
                BinaryKind.Max => Math.Max(a[at], b[at]),
                BinaryKind.Min => Math.Min(a[at], b[at]),
                _ => throw new NotSupportedException($"{kind} is not defined for Int32."),
            };
        }

        return NDArray.From(node.Shape, result);
    }

    public static NDArray Compare(ComparisonKind kind, Tensor node, NDArray left, NDArray right)
    {
        double[] a = left.ToDoubles();
        double[] b = right.ToDoubles();
        var result = new bool[a.Length];
        for (int at = 0; at < result.Length; at++)
            result[at] = kind == ComparisonKind.Less ? a[at] < b[at] : a[at] == b[at];
        return NDArray.From(node.Shape, result);
    }

    public static NDArray Select<T>(Tensor node, NDArray condition, NDArray whenTrue, NDArray whenFalse)
        where T : unmanaged
    {
        bool[] conditions = condition.Values<bool>();
        T[] a = whenTrue.Values<T>();
        T[] b = whenFalse.Values<T>();
        var result = new T[conditions.Length];
        for (int at = 0; at < result.Length; at++)
            result[at] = conditions[at] ? a[at] : b[at];
        return NDArray.From(node.Shape, result);
    }

    private static double Function(UnaryKind kind, double x) => kind switch
    {
        UnaryKind.Exp => Math.Exp(x),
        UnaryKind.Log => Math.Log(x),
        UnaryKind.Log1p => Log1p(x),
        UnaryKind.Rsqrt => 1 / Math.Sqrt(x),
        UnaryKind.Sin => Math.Sin(x),
        UnaryKind.Cos => Math.Cos(x),
        UnaryKind.Tanh => Math.Tanh(x),
        UnaryKind.Sigmoid => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x)),
        UnaryKind.Softplus => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x))),
        UnaryKind.Erf => Erf(x),
        UnaryKind.Sign => double.IsNaN(x) ? x : Math.Sign(x),
        UnaryKind.Floor => Math.Floor(x),
        _ => throw new NotSupportedException($"{kind} has no reference function."),
    };

    /// <summary>ln(1 + x) without the loss in 1 + x, which the library's own has: ln(u) x / (u - 1) with u = 1 + x rounded (Kahan).</summary>
    private static double Log1p(double x)
    {
        double u = 1 + x;
        return u == 1 || double.IsPositiveInfinity(u) ? x : Math.Log(u) * x / (u - 1);
    }

    /// <summary>2/√π e^(-x²) Σ 2ⁿ x^(2n+1) / (2n+1)!!, a series of positive terms and so without cancellation (Abramowitz and Stegun 7.1.6).</summary>
    private static double Erf(double x)
    {
        if (double.IsNaN(x))
            return x;
        if (Math.Abs(x) > 6)
            return Math.Sign(x);
        double term = x;
        double sum = x;
        for (int n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum) && n < 200; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
