namespace Belamy.Imaging;

/// <summary>Rows and columns of pictures with what they are written beside and above them.</summary>
public static class LabelledGrid
{
    private const int CapHeight = 9;
    private const int Margin = 8;
    private static readonly Color Paper = new(255, 255, 255);
    private static readonly Color Ink = new(40, 40, 40);

    /// <summary>Writes labels around a grid.</summary>
    /// <param name="grid">The pictures, as <see cref="ImageGrid"/> lays them out.</param>
    /// <param name="rows">What each row is; as many as there are rows.</param>
    /// <param name="columns">What each column is; as many as there are columns.</param>
    /// <returns>A picture of three channels.</returns>
    /// <exception cref="ArgumentException">There is no label for rows or columns.</exception>
    public static Image Create(Image grid, IReadOnlyList<string> rows, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        if (rows.Count == 0 || columns.Count == 0)
            throw new ArgumentException("Every row and every column takes a label.");
        int left = (int)Math.Ceiling(rows.Max(label => StrokeFont.Measure(label, CapHeight))) + 2 * Margin;
        const int Top = CapHeight + 2 * Margin;
        var canvas = new Canvas(left + grid.Width + Margin, Top + grid.Height + Margin, Paper);
        canvas.Draw(grid, left, Top);
        for (int row = 0; row < rows.Count; row++)
            canvas.Text(rows[row], left - Margin, Top + (row + 0.5f) * grid.Height / rows.Count + CapHeight / 2f, CapHeight, Ink, anchor: 1);
        for (int column = 0; column < columns.Count; column++)
            canvas.Text(columns[column], left + (column + 0.5f) * grid.Width / columns.Count, Top - Margin, CapHeight, Ink, anchor: 0.5f);
        return canvas.Image;
    }
}
