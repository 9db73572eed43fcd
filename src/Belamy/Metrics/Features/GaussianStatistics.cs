using System.Numerics;
using Belamy.Numerics;

namespace Belamy.Metrics;

/// <summary>Mean and covariance of a set of vectors: the normal distribution nearest to it.</summary>
public sealed class GaussianStatistics
{
    private const int Block = 64;

    /// <summary>Wraps known statistics; the arrays are kept, not copied.</summary>
    /// <param name="mean">The mean, [dimension].</param>
    /// <param name="covariance">The covariance, [dimension, dimension], symmetric.</param>
    /// <param name="count">Number of vectors they come from.</param>
    /// <exception cref="ArgumentException">The covariance does not fit the mean.</exception>
    public GaussianStatistics(double[] mean, double[] covariance, int count)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(covariance);
        if (covariance.Length != (long)mean.Length * mean.Length)
            throw new ArgumentException($"A covariance of {covariance.Length} values does not fit a mean of {mean.Length}.", nameof(covariance));
        Mean = mean;
        Covariance = covariance;
        Count = count;
    }

    /// <summary>The length of the vectors.</summary>
    public int Dimension => Mean.Length;

    /// <summary>Number of vectors.</summary>
    public int Count { get; }

    internal double[] Mean { get; }

    internal double[] Covariance { get; }

    /// <summary>The sum of the variances.</summary>
    public double Trace => SymmetricMatrix.Trace(Covariance, Dimension);

    /// <summary>Measures vectors; the covariance divides by their number less one.</summary>
    /// <param name="rows">At least two vectors.</param>
    /// <exception cref="ArgumentException">There are fewer.</exception>
    public static GaussianStatistics Of(FeatureMatrix rows)
    {
        FeatureMatrix.RequireSameDimension(rows, rows, least: 2);
        int dimension = rows.Dimension;
        double[] mean = rows.Mean();
        var sums = new double[dimension * dimension];
        // Blocks of rows, transposed, so that each sum is touched once for many rows. Rows missing in the last block are zero.
        var block = new double[dimension * Block];
        for (int first = 0; first < rows.Count; first += Block)
        {
            int here = Math.Min(Block, rows.Count - first);
            Array.Clear(block);
            for (int row = 0; row < here; row++)
            {
                ReadOnlySpan<float> values = rows.Row(first + row);
                for (int at = 0; at < dimension; at++)
                    block[(at * Block) + row] = values[at] - mean[at];
            }

            AddProducts(block, sums, dimension);
        }

        for (int i = 0; i < dimension; i++)
        {
            for (int j = i; j < dimension; j++)
                sums[(i * dimension) + j] = sums[(j * dimension) + i] = sums[(i * dimension) + j] / (rows.Count - 1);
        }

        return new GaussianStatistics(mean, sums, rows.Count);
    }

    private static void AddProducts(double[] block, double[] sums, int dimension)
    {
        for (int i = 0; i < dimension; i++)
        {
            ReadOnlySpan<double> left = block.AsSpan(i * Block, Block);
            for (int j = i; j < dimension; j++)
            {
                ReadOnlySpan<double> right = block.AsSpan(j * Block, Block);
                Vector<double> sum = Vector<double>.Zero;
                for (int at = 0; at < Block; at += Vector<double>.Count)
                    sum += new Vector<double>(left[at..]) * new Vector<double>(right[at..]);
                sums[(i * dimension) + j] += Vector.Sum(sum);
            }
        }
    }
}
