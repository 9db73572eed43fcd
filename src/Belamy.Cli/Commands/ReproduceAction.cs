using System.Reflection;
using Belamy.Cli.Terminal;
using Belamy.Data;
using Belamy.Files;
using Belamy.Imaging;
using Belamy.Reproduction;

namespace Belamy.Cli.Commands;

/// <summary>What was asked of <c>belamy reproduce</c>.</summary>
/// <param name="Model">The model, or null for all.</param>
/// <param name="Protocol">How much of the published protocol.</param>
/// <param name="Seed">The first seed.</param>
/// <param name="Output">The folder of verdicts and pictures.</param>
/// <param name="Location">Where data sets lie, or null.</param>
/// <param name="Json">Whether verdicts are printed as JSON.</param>
/// <param name="Threads">Threads that compute, or null for all cores.</param>
internal sealed record ReproduceArguments(string? Model, Protocol Protocol, long Seed, string Output, string? Location, bool Json, int? Threads);

/// <summary>What <c>belamy reproduce</c> does: carries out checks, prints their tables and keeps the verdicts.</summary>
internal static class ReproduceAction
{
    private const string Pictures = "reproductions";

    /// <summary>The commit that this program was built from; empty outside a repository.</summary>
    private static string Commit { get; } = typeof(ReproduceAction).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(metadata => metadata.Key == "Commit")?.Value ?? "";

    /// <summary>Runs the command.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(ReproduceArguments arguments)
    {
        Threads.Use(arguments.Threads);
        var log = new ReproductionLog(Path.Combine(arguments.Output, ReproductionLog.FileName));
        using var interruption = new Interruption();
        if (arguments.Model is { } name)
        {
            Reproduce(Models.Find(name), arguments, log, interruption.Token);
            return ExitCode.Success;
        }

        var failures = new List<string>();
        foreach (Model model in Reproductions.All)
        {
            if (IsCurrent(log, model, arguments.Protocol))
            {
                Console.Error.WriteLine($"{model.Name}: unchanged since its last verdict");
                continue;
            }

            try
            {
                Reproduce(model, arguments, log, interruption.Token);
            }
            catch (BelamyException e)
            {
                // One model's failure keeps no other from its verdict.
                failures.Add($"{model.Name}: {e.Message}");
                Console.Error.WriteLine($"belamy: {failures[^1]}");
            }
        }

        // Quick runs leave no verdicts to show; where others are current, the page may lack or be of an earlier version.
        if (log.Read().Count > 0)
        {
            WritePage(arguments, log);
            Console.Out.WriteLine($"{Path.Combine(arguments.Output, ReproductionPage.FileName)}: the verdicts of all models");
        }

        return failures.Count == 0
            ? ExitCode.Success
            : throw new BelamyException($"{failures.Count} of {Reproductions.All.Count} models could not be measured: {string.Join("; ", failures)}");
    }

    private static void WritePage(ReproduceArguments arguments, ReproductionLog log) =>
        AtomicFile.WriteAllText(Path.Combine(arguments.Output, ReproductionPage.FileName), ReproductionPage.Write(log.Read()));

    private static bool IsCurrent(ReproductionLog log, Model model, Protocol protocol) =>
        log.Read().LastOrDefault(verdict => verdict.Model == model.Name && verdict.Protocol == protocol) is { } last
        && last.Form == Verdict.CurrentForm && last.Fingerprint == Reproductions.FingerprintOf(model, protocol);

    private static void Reproduce(Model model, ReproduceArguments arguments, ReproductionLog log, CancellationToken cancellation)
    {
        var status = new StatusLine(Console.Error);
        Verdict verdict;
        Image? picture;
        try
        {
            (verdict, picture) = Reproductions.Run(
                model,
                arguments.Protocol,
                arguments.Seed,
                new DataOptions { Location = arguments.Location, CancellationToken = cancellation },
                text => status.Show($"{model.Name}: {text}"),
                cancellation);
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException($"{model.Name}: stopped; verdicts before it are kept", e);
        }
        finally
        {
            status.Clear();
        }

        verdict = verdict with { Commit = Commit };
        if (picture is not null && IsKept(verdict))
        {
            string file = verdict.Protocol == Protocol.Full ? $"{model.Name}-full.png" : $"{model.Name}.png";
            verdict = verdict with { Picture = $"{Pictures}/{file}" };
            picture.SavePng(Path.Combine(arguments.Output, Pictures, file));
        }

        if (IsKept(verdict))
        {
            log.Append(verdict);
            WritePage(arguments, log);
        }

        if (arguments.Json)
            Console.Out.WriteLine(ReproductionLog.ToJson(verdict));
        else
            Print(model, verdict, Console.Out);
    }

    // A run too short to be judged is no verdict to keep, not even one whose facts are missed.
    private static bool IsKept(Verdict verdict) => verdict.Protocol != Protocol.Quick && verdict.Outcome != Outcome.NotJudged;

    private static void Print(Model model, Verdict verdict, TextWriter output)
    {
        ModelAttribute publication = model.Publication;
        string arxiv = publication.Arxiv.Length > 0 ? $", arXiv:{publication.Arxiv}" : "";
        output.WriteLine($"{model.Name} ({publication.Card}): {publication.Title}. {publication.Authors} {publication.Year}{arxiv}");
        output.WriteLine($"on {verdict.Data}: {verdict.Description}");
        output.WriteLine();
        List<string[]> rows = [["figure", "paper", "kind", "asked", "Belamy", "without", ""]];
        rows.AddRange(verdict.Findings.Select(finding =>
            new[]
            {
                finding.Measure, finding.Published, ReproductionPage.Words(finding.Evidence), finding.Asked, ReproductionPage.Figure(finding),
                ReproductionPage.FigureWithout(finding), ReproductionPage.Words(verdict, finding),
            }));
        AlignedColumns.Write(output, rows, "  ");
        output.WriteLine();
        foreach (string note in verdict.Notes)
            output.WriteLine(note);
        string protocol = verdict.Protocol switch
        {
            Protocol.Quick => "quick: too short to judge what training decides",
            Protocol.Scaled => "scaled protocol; --full is nearer to the published one",
            _ => "full protocol",
        };
        output.WriteLine($"{ReproductionPage.Words(verdict)} ({protocol}); seed {verdict.Seed}, {verdict.Seconds:0} s");
        output.WriteLine();
    }
}
