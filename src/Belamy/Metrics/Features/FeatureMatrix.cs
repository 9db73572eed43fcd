namespace Belamy.Metrics;

/// <summary>Vectors of one length, row by row: features of pictures, class probabilities, points, or the values of items themselves.</summary>
public sealed class FeatureMatrix
{
    private readonly ReadOnlyMemory<float> _values;

    /// <summary>Wraps values, which are kept, not copied.</summary>
    /// <param name="values">The rows one behind the other.</param>
    /// <param name="dimension">The length of a row, at least 1.</param>
    /// <exception cref="ArgumentException">The values are not a whole number of rows.</exception>
    public FeatureMatrix(ReadOnlyMemory<float> values, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        if (values.Length % dimension != 0)
            throw new ArgumentException($"{values.Length} values are not a whole number of rows of {dimension}.", nameof(values));
        _values = values;
        Dimension = dimension;
        Count = values.Length / dimension;
    }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>The length of a row.</summary>
    public int Dimension { get; }

    /// <summary>All values: [count, dimension].</summary>
    public ReadOnlySpan<float> Values => _values.Span;

    /// <summary>One row.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<float> Row(int index) => _values.Span.Slice(index * Dimension, Dimension);

    /// <summary>Some rows in a row, without copying.</summary>
    /// <param name="first">The first.</param>
    /// <param name="count">How many.</param>
    public FeatureMatrix Rows(int first, int count) => new(_values.Slice(first * Dimension, count * Dimension), Dimension);

    /// <summary>The first rows, or all where there are fewer.</summary>
    /// <param name="count">At most how many.</param>
    public FeatureMatrix First(int count) => count >= Count ? this : Rows(0, count);

    /// <summary>The mean of all rows.</summary>
    /// <returns>[dimension].</returns>
    public double[] Mean()
    {
        var mean = new double[Dimension];
        for (int row = 0; row < Count; row++)
        {
            ReadOnlySpan<float> values = Row(row);
            for (int at = 0; at < mean.Length; at++)
                mean[at] += values[at];
        }

        for (int at = 0; at < mean.Length; at++)
            mean[at] /= Math.Max(1, Count);
        return mean;
    }

    internal static void RequireSameDimension(FeatureMatrix left, FeatureMatrix right, int least = 1)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Dimension != right.Dimension)
            throw new ArgumentException($"Rows of {left.Dimension} and of {right.Dimension} values cannot be compared.");
        if (left.Count < least || right.Count < least)
            throw new ArgumentException($"{Math.Min(left.Count, right.Count)} rows are too few; {least} is the least.");
    }
}
