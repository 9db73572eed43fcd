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
        var name = new Argument<string?>("name")
        {
            Description = "A model to tell about; all of them, in a line each, when left out.",
            HelpName = "NAME",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new CommandWithExamples("models", "List the models, or tell about one: its paper, networks, settings and verdicts.")
        {
            name,
        };
        command.Notes =
        [
            "The verdict is that of `belamy reproduce NAME`: the newest in docs/reproductions.jsonl, or the one this version came with.",
            "With a star it is by an earlier recipe or check; `belamy reproduce NAME` gives a new one.",
        ];
        command.Examples =
        [
            ("belamy models", "what there is"),
            ("belamy models wgan-gp", "one of them"),
            ("belamy train digits --model gan --dry-run", "one of them for certain data, with memory and time"),
        ];
        command.SetAction(parsed => parsed.GetValue(name) is { } asked ? ModelPage.Print(Models.Find(asked), Verdicts(), Console.Out) : List(Console.Out));
        return command;
    }

    private static int List(TextWriter output)
    {
        IReadOnlyList<Verdict> verdicts = Verdicts();
        List<string[]> rows = [["model", "card", "year", "verdict"]];
        foreach (Model model in Models.All)
        {
            Verdict? verdict = ReproductionLog.Latest(verdicts, model.Name);
            rows.Add([model.Name, model.Publication.Card, model.Publication.Year.ToString(CultureInfo.InvariantCulture), Words(model, verdict)]);
        }

        AlignedColumns.Write(output, rows);
        if (rows.Any(row => row[^1].EndsWith('*')))
            output.WriteLine("* by an earlier recipe or check");
        output.WriteLine("`belamy models NAME` tells about one: paper, networks, settings, verdict.");
        return ExitCode.Success;
    }

    // What the long words say of an earlier recipe is a star here, so that a line has room for it.
    private static string Words(Model model, Verdict? verdict)
    {
        if (verdict is null)
            return "none yet";
        string brief = ReproductionPage.Words(verdict);
        return ReproductionPage.Words(model, verdict) == brief ? brief : $"{brief} *";
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
