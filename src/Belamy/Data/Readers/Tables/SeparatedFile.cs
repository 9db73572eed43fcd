using System.Text;
using Belamy.Files;
using nietras.SeparatedValues;

namespace Belamy.Data.Readers;

/// <summary>Tables as text, a line a row: comma, semicolon or tab between cells, quotes around those that need them.</summary>
internal static class SeparatedFile
{
    private static readonly char[] Separators = [',', ';', '\t'];

    /// <summary>Reads a table whose first line names the columns. Blank lines are passed over; rows of another number of cells are left out.</summary>
    /// <exception cref="BelamyException">It cannot be read.</exception>
    public static TableText Read(string path)
    {
        InputFile.RequireContent(path);
        char separator = FindSeparator(path);
        using FileStream file = InputFile.OpenRead(path);
        return Damaged.Guard(path, "table", () =>
        {
            using var text = new StreamReader(file, Encoding.UTF8);
            using SepReader reader = Sep.New(separator)
                .Reader(options => options with { HasHeader = false, DisableColCountCheck = true, Unescape = true, CreateToString = SepToString.PoolPerCol() })
                .From(text);
            TableText? table = null;
            int odd = 0, firstOdd = 0;
            foreach (SepReader.Row row in reader)
            {
                if (row.ColCount == 1 && row[0].Span.IsWhiteSpace())
                    continue;
                if (table is null)
                {
                    string[] names = TableText.RequireNames(path, Cells(row));
                    table = new TableText(names, [.. names.Select(_ => new List<string?>())], []);
                }
                else if (row.ColCount == table.Names.Length)
                {
                    for (int column = 0; column < table.Names.Length; column++)
                        table.Columns[column].Add(row[column].ToString());
                }
                else
                {
                    firstOdd = odd++ == 0 ? row.LineNumberFrom : firstOdd;
                }
            }

            if (table is null || table.Columns[0].Count == 0)
                throw new BelamyException($"{path}: has no rows; its first line has to name the columns, and rows follow");
            if (odd > 0)
                table.LeftOut.Add(new LeftOut(path, $"{Counted.Of(odd, "row")} with more or fewer than {table.Names.Length} cells, the first in line {firstOdd}"));
            return table;
        });
    }

    /// <summary>Writes a table; cells that hold separators, quotes or ends of lines are quoted.</summary>
    /// <exception cref="BelamyException">It cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<string> names, IEnumerable<string[]> rows)
    {
        char separator = path.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase) ? '\t' : ',';
        // The writer quotes nothing unless it is told to.
        using SepWriter writer = Sep.New(separator).Writer(options => options with { Escape = true, WriteHeader = false }).ToText();
        foreach (string[] cells in rows.Prepend([.. names]))
        {
            using SepWriter.Row row = writer.NewRow();
            for (int column = 0; column < cells.Length; column++)
                row[column].Set(cells[column]);
        }

        AtomicFile.WriteAllText(path, writer.ToString());
    }

    private static IEnumerable<string> Cells(SepReader.Row row)
    {
        var cells = new string[row.ColCount];
        for (int at = 0; at < cells.Length; at++)
            cells[at] = row[at].ToString();
        return cells;
    }

    /// <summary>The separator that the first line with anything in it has most of.</summary>
    private static char FindSeparator(string path)
    {
        if (path.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase))
            return '\t';
        using FileStream file = InputFile.OpenRead(path);
        var head = new byte[1 << 14];
        int length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        string line = Encoding.UTF8.GetString(head, 0, length).Split('\n').FirstOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? "";
        return Separators.MaxBy(separator => line.Count(letter => letter == separator));
    }
}
