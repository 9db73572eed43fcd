using Belamy.Data.Kinds;
using Belamy.Data.Tables;

namespace Belamy.Metrics;

/// <summary>Rows of a table as its cells, column by column: what measures of tables look at.</summary>
internal sealed class TableSample
{
    private readonly double[][] _numbers;
    private readonly int[][] _places;

    /// <summary>Decodes rows.</summary>
    /// <param name="kind">The columns.</param>
    /// <param name="rows">The rows as they are encoded.</param>
    public TableSample(TableRows kind, FeatureMatrix rows)
    {
        Kind = kind;
        Count = rows.Count;
        _numbers = new double[kind.Columns.Count][];
        _places = new int[kind.Columns.Count][];
        int start = 0;
        for (int column = 0; column < kind.Columns.Count; column++)
        {
            TableColumn one = kind.Columns[column];
            (_numbers[column], _places[column]) = (IsNumber(column) ? new double[Count] : [], IsNumber(column) ? [] : new int[Count]);
            for (int row = 0; row < Count; row++)
            {
                ReadOnlySpan<float> values = rows.Row(row).Slice(start, one.Width);
                if (one is CategoryColumn)
                    _places[column][row] = CategoryColumn.PlaceOf(values);
                else
                    _numbers[column][row] = one.Decode(values) is { } cell ? NumberColumn.ToNumber(cell) : double.NaN;
            }

            start += one.Width;
        }
    }

    private TableSample(TableSample other, int[] rows)
    {
        Kind = other.Kind;
        Count = rows.Length;
        _numbers = Array.ConvertAll(other._numbers, column => column.Length == 0 ? column : Array.ConvertAll(rows, row => column[row]));
        _places = Array.ConvertAll(other._places, column => column.Length == 0 ? column : Array.ConvertAll(rows, row => column[row]));
    }

    /// <summary>The columns.</summary>
    public TableRows Kind { get; }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Whether a column is of numbers rather than of categories.</summary>
    public bool IsNumber(int column) => Kind.Columns[column] is NumberColumn;

    /// <summary>The numbers of a column, not a number where one is missing.</summary>
    public double[] Numbers(int column) => _numbers[column];

    /// <summary>The numbers of a column that are not missing.</summary>
    public double[] Present(int column) => [.. _numbers[column].Where(double.IsFinite)];

    /// <summary>The categories of a column, by their places among those that it has.</summary>
    public int[] Places(int column) => _places[column];

    /// <summary>How many categories a column has.</summary>
    public int Categories(int column) => ((CategoryColumn)Kind.Columns[column]).Categories.Count;

    /// <summary>Some of the rows, in the order given.</summary>
    public TableSample Rows(int[] rows) => new(this, rows);

    /// <summary>The first rows, or all where there are fewer.</summary>
    public TableSample First(int count) => count >= Count ? this : Rows([.. Enumerable.Range(0, count)]);
}
