namespace Belamy.Metrics;

/// <summary>
/// The best one-to-one assignment of rows to columns, by the Hungarian method (Kuhn 1955, "The Hungarian method for the
/// assignment problem"; in the form with potentials, cubic in time): which cluster stands for which class.
/// </summary>
public static class Assignment
{
    /// <summary>Assigns.</summary>
    /// <param name="gains">The gain of each row with each column; at least as many columns as rows.</param>
    /// <returns>The column of each row: no column twice, and the sum of gains the greatest there is.</returns>
    /// <exception cref="ArgumentException">There are more rows than columns, or a gain is no finite number.</exception>
    public static int[] Best(double[,] gains)
    {
        ArgumentNullException.ThrowIfNull(gains);
        (int rows, int columns) = (gains.GetLength(0), gains.GetLength(1));
        if (rows > columns)
            throw new ArgumentException($"{rows} rows cannot have a column each of {columns}.", nameof(gains));
        foreach (double gain in gains)
        {
            if (!double.IsFinite(gain))
                throw new ArgumentException("A gain is no finite number.", nameof(gains));
        }

        // Column 0 is where the row that is being placed starts from; rows and columns count from 1.
        var rowPotential = new double[rows + 1];
        var columnPotential = new double[columns + 1];
        var rowOf = new int[columns + 1];
        for (int row = 1; row <= rows; row++)
            Place(row);

        var result = new int[rows];
        for (int column = 1; column <= columns; column++)
        {
            if (rowOf[column] > 0)
                result[rowOf[column] - 1] = column - 1;
        }

        return result;

        // Finds the cheapest chain of changes that gives the row a column, as Dijkstra's shortest path does.
        void Place(int row)
        {
            var slack = new double[columns + 1];
            var from = new int[columns + 1];
            var reached = new bool[columns + 1];
            Array.Fill(slack, double.PositiveInfinity);
            rowOf[0] = row;
            int at = 0;
            while (rowOf[at] != 0)
            {
                reached[at] = true;
                int next = 0;
                double least = double.PositiveInfinity;
                for (int column = 1; column <= columns; column++)
                {
                    if (reached[column])
                        continue;
                    double reduced = -gains[rowOf[at] - 1, column - 1] - rowPotential[rowOf[at]] - columnPotential[column];
                    if (reduced < slack[column])
                        (slack[column], from[column]) = (reduced, at);
                    if (slack[column] < least)
                        (least, next) = (slack[column], column);
                }

                for (int column = 0; column <= columns; column++)
                {
                    if (reached[column])
                    {
                        rowPotential[rowOf[column]] += least;
                        columnPotential[column] -= least;
                    }
                    else
                    {
                        slack[column] -= least;
                    }
                }

                at = next;
            }

            for (; at != 0; at = from[at])
                rowOf[at] = rowOf[from[at]];
        }
    }
}
