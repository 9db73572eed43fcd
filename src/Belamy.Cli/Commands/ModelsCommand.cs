using System.CommandLine;
using System.Globalization;
using System.Reflection;
using Belamy.Reproduction;

namespace Belamy.Cli.Commands;

/// <summary><c>belamy models</c>: the models there are.</summary>
internal static class ModelsCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var command = new CommandWithExamples("models", "List the models, with their publications.")
        {
            Notes =
            [
                "The verdict is that of `belamy reproduce NAME`: the newest in docs/reproductions.jsonl, or the one this version came with.",
                "figure met: the paper's figures are met within their errors. effect shown: the paper's idea beats the same game without it",
                "by more than the spread of three seeds. works: bounds of ours are kept, nothing more. missed: one of these is not reached.",
                "It is by an earlier recipe or check where one of these has changed since; `belamy reproduce NAME` gives a new one.",
                "`belamy train --model NAME --dry-run` prints a model's settings and networks.",
            ],
            Examples =
            [
                ("belamy models", "what there is"),
                ("belamy train digits --model gan --dry-run", "one of them in detail"),
            ],
        };
        command.SetAction(_ => List(Console.Out));
        return command;
    }

    private static int List(TextWriter output)
    {
        IReadOnlyList<Verdict> verdicts = Verdicts();
        List<string[]> rows = [["model", "card", "year", "measured on", "verdict", "paper"]];
        foreach (Model model in Models.All)
        {
            ModelAttribute publication = model.Publication;
            Verdict? verdict = ReproductionLog.Latest(verdicts, model.Name);
            rows.Add(
            [
                model.Name,
                publication.Card,
                publication.Year.ToString(CultureInfo.InvariantCulture),
                Reproductions.CheckOf(model.Name)?.Data ?? "",
                verdict is null ? "none yet" : ReproductionPage.Words(model, verdict),
                $"{publication.Sentence} {publication.Authors}{(publication.Arxiv.Length > 0 ? $", arXiv:{publication.Arxiv}" : "")}",
            ]);
        }

        AlignedColumns.Write(output, rows);
        return ExitCode.Success;
    }

    private static IReadOnlyList<Verdict> Verdicts()
    {
        // One's own verdicts are newer than those that come with the program.
        IReadOnlyList<Verdict> here = new ReproductionLog(Path.Combine("docs", ReproductionLog.FileName)).Read();
        using Stream? packed = Assembly.GetExecutingAssembly().GetManifestResourceStream(ReproductionLog.FileName);
        if (packed is null)
            return here;
        using var reader = new StreamReader(packed);
        return [.. ReproductionLog.Parse(reader.ReadToEnd(), ReproductionLog.FileName), .. here];
    }
}
