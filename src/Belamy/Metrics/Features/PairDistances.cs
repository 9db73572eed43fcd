using System.Runtime.Intrinsics;

namespace Belamy.Metrics;

/// <summary>Takes the squared Euclidean distances from one row to all rows of another set.</summary>
internal delegate void DistanceRow(int row, ReadOnlySpan<float> squaredDistances);

/// <summary>
/// Squared Euclidean distances of all pairs of two sets, a row at a time, in chunks. That of two equal rows is exactly 0, so
/// that doubles are told from neighbours.
/// </summary>
internal static class PairDistances
{
    private const int RowChunk = 128;
    private const int ColumnChunk = 1024;

    // Below this many multiplications plain loops end before a program is compiled, and are exact.
    private const long Few = 1 << 24;

    // Sums of float32 are good to some 1e-6 of the vectors' squared lengths; what is small beside these is computed exactly.
    private const float Rounding = 1e-4f;

    /// <summary>Walks over all rows of a set in their order.</summary>
    /// <param name="from">The rows walked over.</param>
    /// <param name="to">The rows that distances are taken to.</param>
    /// <param name="visit">Takes each row's distances.</param>
    /// <param name="cancellation">Stops the walk.</param>
    public static void ForEachRow(FeatureMatrix from, FeatureMatrix to, DistanceRow visit, CancellationToken cancellation = default)
    {
        FeatureMatrix.RequireSameDimension(from, to);
        if ((long)from.Count * to.Count * from.Dimension <= Few)
            Plain(from, to, visit, cancellation);
        else
            Compiled(from, to, visit, cancellation);
    }

    /// <summary>The distance of each row to its k-th nearest other row of the same set, squared.</summary>
    /// <param name="rows">The set, of more than <paramref name="neighbours"/> rows.</param>
    /// <param name="neighbours">k, at least 1.</param>
    /// <param name="cancellation">Stops it.</param>
    public static float[] Radii(FeatureMatrix rows, int neighbours, CancellationToken cancellation = default) => Radii(rows, [neighbours], cancellation)[0];

