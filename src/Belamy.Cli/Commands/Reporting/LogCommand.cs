using System.CommandLine;
using System.Globalization;
using Belamy.Cli.Output;
using Belamy.Cli.Terminal;
using Belamy.Files;
using Belamy.Runs;

namespace Belamy.Cli.Commands;

/// <summary><c>belamy log</c>: the numbers that a run logged, as a table.</summary>
internal static class LogCommand
{
    private const int LinesShown = 20;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string?> run = RunArgument.Create();
        Option<bool> csv = OptionKinds.Switch("--csv", "Write all of it as CSV, to standard output or to --out.");
        Option<string?> output = OptionKinds.Text("--out", "The file that --csv is written to.", "PATH");
        var command = new CommandWithExamples("log", "Show the last lines of a run's log, or write all of it as CSV.") { run, csv, output };
        command.Notes =
        [
            "A row is a step of the log: means since the row before. A column that a row has no value for is empty there.",
            "What was measured of the generator stands in columns of its own, under the name of the metric's value.",
        ];
        command.Examples =
        [
            ("belamy log", "the last lines of the latest run"),
            ("belamy log digits --csv --out digits.csv", "all of the run in runs/digits, for a spreadsheet"),
        ];
        command.SetAction(parsed => Write(RunFolder.Open(RunArgument.Resolve(parsed.GetValue(run))), parsed.GetValue(csv), parsed.GetValue(output)));
        return command;
    }

    private static int Write(RunFolder run, bool asCsv, string? path)
    {
        if (path is not null && !asCsv)
            throw new BelamyException("--out: is what --csv is written to; add --csv");
        LogTable table = LogTable.Of(run.Log);
        if (run.Log.Damage is { } damage)
            Console.Error.WriteLine($"belamy: {damage}");
        if (path is not null)
        {
            using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
            table.WriteCsv(text);
            AtomicFile.WriteAllText(path, text.ToString());
            Console.Out.WriteLine($"{run.Path}: {path}, {Quantity.Count(table.Rows.Count, "row")} of {Quantity.Count(table.Columns.Count, "column")}");
        }
        else if (asCsv)
        {
            Printed(table).WriteCsv(Console.Out);
        }
        else if (table.Rows.Count == 0)
        {
            Console.Out.WriteLine("Its log is empty so far.");
        }
        else
        {
            Show(Printed(table), Console.Out);
        }

        return ExitCode.Success;
    }

    // A log may have been written by anybody.
    private static LogTable Printed(LogTable table) => table with { Columns = [.. table.Columns.Select(Printable.Text)] };

    // What is logged every 200 steps alone would be columns of nothing.
    private static void Show(LogTable table, TextWriter output)
    {
        IReadOnlyList<IReadOnlyList<double?>> last = [.. table.Rows.TakeLast(LinesShown)];
        int[] shown = [.. Enumerable.Range(0, table.Columns.Count).Where(at => last.Count(row => row[at] is not null) * 2 >= last.Count)];
        List<string[]> rows = [[.. shown.Select(at => table.Columns[at])]];
        rows.AddRange(last.Select(row => shown.Select(at => at == 0 ? Quantity.Count((long)row[at]!) : row[at] is { } value ? value.ToString("0.####", CultureInfo.InvariantCulture) : "").ToArray()));
        AlignedColumns.Write(output, rows);
        if (table.Rows.Count > LinesShown || shown.Length < table.Columns.Count)
            output.WriteLine($"The last {last.Count} of {Quantity.Count(table.Rows.Count, "row")}, {shown.Length} of {Quantity.Count(table.Columns.Count, "column")}; --csv writes all.");
    }
}
