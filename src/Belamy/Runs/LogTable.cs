using System.Globalization;
using nietras.SeparatedValues;

namespace Belamy.Runs;

/// <summary>The numbers of a log as a table: a row for each step, a column for each number, measures of the generator among them.</summary>
/// <param name="Columns">The names of the columns, <c>step</c> first, then in the order in which they came up.</param>
/// <param name="Rows">The rows, rising by step; null where a step has no such number.</param>
public sealed record LogTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<double?>> Rows)
{
    private const string Step = "step";

    /// <summary>Reads a log.</summary>
    /// <param name="log">The log.</param>
    /// <exception cref="BelamyException">It cannot be read.</exception>
    public static LogTable Of(RunLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        var rows = new SortedDictionary<long, Dictionary<string, double>>();
        List<string> columns = [Step];
        foreach (IReadOnlyDictionary<string, double> line in log.ReadMetrics())
        {
            foreach ((string name, double value) in line)
                Add((long)line[Step], name, value);
        }

        foreach ((long step, Measure measure) in log.ReadMeasures())
            Add(step, measure.Name, measure.Value);
        return new LogTable(columns, [.. rows.Values.Select(row => columns.Select(name => row.TryGetValue(name, out double value) ? value : (double?)null).ToArray())]);

        void Add(long step, string name, double value)
        {
            if (!rows.TryGetValue(step, out Dictionary<string, double>? row))
                rows.Add(step, row = new() { [Step] = step });
            row[name] = value;
            if (!columns.Contains(name))
                columns.Add(name);
        }
    }

    /// <summary>Writes the table as CSV (RFC 4180), numbers with a decimal point.</summary>
    /// <param name="output">Where to.</param>
    public void WriteCsv(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        // An empty table has its heads all the same.
        using SepWriter writer = Sep.New(',').Writer(options => options with { Escape = true, CultureInfo = CultureInfo.InvariantCulture }).ToText();
        foreach (IReadOnlyList<double?> values in Rows)
        {
            using SepWriter.Row row = writer.NewRow();
            for (int at = 0; at < Columns.Count; at++)
                row[Columns[at]].Set(values[at]?.ToString("R", CultureInfo.InvariantCulture) ?? "");
        }

        output.Write(Rows.Count == 0 ? string.Join(',', Columns) + "\n" : writer.ToString());
    }
}
