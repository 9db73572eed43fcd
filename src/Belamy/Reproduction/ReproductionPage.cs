using System.Globalization;
using System.Text;

namespace Belamy.Reproduction;

/// <summary>The page of all verdicts, <c>reproductions.md</c>: a table of models, then each with its figures and picture.</summary>
public static class ReproductionPage
{
    /// <summary>The usual name of the file.</summary>
    public const string FileName = "reproductions.md";

    /// <summary>Writes the page's text.</summary>
    /// <param name="verdicts">Verdicts, the newest last; the newest judged one of each model and protocol counts.</param>
    public static string Write(IReadOnlyList<Verdict> verdicts)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        (Model Model, Verdict Verdict)[] latest =
        [
            .. from model in Models.All
               from protocol in (Protocol[])[Protocol.Scaled, Protocol.Full]
               let verdict = ReproductionLog.Latest(verdicts, model.Name, protocol)
               where verdict is not null
               select (model, verdict),
        ];
        (Model Model, Verdict Verdict)[] judged = [.. latest.Where(pair => pair.Verdict.Outcome != Outcome.Earlier)];
        var text = new StringBuilder();
        text.Append("# Reproductions\n\n");
        text.Append("What `belamy reproduce NAME` measured, beside what the papers reported. Written by `belamy reproduce --all`; do not edit.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"**{Numbers(judged)}**\n");
        if (judged.Length < latest.Length)
            text.Append(CultureInfo.InvariantCulture, $"{Counted.Of(latest.Length - judged.Length, "verdict")} by an earlier check, which asked for bounds of ours alone, {(latest.Length - judged.Length == 1 ? "stands" : "stand")} for nothing until run again.\n");
        text.Append("""

            - **figure met**: the paper's figures are met within their errors.
            - **effect shown**: the paper's idea beats the same game without it, in the paper's own measure. The medians with it and
              without it differ by more than the spread, which is the greatest less the least value of at least three seeds, of both
              kinds the wider.
            - **works**: bounds of ours are kept, as a sound implementation keeps them. It says nothing about the paper.
            - **missed**: a bound, an effect or a figure is not reached. A figure that is missed beside an effect that is shown is named with it.

            A model's verdict is the highest kind that all its rows of that kind carry, those below included. What is judged is the median
            of the seeds; all are shown. Scaled is the protocol of at most five minutes on two idle cores, full is what `--full` carries out.


            """);
        text.Append("| model | card | year | measured on | verdict | protocol | seconds |\n|---|---|---|---|---|---|---|\n");
        foreach ((Model model, Verdict verdict) in latest)
            text.Append(CultureInfo.InvariantCulture, $"| [{model.Name}](#{model.Name}) | {model.Publication.Card} | {model.Publication.Year} | {verdict.Data} | {Words(model, verdict)} | {Name(verdict.Protocol)} | {verdict.Seconds:0} |\n");

        foreach (IGrouping<Model, Verdict> ofModel in latest.GroupBy(pair => pair.Model, pair => pair.Verdict))
            Append(text, ofModel.Key, [.. ofModel], verdicts);
        return text.ToString();
    }

