using Belamy.Numerics;

namespace Belamy.Metrics;

/// <summary>
/// The directions in which items differ most: the leading eigenvectors of their covariance. The best linear code of a given
/// size. Pearson 1901.
/// </summary>
public sealed class PrincipalComponents
{
    private readonly float[] _mean;
    private readonly float[][] _directions;

    private PrincipalComponents(float[] mean, float[][] directions)
    {
        _mean = mean;
        _directions = directions;
    }

    /// <summary>Number of directions.</summary>
    public int Count => _directions.Length;

    /// <summary>One direction, of length 1.</summary>
    /// <param name="index">0 for the one in which items differ most.</param>
    public float[] Direction(int index) => [.. _directions[index]];

    /// <summary>Finds them.</summary>
    /// <param name="items">Items one behind the other.</param>
    /// <param name="length">Values in an item.</param>
    /// <param name="count">How many directions, at most <paramref name="length"/>.</param>
    public static PrincipalComponents Fit(ReadOnlySpan<float> items, int length, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, length);
        if (items.Length < length || items.Length % length != 0)
            throw new ArgumentException($"{items.Length} values are not a whole number of items of {length}.", nameof(items));
        GaussianStatistics statistics = GaussianStatistics.Of(new FeatureMatrix(items.ToArray(), length));
        // The directions of the greatest eigenvalues are the last rows.
        (_, double[] rows) = SymmetricMatrix.Eigen(statistics.Covariance, length);
        float[] vectors = Array.ConvertAll(rows, value => (float)value);
        return new PrincipalComponents(
            Array.ConvertAll(statistics.Mean, value => (float)value),
            [.. Enumerable.Range(1, count).Select(k => vectors[((length - k) * length)..((length - k + 1) * length)])]);
    }

    /// <summary>Items as the directions alone can tell them: m + V Vᵀ (x - m).</summary>
    /// <param name="items">Items one behind the other.</param>
    public float[] Reconstruct(ReadOnlySpan<float> items)
    {
        int length = _mean.Length;
        var outputs = new float[items.Length];
        var sum = new double[length];
        for (int first = 0; first + length <= items.Length; first += length)
        {
            for (int at = 0; at < length; at++)
                sum[at] = _mean[at];
            foreach (float[] direction in _directions)
            {
                double code = 0;
                for (int at = 0; at < length; at++)
                    code += (items[first + at] - _mean[at]) * direction[at];
                for (int at = 0; at < length; at++)
                    sum[at] += code * direction[at];
            }

            for (int at = 0; at < length; at++)
                outputs[first + at] = (float)sum[at];
        }

        return outputs;
    }
}
