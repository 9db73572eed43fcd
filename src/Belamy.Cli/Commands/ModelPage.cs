using System.Globalization;
using Belamy.Cli.Output;
using Belamy.Data;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Reproduction;
using Belamy.Runs;
using Belamy.Tensors;

namespace Belamy.Cli.Commands;

/// <summary>What <c>belamy models NAME</c> prints: paper, verdict, networks, settings, and what to type.</summary>
internal static class ModelPage
{
    // Data that come with the library, one of each kind: a model takes one of them.
    private static readonly string[] Kinds = ["digits", "ring8", "gaussian1d", "digit-edges", "digit-negatives", "digit-turns", "digit-colours", "tones", "solids", "moving-shapes", "survey", "expressions", "drawn-faces"];

    /// <summary>Prints a model.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Print(Model model, IReadOnlyList<Verdict> verdicts, TextWriter output)
    {
        ModelAttribute paper = model.Publication;
        output.WriteLine(model.Name);
        FoldedText.Write(output, $"{paper.Authors} {paper.Year.ToString(CultureInfo.InvariantCulture)}. {paper.Sentence}");
        if (paper.Arxiv.Length > 0)
            output.WriteLine($"  https://arxiv.org/abs/{paper.Arxiv}");
        output.WriteLine();
        PrintVerdict(model, ReproductionLog.Latest(verdicts, model.Name), output);
        string? data = PrintNetworks(model, output);
        output.WriteLine($"Settings ({(data is null ? "" : $"for {data}; ")}--set name=value changes one, --dry-run tells values):");
        AlignedColumns.Write(output, [.. RecipeSettings.List(Resolved(model, data)).Select(setting => new[] { setting.Name, setting.Value })], "  ");
        output.WriteLine();
        output.WriteLine("Commands to try:");
        AlignedColumns.Write(
            output,
            [
                [$"belamy train {data ?? "digits"} --model {model.Name}", "train it"],
                [$"belamy train {data ?? "digits"} --model {model.Name} --dry-run", "what that would take"],
                [$"belamy reproduce {model.Name}", "measure it against its paper"],
            ],
            "  ");
        return ExitCode.Success;
    }

    private static void PrintVerdict(Model model, Verdict? verdict, TextWriter output)
    {
        if (verdict is null)
        {
            output.WriteLine(Reproductions.CheckOf(model.Name) is null ? "Verdict: none; there is no check against its paper yet." : $"Verdict: none yet; `belamy reproduce {model.Name}` gives one.");
            output.WriteLine();
            return;
        }

        FoldedText.Write(output, $"Verdict: {ReproductionPage.Words(model, verdict)}, on {verdict.Data} ({verdict.Description})", "", "  ");
        foreach (Reproduction.Finding finding in verdict.Findings)
        {
            string ours = finding.Values.Count == 0 ? "" : $": {Quantity.Measured(finding.Median)}";
            string without = finding.Without.Count == 0 ? "" : $", without {Quantity.Measured(SeedStatistics.Median(finding.Without))}";
            string asked = finding.Asked.Length == 0 ? "" : $"; asked {finding.Asked}";
            string paper = finding.Published.Length == 0 ? "" : $"; paper {finding.Published}";
            FoldedText.Write(output, $"{finding.Measure}{ours}{without}{asked}{paper}{(finding.IsReached == false ? ": missed" : "")}", "  ", "    ");
        }

        output.WriteLine();
    }

    /// <summary>Prints the networks for the first kind of data that the model takes.</summary>
    /// <returns>The data's name; null where the model takes none of them.</returns>
    private static string? PrintNetworks(Model model, TextWriter output)
    {
        foreach (string kind in Kinds)
        {
            Dataset data = Datasets.Open(kind);
            try
            {
                using var game = new AssembledGame(model.Recipe, new Shape(data.ItemShape), data.ClassNames.Count, data, initialize: false);
                output.WriteLine($"Networks for {kind}:");
                foreach (Module network in game.Networks.Values)
                    output.WriteLine(new ModuleSummary(network));
                return kind;
            }
            catch (Exception e) when (e is BelamyException or ArgumentException)
            {
                // It takes another kind.
            }
        }

        return null;
    }

    private static Recipe Resolved(Model model, string? data) =>
        data is null ? model.Recipe : model.Recipe.Resolve(new Shape(Datasets.Open(data).ItemShape));
}
