using Belamy.Cli.Terminal;

namespace Belamy.Cli;

/// <summary>Rows of text whose columns line up, for lists that people read and scripts cut.</summary>
internal static class AlignedColumns
{
    private const int Gap = 2;

    /// <summary>Writes rows; every column but the last is as wide as its longest cell.</summary>
    public static void Write(TextWriter writer, IReadOnlyList<string[]> rows, string indent = "")
    {
        rows = [.. rows.Select(row => (string[])[.. row.Select(Printable.Text)])];
        int columns = rows.Count == 0 ? 0 : rows.Max(row => row.Length);
        var widths = new int[columns];
        foreach (string[] row in rows)
        {
            for (int column = 0; column < row.Length - 1; column++)
                widths[column] = Math.Max(widths[column], row[column].Length);
        }

        foreach (string[] row in rows)
        {
            writer.Write(indent);
            for (int column = 0; column < row.Length - 1; column++)
                writer.Write(row[column].PadRight(widths[column] + Gap));
            writer.WriteLine(row[^1]);
        }
    }
}
