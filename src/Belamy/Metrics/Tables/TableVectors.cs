using Belamy.Data.Tables;

namespace Belamy.Metrics;

/// <summary>Where the numbers of columns lie, so that they can be brought to mean 0 and deviation 1.</summary>
internal sealed class TableScale
{
    private readonly (double Mean, double Deviation)[] _columns;

    /// <summary>Measures the columns.</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="rows">Those of them that count; all when null.</param>
    public TableScale(TableSample sample, IReadOnlyList<int>? rows = null) => _columns = [.. Enumerable.Range(0, sample.Kind.Columns.Count).Select(column => Measure(sample, column, rows))];

    /// <summary>A number by the mean and the deviation of its column; 0 where it is missing.</summary>
    public double this[int column, double number] => double.IsNaN(number) ? 0 : (number - _columns[column].Mean) / _columns[column].Deviation;

    private static (double Mean, double Deviation) Measure(TableSample sample, int column, IReadOnlyList<int>? rows)
    {
        if (!sample.IsNumber(column))
            return (0, 1);
        double[] all = sample.Numbers(column);
        double[] present = [.. (rows is null ? all : rows.Select(row => all[row])).Where(double.IsFinite)];
        if (present.Length == 0)
            return (0, 1);
        double mean = present.Average();
        double deviation = Math.Sqrt(present.Average(number => (number - mean) * (number - mean)));
        return (mean, deviation > 0 ? deviation : 1);
    }
}

/// <summary>
/// Rows of a table as vectors that are nearly all zeros: a number by the mean and the deviation of its column, a place for numbers
/// that are missing, and a place for each category.
/// </summary>
internal sealed class TableVectors
{
    private readonly int[] _places;
    private readonly double[] _values;
    private readonly int _slots;

    /// <summary>Makes vectors of rows.</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="scale">Where the numbers lie.</param>
    /// <param name="without">A column that is left out, or -1.</param>
    public TableVectors(TableSample sample, TableScale scale, int without = -1)
    {
        int[] columns = [.. Enumerable.Range(0, sample.Kind.Columns.Count).Where(column => column != without)];
        Count = sample.Count;
        _slots = columns.Sum(column => HasMissing(column) ? 2 : 1);
        _places = new int[Count * _slots];
        _values = new double[Count * _slots];
        int slot = 0;
        foreach (int column in columns)
        {
            for (int row = 0; row < Count; row++)
            {
                int at = row * _slots + slot;
                if (!sample.IsNumber(column))
                {
                    (_places[at], _values[at]) = (Length + sample.Places(column)[row], 1);
                    continue;
                }

                double number = sample.Numbers(column)[row];
                (_places[at], _values[at]) = (Length, scale[column, number]);
                if (HasMissing(column))
                    (_places[at + 1], _values[at + 1]) = (Length + 1, double.IsNaN(number) ? 1 : 0);
            }

            Length += sample.IsNumber(column) ? HasMissing(column) ? 2 : 1 : sample.Categories(column);
            slot += HasMissing(column) ? 2 : 1;
        }

        bool HasMissing(int column) => sample.Kind.Columns[column] is NumberColumn { HasMissing: true };
    }

    /// <summary>Number of vectors.</summary>
    public int Count { get; }

    /// <summary>Their length.</summary>
    public int Length { get; }

    /// <summary>The inner product of a vector with weights.</summary>
    public double Product(int row, double[] weights)
    {
        double sum = 0;
        for (int at = row * _slots; at < (row + 1) * _slots; at++)
            sum += _values[at] * weights[_places[at]];
        return sum;
    }

    /// <summary>Adds a multiple of a vector to a sum.</summary>
    public void Add(int row, double factor, double[] sum)
    {
        for (int at = row * _slots; at < (row + 1) * _slots; at++)
            sum[_places[at]] += factor * _values[at];
    }
}
