namespace Belamy.Metrics;

/// <summary>
/// The directions in which items differ most: the leading eigenvectors of their covariance, found by orthogonal iteration.
/// The best linear code of a given size. Pearson 1901; Golub and Van Loan, "Matrix computations", section 8.2.
/// </summary>
public sealed class PrincipalComponents
{
    private const int Iterations = 60;

    // More directions than are wanted make the wanted ones settle sooner.
    private const int Spare = 8;
    private readonly float[] _mean;
    private readonly float[] _basis;

    private PrincipalComponents(float[] mean, float[] basis, int count)
    {
        _mean = mean;
        _basis = basis;
        Count = count;
    }

    /// <summary>Number of directions.</summary>
    public int Count { get; }

    /// <summary>One direction, of length 1.</summary>
    /// <param name="index">0 for the one in which items differ most.</param>
    public float[] Direction(int index) => [.. Enumerable.Range(0, _mean.Length).Select(at => _basis[(at * Count) + index])];

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
        int width = Math.Min(length, count + Spare);
        var basis = new double[length * width];
        for (int at = 0; at < basis.Length; at++)
            basis[at] = Math.Sin(1 + (at * 0.7390851332151607 * (1 + (at % width))));
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            basis = Multiply(statistics.Covariance, basis, length, width);
            Orthonormalize(basis, length, width);
        }

        var kept = new float[length * count];
        for (int row = 0; row < length; row++)
        {
            for (int column = 0; column < count; column++)
                kept[(row * count) + column] = (float)basis[(row * width) + column];
        }

        return new PrincipalComponents(Array.ConvertAll(statistics.Mean, value => (float)value), kept, count);
    }

    /// <summary>Items as the directions alone can tell them: m + V Vᵀ (x - m).</summary>
    /// <param name="items">Items one behind the other.</param>
    public float[] Reconstruct(ReadOnlySpan<float> items)
    {
        int length = _mean.Length;
        var outputs = new float[items.Length];
        var code = new double[Count];
        for (int first = 0; first + length <= items.Length; first += length)
        {
            Array.Clear(code);
            for (int at = 0; at < length; at++)
            {
                for (int k = 0; k < Count; k++)
                    code[k] += (items[first + at] - _mean[at]) * _basis[(at * Count) + k];
            }

            for (int at = 0; at < length; at++)
            {
                double sum = _mean[at];
                for (int k = 0; k < Count; k++)
                    sum += code[k] * _basis[(at * Count) + k];
                outputs[first + at] = (float)sum;
            }
        }

        return outputs;
    }

    private static double[] Multiply(double[] matrix, double[] basis, int length, int width)
    {
        var product = new double[basis.Length];
        for (int row = 0; row < length; row++)
        {
            for (int inner = 0; inner < length; inner++)
            {
                double factor = matrix[(row * length) + inner];
                for (int column = 0; column < width; column++)
                    product[(row * width) + column] += factor * basis[(inner * width) + column];
            }
        }

        return product;
    }

    // Gram and Schmidt's method, the modified form.
    private static void Orthonormalize(double[] basis, int length, int width)
    {
        for (int column = 0; column < width; column++)
        {
            for (int before = 0; before < column; before++)
            {
                double dot = 0;
                for (int row = 0; row < length; row++)
                    dot += basis[(row * width) + column] * basis[(row * width) + before];
                for (int row = 0; row < length; row++)
                    basis[(row * width) + column] -= dot * basis[(row * width) + before];
            }

            double square = 0;
            for (int row = 0; row < length; row++)
                square += basis[(row * width) + column] * basis[(row * width) + column];
            double factor = square > 0 ? 1 / Math.Sqrt(square) : 0;
            for (int row = 0; row < length; row++)
                basis[(row * width) + column] *= factor;
        }
    }
}
