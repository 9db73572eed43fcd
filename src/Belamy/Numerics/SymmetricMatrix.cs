using System.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace Belamy.Numerics;

/// <summary>Square symmetric matrices of doubles, row by row. Eigenvalues come from Math.NET's managed code.</summary>
internal static class SymmetricMatrix
{
    /// <summary>Eigenvalues in rising order, and the eigenvectors: that of value k is row k.</summary>
    public static (double[] Values, double[] Vectors) Eigen(double[] matrix, int dimension)
    {
        var vectors = new double[matrix.Length];
        var values = new Complex[dimension];
        // The provider itself, not the process-wide choice of one, which is its host's to make.
        ManagedLinearAlgebraProvider.Instance.EigenDecomp(isSymmetric: true, dimension, (double[])matrix.Clone(), vectors, values, new double[matrix.Length]);
        return (Array.ConvertAll(values, value => value.Real), vectors);
    }

    /// <summary>The eigenvalues from the largest down, each with its eigenvector of length 1.</summary>
    public static (double Value, double[] Vector)[] Decompose(double[,] matrix)
    {
        int dimension = matrix.GetLength(0);
        (double[] values, double[] vectors) = Eigen([.. matrix.Cast<double>()], dimension);
        return [.. Enumerable.Range(0, dimension).Reverse().Select(k => (values[k], vectors[(k * dimension)..((k + 1) * dimension)]))];
    }

    /// <summary>The square root of a positive semidefinite matrix; what rounding made negative counts as zero.</summary>
    public static double[] SquareRoot(double[] matrix, int dimension)
    {
        (double[] values, double[] vectors) = Eigen(matrix, dimension);
        // With rows scaled by the fourth root, the root is their sum of outer products: scaledᵀ scaled.
        for (int k = 0; k < dimension; k++)
        {
            double scale = Math.Sqrt(Math.Sqrt(Math.Max(0, values[k])));
            foreach (ref double value in vectors.AsSpan(k * dimension, dimension))
                value *= scale;
        }

        return Multiply(Transpose(vectors, dimension), vectors, dimension);
    }

    /// <summary>The matrix product of two square matrices.</summary>
    public static double[] Multiply(double[] left, double[] right, int dimension)
    {
        var result = new double[left.Length];
        for (int i = 0; i < dimension; i++)
        {
            Span<double> target = result.AsSpan(i * dimension, dimension);
            for (int k = 0; k < dimension; k++)
            {
                double factor = left[(i * dimension) + k];
                ReadOnlySpan<double> source = right.AsSpan(k * dimension, dimension);
                int at = 0;
                for (; at <= dimension - Vector<double>.Count; at += Vector<double>.Count)
                    (new Vector<double>(target[at..]) + (factor * new Vector<double>(source[at..]))).CopyTo(target[at..]);
                for (; at < dimension; at++)
                    target[at] += factor * source[at];
            }
        }

        return result;
    }

    /// <summary>The sum of the diagonal.</summary>
    public static double Trace(double[] matrix, int dimension)
    {
        double sum = 0;
        for (int i = 0; i < dimension; i++)
            sum += matrix[(i * dimension) + i];
        return sum;
    }

    private static double[] Transpose(double[] matrix, int dimension)
    {
        var result = new double[matrix.Length];
        for (int i = 0; i < dimension; i++)
        {
            for (int j = 0; j < dimension; j++)
                result[(j * dimension) + i] = matrix[(i * dimension) + j];
        }

        return result;
    }
}