    /// <summary>How many verdicts there are of each kind, in a sentence: <c>7 verdicts on 6 models: 1 figure met, …</c></summary>
    /// <param name="verdicts">Verdicts by the present kind of check.</param>
    public static string Numbers(IReadOnlyList<(Model Model, Verdict Verdict)> verdicts)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        int Of(Outcome outcome) => verdicts.Count(pair => pair.Verdict.Outcome == outcome);
        int besides = verdicts.Count(pair => pair.Verdict.Outcome == Outcome.EffectShown && pair.Verdict.Missed(Evidence.Figure) > 0);
        return $"{Counted.Of(verdicts.Count, "verdict")} on {Counted.Of(verdicts.DistinctBy(pair => pair.Model).Count(), "model")}: "
            + $"{Of(Outcome.FigureMet)} figure met, {Of(Outcome.EffectShown)} effect shown{(besides > 0 ? $" ({besides} of them with a figure missed)" : "")}, "
            + $"{Of(Outcome.Works)} works, {Of(Outcome.Missed)} missed.";
    }

    /// <summary>A verdict in a word or two.</summary>
    public static string Words(Outcome outcome) => outcome switch
    {
        Outcome.FigureMet => "figure met",
        Outcome.EffectShown => "effect shown",
        Outcome.Works => "works",
        Outcome.Missed => "missed",
        Outcome.Earlier => "by an earlier check",
        _ => "not judged",
    };

    /// <summary>A verdict in a few words, misses beside an effect included.</summary>
    public static string Words(Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return Words(verdict.Outcome) + (verdict.Outcome == Outcome.EffectShown && verdict.Missed(Evidence.Figure) > 0 ? ", figure missed" : "");
    }

    /// <summary>A verdict on a model in a few words, which say so when the model's recipe or check has changed since.</summary>
    public static string Words(Model model, Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Words(verdict) + Age(model, verdict);
    }

    /// <summary>A figure as the tables show it: the median, and every seed's where there are several.</summary>
    public static string Figure(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return Figure(finding.Values);
    }

    /// <summary>The figure without the paper's idea as the tables show it; empty where there is none.</summary>
    public static string FigureWithout(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.Without.Count == 0 ? "" : Figure(finding.Without);
    }

    /// <summary>What a row can show, in a word; empty where it is only told.</summary>
    public static string Words(Evidence evidence) => evidence switch
    {
        Evidence.Figure => "figure",
        Evidence.Effect => "effect",
        Evidence.Works => "works",
        _ => "",
    };

    /// <summary>What came of a row, in a word; empty where nothing was asked.</summary>
    /// <param name="verdict">The verdict that it belongs to.</param>
    /// <param name="finding">The row.</param>
    public static string Words(Verdict verdict, Finding finding)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        ArgumentNullException.ThrowIfNull(finding);
        return finding switch
        {
            { Asked.Length: 0 } => "",
            { IsReached: null } => "not judged",
            { IsReached: false } => "missed",
            _ when verdict.Form < Verdict.CurrentForm => "by an earlier check",
            { Evidence: Evidence.Figure } => "met",
            { Evidence: Evidence.Effect } => "shown",
            _ => "works",
        };
    }

    private static void Append(StringBuilder text, Model model, IReadOnlyList<Verdict> shown, IReadOnlyList<Verdict> all)
    {
        string arxiv = model.Publication.Arxiv.Length > 0 ? $", [arXiv:{model.Publication.Arxiv}](https://arxiv.org/abs/{model.Publication.Arxiv})" : "";
        text.Append(CultureInfo.InvariantCulture, $"\n## {model.Name}\n\n{model.Publication.Sentence} {model.Publication.Authors} {model.Publication.Year}{arxiv}.\n");
        foreach (Verdict verdict in shown)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{(verdict.Protocol == Protocol.Full ? "With `--full`, on" : "On")} {verdict.Data}: {verdict.Description}. **{Upper(Words(model, verdict))}**; {Circumstances(verdict)}.\n\n");
            if (verdict.Picture.Length > 0)
                text.Append(CultureInfo.InvariantCulture, $"![{model.Name}, {Name(verdict.Protocol)}]({verdict.Picture})\n\n");
            text.Append("| figure | paper | kind | asked | Belamy | without | |\n|---|---|---|---|---|---|---|\n");
            foreach (Finding finding in verdict.Findings)
                text.Append(CultureInfo.InvariantCulture, $"| {finding.Measure} | {finding.Published} | {Words(finding.Evidence)} | {finding.Asked} | {Figure(finding)} | {FigureWithout(finding)} | {Words(verdict, finding)} |\n");
            foreach (string note in verdict.Notes)
                text.Append(CultureInfo.InvariantCulture, $"\n{note}\n");
            foreach (Verdict other in OfOtherSeeds(verdict, all))
                text.Append(CultureInfo.InvariantCulture, $"\nSeed {other.Seed}, {Words(other)}: {string.Join("; ", other.Findings.Select(Figure))}.\n");
        }
    }

    /// <summary>The newest verdict of each other seed by the same recipe, check and protocol.</summary>
    private static IEnumerable<Verdict> OfOtherSeeds(Verdict verdict, IReadOnlyList<Verdict> all) => all
        .Where(other => other.Model == verdict.Model && other.Protocol == verdict.Protocol && other.Fingerprint == verdict.Fingerprint
            && other.Seed != verdict.Seed && other.Outcome != Outcome.NotJudged)
        .GroupBy(other => other.Seed, (_, ofSeed) => ofSeed.Last())
        .OrderBy(other => other.Seed);

    private static string Age(Model model, Verdict verdict) =>
        verdict.Outcome == Outcome.Earlier || (Reproductions.CheckOf(model.Name) is not null && verdict.Fingerprint == Reproductions.FingerprintOf(model, verdict.Protocol)) ? "" : ", by an earlier recipe or check";

    private static string Name(Protocol protocol) => protocol == Protocol.Full ? "full" : "scaled";

    /// <summary>Seeds, machine, commit and time.</summary>
    private static string Circumstances(Verdict verdict)
    {
        string seeds = verdict.Seeds.Count > 1 ? $"seeds {string.Join(", ", verdict.Seeds)}" : $"seed {verdict.Seed}";
        string time = string.Create(CultureInfo.InvariantCulture, $"{verdict.Seconds:0} s by the clock{(verdict.ProcessorSeconds > 0 ? $", {verdict.ProcessorSeconds:0} s of processor" : "")}");
        string machine = verdict.Machine is { } known ? $"on {known}" : "machine not kept";
        return $"{seeds}; {time}, {machine}{(verdict.Commit.Length > 0 ? $", commit {verdict.Commit[..Math.Min(10, verdict.Commit.Length)]}" : "")}";
    }

    private static string Upper(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    private static string Figure(IReadOnlyList<double> values)
    {
        string median = Number(SeedStatistics.Median(values));
        return values.Count == 1 ? median : $"{median} ({string.Join(", ", values.Select(Number))})";
    }

    private static string Number(double value)
    {
        double size = Math.Abs(value);
        return value.ToString(size >= 100 ? "0" : size >= 10 ? "0.0" : size >= 0.001 || size == 0 ? "0.###" : "0.0e0", CultureInfo.InvariantCulture);
    }
}