    /// <summary>The same for several k at once: [numbers of neighbours][rows].</summary>
    public static float[][] Radii(FeatureMatrix rows, int[] neighbours, CancellationToken cancellation = default)
    {
        int most = neighbours.Max();
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbours.Min(), 1, nameof(neighbours));
        if (rows.Count <= most)
            throw new ArgumentException($"{rows.Count} rows have no {most} neighbours each.", nameof(rows));
        var radii = Array.ConvertAll(neighbours, _ => new float[rows.Count]);
        var smallest = new float[most + 1];
        // The row itself is the nearest of all, so the k-th other one is the (k+1)-th smallest.
        ForEachRow(rows, rows, (row, distances) =>
        {
            FindSmallest(distances, smallest);
            for (int at = 0; at < neighbours.Length; at++)
                radii[at][row] = smallest[neighbours[at]];
        }, cancellation);
        return radii;
    }

    /// <summary>
    /// The distance of each row to the nearest other one that is no double of it, squared; 0 where all are doubles. Data often hold
    /// some items twice, which says nothing of how near two different ones come.
    /// </summary>
    /// <param name="rows">At least two rows.</param>
    /// <param name="cancellation">Stops it.</param>
    public static float[] NearestDifferent(FeatureMatrix rows, CancellationToken cancellation = default)
    {
        FeatureMatrix.RequireSameDimension(rows, rows, least: 2);
        var nearest = new float[rows.Count];
        ForEachRow(rows, rows, (row, distances) =>
        {
            float smallest = float.PositiveInfinity;
            foreach (float distance in distances)
                smallest = distance > 0 && distance < smallest ? distance : smallest;
            nearest[row] = float.IsFinite(smallest) ? smallest : 0;
        }, cancellation);
        return nearest;
    }

    /// <summary>Finds the smallest values, in rising order.</summary>
    private static void FindSmallest(ReadOnlySpan<float> values, float[] smallest)
    {
        Array.Fill(smallest, float.PositiveInfinity);
        int last = smallest.Length - 1;
        foreach (float value in values)
        {
            if (value >= smallest[last])
                continue;
            int at = last;
            for (; at > 0 && smallest[at - 1] > value; at--)
                smallest[at] = smallest[at - 1];
            smallest[at] = value;
        }
    }

    private static void Plain(FeatureMatrix from, FeatureMatrix to, DistanceRow visit, CancellationToken cancellation)
    {
        var distances = new float[to.Count];
        for (int row = 0; row < from.Count; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<float> left = from.Row(row);
            for (int column = 0; column < distances.Length; column++)
                distances[column] = (float)Squared(left, to.Row(column));
            visit(row, distances);
        }
    }

    /// <summary>The squared distance of two vectors.</summary>
    public static double Squared(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        Vector256<double> sums = Vector256<double>.Zero;
        int at = 0;
        for (; at <= left.Length - Vector128<float>.Count; at += Vector128<float>.Count)
        {
            Vector256<double> difference = Widen(left, at) - Widen(right, at);
            sums += difference * difference;
        }

        double sum = Vector256.Sum(sums);
        for (; at < left.Length; at++)
        {
            double difference = (double)left[at] - right[at];
            sum += difference * difference;
        }

        return sum;

        static Vector256<double> Widen(ReadOnlySpan<float> values, int at)
        {
            Vector128<float> four = Vector128.Create(values[at..]);
            return Vector256.Create(Vector128.WidenLower(four), Vector128.WidenUpper(four));
        }
    }

    private static void Compiled(FeatureMatrix from, FeatureMatrix to, DistanceRow visit, CancellationToken cancellation)
    {
        // |a|² + |b|² - 2ab loses digits where the vectors are long beside their distance; their common part is taken off.
        float[] origin = Array.ConvertAll(to.Mean(), value => (float)value);
        (float[] fromSquares, float[] toSquares) = (Squares(from, origin), Squares(to, origin));
        using var products = new InnerProducts(RowChunk, ColumnChunk, from.Dimension, distances: true);
        var distances = new float[RowChunk * to.Count];
        for (int first = 0; first < from.Count; first += RowChunk)
        {
            int rows = Math.Min(RowChunk, from.Count - first);
            products.Fill(products.Left, from, first, rows, origin);
            for (int column = 0; column < to.Count; column += ColumnChunk)
            {
                cancellation.ThrowIfCancellationRequested();
                int columns = Math.Min(ColumnChunk, to.Count - column);
                products.Fill(products.Right, to, column, columns, origin);
                ReadOnlySpan<float> block = products.Run();
                for (int row = 0; row < rows; row++)
                    block.Slice(row * ColumnChunk, columns).CopyTo(distances.AsSpan((row * to.Count) + column));
            }

            for (int row = 0; row < rows; row++)
            {
                Span<float> line = distances.AsSpan(row * to.Count, to.Count);
                Refine(line, from.Row(first + row), fromSquares[first + row], to, toSquares);
                visit(first + row, line);
            }
        }
    }

    /// <summary>Puts exact distances in place of those that are small beside the lengths of the vectors.</summary>
    private static void Refine(Span<float> distances, ReadOnlySpan<float> left, float square, FeatureMatrix to, float[] squares)
    {
        for (int column = 0; column < distances.Length; column++)
        {
            if (distances[column] > Rounding * (square + squares[column]))
                continue;
            ReadOnlySpan<float> right = to.Row(column);
            distances[column] = left.SequenceEqual(right) ? 0 : (float)Squared(left, right);
        }
    }

    private static float[] Squares(FeatureMatrix rows, float[] origin)
    {
        var squares = new float[rows.Count];
        for (int row = 0; row < squares.Length; row++)
            squares[row] = (float)Squared(rows.Row(row), origin);
        return squares;
    }
}
