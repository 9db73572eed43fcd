using Belamy.Data.Readers;
using Belamy.Data.Tables;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy.Data.Kinds;

/// <summary>Rows of a table, encoded one column behind the other: numbers by the mode that they belong to and where they lie in it, categories by a value each.</summary>
/// <param name="Columns">The columns; <see cref="TableFile"/> finds them.</param>
public sealed record TableRows(IReadOnlyList<TableColumn> Columns) : Kind
{
    private const int CellWidth = 150, CellHeight = 90, MostBars = 24;

    /// <inheritdoc/>
    public override string Name => "table rows";

    /// <inheritdoc/>
    public override string Noun => "row";

    /// <inheritdoc/>
    public override Shape Shape => [Columns.Sum(column => column.Width)];

    /// <inheritdoc/>
    public override (double Low, double High)? Range => (-1, 1);

    /// <inheritdoc/>
    public override string Description => $"table rows of {Counted.Of(Columns.Count, "column")}";

    /// <inheritdoc/>
    public override IReadOnlyList<string> FileEndings => [".csv", ".tsv"];

    /// <summary>How the values of a row belong together, in their order, and what a last layer has to make of them.</summary>
    public IReadOnlyList<TableSpan> Spans
    {
        get
        {
            var spans = new List<TableSpan>();
            int start = 0;
            foreach (TableColumn column in Columns)
            {
                spans.AddRange(column.Spans(start));
                start += column.Width;
            }

            return spans;
        }
    }

    /// <summary>Encodes a row.</summary>
    /// <param name="cells">A cell for each column: a <see cref="double"/>, a <see cref="long"/>, a <see cref="DateTime"/> or a text, null where it is missing.</param>
    /// <exception cref="BelamyException">A cell is none of its column.</exception>
    public float[] Encode(IReadOnlyList<object?> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Count, Columns.Count, nameof(cells));
        var values = new float[Shape.Count];
        int start = 0;
        for (int at = 0; at < Columns.Count; at++)
        {
            Columns[at].Encode(cells[at], values.AsSpan(start, Columns[at].Width));
            start += Columns[at].Width;
        }

        return values;
    }

    /// <summary>The row that values stand for.</summary>
    /// <param name="item">The values of one row.</param>
    /// <returns>A cell for each column, null where it is missing.</returns>
    public object?[] Decode(ReadOnlySpan<float> item)
    {
        var cells = new object?[Columns.Count];
        int start = 0;
        for (int at = 0; at < cells.Length; at++)
        {
            cells[at] = Columns[at].Decode(item.Slice(start, Columns[at].Width));
            start += Columns[at].Width;
        }

        return cells;
    }

    /// <summary>Reads the first row of a table.</summary>
    /// <inheritdoc/>
    public override float[] Read(string path)
    {
        var item = new float[Shape.Count];
        TableFile.Open(path, this)["row"].Read(0, item);
        return item;
    }

    /// <summary>Writes rows as a table with the names of the columns in its first line.</summary>
    /// <param name="item">One row or more.</param>
    /// <param name="path">The file.</param>
    public override void Write(ReadOnlySpan<float> item, string path)
    {
        if (!FileEndings.Contains(Path.GetExtension(path).ToLowerInvariant()))
            throw new BelamyException($"{path}: tables are written as CSV; let the name end in .csv or .tsv");
        SeparatedFile.Write(path, [.. Columns.Select(column => column.Name)], Texts(item));
    }

    /// <summary>The cells with their names: <c>age=39 income=&lt;=50K</c>.</summary>
    /// <inheritdoc/>
    public override string Tell(ReadOnlySpan<float> item) => string.Join(' ', Texts(item)[0].Select((cell, at) => $"{Columns[at].Name}={cell.ReplaceLineEndings(" ")}"));

    /// <summary>Draws how often what occurs in each column: numbers from the least to the greatest, categories as the column has them.</summary>
    /// <inheritdoc/>
    public override Image? Draw(ReadOnlySpan<float> items, int columns = 0)
    {
        int count = Extent.Count(this, items), width = (int)Shape.Count;
        var rows = new object?[count][];
        for (int row = 0; row < count; row++)
            rows[row] = Decode(items.Slice(row * width, width));
        int across = columns > 0 ? columns : (int)Math.Ceiling(Math.Sqrt(Columns.Count));
        int down = (Columns.Count + across - 1) / across;
        var canvas = new Canvas(across * CellWidth, down * CellHeight, new Color(0xFF, 0xFF, 0xFF));
        for (int at = 0; at < Columns.Count; at++)
        {
            int left = at % across * CellWidth + 8, bottom = (at / across + 1) * CellHeight - 6;
            string title = new([.. Columns[at].Name.Where(letter => letter is >= ' ' and <= '~').Take(18)]);
            canvas.Text(title, left, bottom - CellHeight + 22, 8, new Color(0x22, 0x26, 0x2B));
            int[] bars = Bars(Columns[at], [.. rows.Select(row => row[at])]);
            int most = Math.Max(1, bars.Max()), bar = Math.Max(1, (CellWidth - 16) / bars.Length);
            for (int place = 0; place < bars.Length; place++)
            {
                int height = (int)Math.Round((CellHeight - 32.0) * bars[place] / most);
                canvas.FillRectangle(left + place * bar, bottom - height, Math.Max(1, bar - 1), height, new Color(0x1F, 0x5A, 0x96));
            }

            canvas.FillRectangle(left, bottom, CellWidth - 16, 1, new Color(0xA0, 0xA6, 0xAE));
        }

        return canvas.Image;
    }

    internal override string GatheredName => "rows.csv";

    internal override IReadOnlyList<Image> Tiles(ReadOnlySpan<float> items) => [];

    /// <summary>A histogram of few rows shows nothing.</summary>
    internal override int ToSee => 500;

    /// <summary>Whether these are the same columns.</summary>
    /// <param name="other">Other rows.</param>
    public bool Equals(TableRows? other) => other is not null && Columns.SequenceEqual(other.Columns);

    /// <inheritdoc/>
    public override int GetHashCode() => Columns.Count == 0 ? 0 : HashCode.Combine(Columns.Count, Columns[0]);

    private List<string[]> Texts(ReadOnlySpan<float> items)
    {
        int count = Extent.Count(this, items), width = (int)Shape.Count;
        var rows = new List<string[]>(count);
        for (int row = 0; row < count; row++)
            rows.Add([.. Decode(items.Slice(row * width, width)).Select((cell, at) => Columns[at].Format(cell))]);
        return rows;
    }

    private static int[] Bars(TableColumn column, object?[] cells)
    {
        if (column is CategoryColumn category)
        {
            string[] names = [.. category.Categories.Take(MostBars)];
            return [.. names.Select(name => cells.Count(cell => category.Format(cell) == name))];
        }

        var number = (NumberColumn)column;
        var bars = new int[MostBars];
        foreach (object? cell in cells)
        {
            if (cell is not null)
                bars[(int)Math.Clamp((NumberColumn.ToNumber(cell) - number.Minimum) / Math.Max(number.Maximum - number.Minimum, 1e-12) * MostBars, 0, MostBars - 1)]++;
        }

        return bars;
    }
}
