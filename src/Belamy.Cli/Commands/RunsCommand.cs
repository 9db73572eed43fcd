using System.CommandLine;
using System.Globalization;
using Belamy.Cli.Output;
using Belamy.Diagnosis;
using Belamy.Runs;

namespace Belamy.Cli.Commands;

/// <summary><c>belamy runs</c>: the runs in a folder, the latest first.</summary>
internal static class RunsCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var parent = new Argument<string?>("folder")
        {
            Description = "Where to look; runs/ by default.",
            HelpName = "FOLDER",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new CommandWithExamples("runs", "List the runs, the latest first.") { parent };
        command.Examples =
        [
            ("belamy runs", "those under runs/"),
            ("belamy runs ~/experiments", "those in another folder"),
        ];
        command.SetAction(parsed => List(parsed.GetValue(parent), Console.Out));
        return command;
    }

    private static int List(string? parent, TextWriter output)
    {
        if (parent is not null && !Directory.Exists(parent))
            throw new BelamyException($"{parent}: there is no such folder; name one that holds runs");
        foreach (string unreadable in RunArgument.UnreadableIn(parent ?? RunArgument.Home))
            Console.Error.WriteLine($"belamy: {unreadable}: not permitted to look into it; change its permissions to see whether it is a run");
        IReadOnlyList<string> runs = RunArgument.In(parent ?? RunArgument.Home);
        if (runs.Count == 0)
        {
            output.WriteLine($"There is no run in {parent ?? RunArgument.Home + "/"}; `belamy train digits` makes one.");
            return ExitCode.Success;
        }

        List<string[]> rows = [["run", "model", "data", "step", "state", "quality", "last written (UTC)"]];
        rows.AddRange(runs.Select(Row));
        AlignedColumns.Write(output, rows);
        return ExitCode.Success;
    }

    private static string[] Row(string path)
    {
        string written = RunSummary.LastChangeOf(path).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        try
        {
            var run = RunSummary.Of(RunFolder.Open(path));
            string step = run.Description.Steps is { } last ? $"{Quantity.Count(run.Step)} of {Quantity.Count(last)}" : Quantity.Count(run.Step);
            string from = run.Description.Origin is { } origin ? $", from {Path.GetFileName(origin.Run)}" : "";
            return [path, run.Description.Model, Path.GetFileName(run.Description.DataSource) + from, step, RunSummary.TextOf(run.State), run.Quality, written];
        }
        catch (BelamyException e)
        {
            return [path, "?", "?", "?", "?", "?", $"{written}  {e.Message}"];
        }
    }
}
