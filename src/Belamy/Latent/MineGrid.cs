namespace Belamy.Latent;

/// <summary>
/// Manifold interpolated neighbour embedding: a grid of samples on which those that are alike are neighbours, with what lies
/// between them. White 2016, arXiv:1609.04468.
/// </summary>
/// <remarks>How samples find their cells is ours: no two of them can be exchanged so that neighbours would be more alike.</remarks>
public static class MineGrid
{
    // A gain below this share of the distances is rounding, and could go on for ever.
    private const double LeastGain = 1e-9;

    /// <summary>
    /// Lays items out on a grid, so that the sum of the distances between neighbours, beside and below each other, cannot be
    /// lowered by an exchange of two of them.
    /// </summary>
    /// <param name="items">[rows × columns, item] one behind the other.</param>
    /// <param name="columns">Items in a row, at least 1.</param>
    /// <param name="rows">Rows, at least 1.</param>
    /// <returns>The index of the item in each cell, row by row.</returns>
    /// <exception cref="ArgumentException">The values are not a whole number for each cell.</exception>
    public static int[] Arrange(ReadOnlySpan<float> items, int columns, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        int count = checked(columns * rows);
        if (items.IsEmpty || items.Length % count != 0)
            throw new ArgumentException($"{items.Length} values are not those of {count} items.", nameof(items));
        double[,] distances = Distances(items, count);
        int[] cells = [.. Enumerable.Range(0, count)];
        bool isSettled;
        do
        {
            isSettled = true;
            for (int one = 0; one < count; one++)
            {
                for (int other = one + 1; other < count; other++)
                {
                    double before = Around(one) + Around(other);
                    (cells[one], cells[other]) = (cells[other], cells[one]);
                    if (Around(one) + Around(other) < before * (1 - LeastGain))
                        isSettled = false;
                    else
                        (cells[one], cells[other]) = (cells[other], cells[one]);
                }
            }
        }
        while (!isSettled);
        return cells;

        double Around(int cell)
        {
            int column = cell % columns;
            return (column > 0 ? distances[cells[cell], cells[cell - 1]] : 0)
                + (column < columns - 1 ? distances[cells[cell], cells[cell + 1]] : 0)
                + (cell >= columns ? distances[cells[cell], cells[cell - columns]] : 0)
                + (cell < count - columns ? distances[cells[cell], cells[cell + columns]] : 0);
        }
    }

    /// <summary>
    /// Fills the space between the vectors of a grid: each row of the finer grid goes from one column to the next, and the
    /// columns go from one row to the next.
    /// </summary>
    /// <param name="latents">[rows × columns, size], row by row, one behind the other.</param>
    /// <param name="columns">Vectors in a row, at least 2.</param>
    /// <param name="rows">Rows, at least 2.</param>
    /// <param name="steps">Vectors from one to the next, both counted, at least 2.</param>
    /// <param name="linear">Whether to go straight rather than on great circles.</param>
    /// <returns>[(rows - 1) (steps - 1) + 1, (columns - 1) (steps - 1) + 1, size]; the given vectors are in it, to the bit.</returns>
    /// <exception cref="ArgumentException">The values are not a whole number for each vector.</exception>
    public static float[] Fill(ReadOnlySpan<float> latents, int columns, int rows, int steps, bool linear = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        if (latents.IsEmpty || latents.Length % (columns * rows) != 0)
            throw new ArgumentException($"{latents.Length} values are not those of {columns * rows} latent vectors.", nameof(latents));
        int size = latents.Length / (columns * rows);
        int legs = steps - 1;
        (int width, int height) = (((columns - 1) * legs) + 1, ((rows - 1) * legs) + 1);
        var grid = new float[checked(width * height * size)];
        for (int row = 0; row < height; row++)
        {
            int top = Math.Min(row / legs, rows - 2);
            double down = (double)(row - (top * legs)) / legs;
            for (int column = 0; column < width; column++)
            {
                int start = Math.Min(column / legs, columns - 2);
                float[] left = Interpolation.Between(Of(latents, top, start), Of(latents, top + 1, start), down, linear);
                float[] right = Interpolation.Between(Of(latents, top, start + 1), Of(latents, top + 1, start + 1), down, linear);
                Interpolation.Between(left, right, (double)(column - (start * legs)) / legs, linear).CopyTo(grid, (row * width + column) * size);
            }
        }

        return grid;

        ReadOnlySpan<float> Of(ReadOnlySpan<float> all, int row, int column) => all.Slice((row * columns + column) * size, size);
    }

    private static double[,] Distances(ReadOnlySpan<float> items, int count)
    {
        int length = items.Length / count;
        var distances = new double[count, count];
        for (int one = 0; one < count; one++)
        {
            for (int other = 0; other < one; other++)
            {
                double sum = 0;
                for (int i = 0; i < length; i++)
                {
                    double difference = (double)items[one * length + i] - items[other * length + i];
                    sum += difference * difference;
                }

                distances[one, other] = distances[other, one] = Math.Sqrt(sum);
            }
        }

        return distances;
    }
}
