using System.CommandLine;
using Belamy.Cli.Terminal;
using Belamy.Reports;
using Belamy.Runs;

namespace Belamy.Cli.Commands;

/// <summary><c>belamy report</c>: one or several runs as a page to hand over.</summary>
internal static class ReportCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var runs = new Argument<string[]>("run")
        {
            Description = "A run's folder or its name under runs/, or nothing for the latest; several are compared.",
            HelpName = "RUN",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string?> output = OptionKinds.Text("--out", "The file; report.html in the run's folder by default, comparison.html in the folder of the first of several.", "PATH");
        Option<bool> pdf = OptionKinds.Switch("--pdf", "Write it as PDF too, beside it; takes an installed Chromium, Chrome or Edge.");
        Option<long?> threads = OptionKinds.WholeNumber("--threads", "Threads that compute; all cores by default.", "N", 1, Threads.Most);
        var command = new CommandWithExamples("report", "Write one file that tells what was trained on what, how it went and how good it is.") { runs, output, pdf, threads };
        command.Notes =
        [
            "The file is whole in itself: it opens without a network and can be sent by mail. Training writes one at its end, unless --no-report is given.",
            "Of several runs it shows samples of the same latent vectors side by side, curves over each other, and the settings that differ.",
        ];
        command.Examples =
        [
            ("belamy report", "the latest run, as report.html in its folder"),
            ("belamy report digits --pdf", "the run in runs/digits, to be printed too"),
            ("belamy report digits digits-lsgan --out both.html", "two runs compared"),
        ];
        command.SetAction(parsed => Write(parsed.GetValue(runs) is { Length: > 0 } named ? named : (string?[])[null], parsed.GetValue(output), parsed.GetValue(pdf), (int?)parsed.GetValue(threads)));
        return command;
    }

    private static int Write(string?[] names, string? output, bool withPdf, int? threads)
    {
        RunFolder[] runs = [.. names.Select(name => RunFolder.Open(RunArgument.Resolve(name)))];
        string path = output ?? RunArgument.Unnamed(runs[0].Path, runs.Length == 1 ? RunReport.FileName : "comparison.html");
        if (Path.GetExtension(path).ToLowerInvariant() is not (".html" or ".htm"))
            throw new BelamyException($"--out {path}: end the name in .html");
        string? browser = withPdf ? Browser.Find() : null;
        Threads.Use(threads);
        using var interruption = new Interruption();
        var status = new StatusLine(Console.Error);
        try
        {
            RunReport.Write(path, runs, new ReportOptions { Progress = status.Show, CancellationToken = interruption.Token });
            if (browser is not null)
            {
                status.Show("printing");
                Browser.Print(browser, path, Path.ChangeExtension(path, ".pdf"));
            }
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException("stopped; nothing was written", e);
        }
        finally
        {
            status.Clear();
        }

        Console.Out.WriteLine($"{string.Join(", ", runs.Select(run => run.Path))}: {path}, {Quantity.Bytes(new FileInfo(path).Length)}{(withPdf ? $", and {Path.ChangeExtension(path, ".pdf")}" : "")}");
        return ExitCode.Success;
    }
}
