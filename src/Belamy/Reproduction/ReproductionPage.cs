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
        int reached = latest.Count(pair => pair.Verdict.Outcome == Outcome.Reached);
        var text = new StringBuilder();
        text.Append("# Reproductions\n\n");
        text.Append("What `belamy reproduce NAME` measured, beside what the papers reported. Written by `belamy reproduce --all`; do not edit.\n");
        text.Append(CultureInfo.InvariantCulture, $"{latest.Length} verdicts on {latest.DistinctBy(pair => pair.Model).Count()} models: {reached} reached, {latest.Length - reached} missed; a miss is shown as a miss.\n");
        text.Append("Scaled is the protocol of at most five minutes, full is what `--full` carries out.\n\n");
        text.Append("| model | card | year | measured on | verdict | protocol | seconds |\n|---|---|---|---|---|---|---|\n");
        foreach ((Model model, Verdict verdict) in latest)
            text.Append(CultureInfo.InvariantCulture, $"| [{model.Name}](#{model.Name}) | {model.Publication.Card} | {model.Publication.Year} | {verdict.Data} | {Words(model, verdict)} | {Name(verdict.Protocol)} | {verdict.Seconds:0} |\n");

        foreach (IGrouping<Model, Verdict> ofModel in latest.GroupBy(pair => pair.Model, pair => pair.Verdict))
            Append(text, ofModel.Key, [.. ofModel], verdicts);
        return text.ToString();
    }

    /// <summary>A verdict in a word.</summary>
    public static string Words(Outcome outcome) => outcome switch
    {
        Outcome.Reached => "reached",
        Outcome.Missed => "missed",
        _ => "not judged",
    };

    /// <summary>A verdict on a model in a few words, which say so when the model's recipe or check has changed since.</summary>
    public static string Words(Model model, Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(verdict);
        return Words(verdict.Outcome) + Age(model, verdict);
    }

    /// <summary>A figure as the tables show it: the mean, and every seed's where there are several.</summary>
    public static string Figure(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        string mean = Number(finding.Mean);
        return finding.Values.Count == 1 ? mean : $"{mean} ({string.Join(", ", finding.Values.Select(Number))})";
    }

    /// <summary>Whether a figure is what was asked for, in a word; empty where nothing was asked.</summary>
    public static string Words(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.IsReached switch
        {
            true => "reached",
            false => "missed",
            null when finding.Asked.Length > 0 => "not judged",
            _ => "",
        };
    }

    private static void Append(StringBuilder text, Model model, IReadOnlyList<Verdict> shown, IReadOnlyList<Verdict> all)
    {
        string arxiv = model.Publication.Arxiv.Length > 0 ? $", [arXiv:{model.Publication.Arxiv}](https://arxiv.org/abs/{model.Publication.Arxiv})" : "";
        text.Append(CultureInfo.InvariantCulture, $"\n## {model.Name}\n\n{model.Publication.Sentence} {model.Publication.Authors} {model.Publication.Year}{arxiv}.\n");
        foreach (Verdict verdict in shown)
        {
            string age = Age(model, verdict);
            text.Append(CultureInfo.InvariantCulture, $"\n{(verdict.Protocol == Protocol.Full ? "With `--full`, on" : "On")} {verdict.Data}: {verdict.Description}; seed {verdict.Seed}, {verdict.Seconds:0} s{age}.\n\n");
            if (verdict.Picture.Length > 0)
                text.Append(CultureInfo.InvariantCulture, $"![{model.Name}, {Name(verdict.Protocol)}]({verdict.Picture})\n\n");
            text.Append("| figure | paper | asked | Belamy | |\n|---|---|---|---|---|\n");
            foreach (Finding finding in verdict.Findings)
                text.Append(CultureInfo.InvariantCulture, $"| {finding.Measure} | {finding.Published} | {finding.Asked} | {Figure(finding)} | {Words(finding)} |\n");
            foreach (string note in verdict.Notes)
                text.Append(CultureInfo.InvariantCulture, $"\n{note}\n");
            foreach (Verdict other in OfOtherSeeds(verdict, all))
                text.Append(CultureInfo.InvariantCulture, $"\nSeed {other.Seed}, {Words(other.Outcome)}: {string.Join("; ", other.Findings.Select(Figure))}.\n");
        }
    }

    /// <summary>The newest verdict of each other seed by the same recipe, check and protocol.</summary>
    private static IEnumerable<Verdict> OfOtherSeeds(Verdict verdict, IReadOnlyList<Verdict> all) => all
        .Where(other => other.Model == verdict.Model && other.Protocol == verdict.Protocol && other.Fingerprint == verdict.Fingerprint
            && other.Seed != verdict.Seed && other.Outcome != Outcome.NotJudged)
        .GroupBy(other => other.Seed, (_, ofSeed) => ofSeed.Last())
        .OrderBy(other => other.Seed);

    private static string Age(Model model, Verdict verdict) =>
        Reproductions.CheckOf(model.Name) is not null && verdict.Fingerprint == Reproductions.FingerprintOf(model, verdict.Protocol) ? "" : ", by an earlier recipe or check";

    private static string Name(Protocol protocol) => protocol == Protocol.Full ? "full" : "scaled";

    private static string Number(double value)
    {
        double size = Math.Abs(value);
        return value.ToString(size >= 100 ? "0" : size >= 10 ? "0.0" : size >= 0.001 || size == 0 ? "0.###" : "0.0e0", CultureInfo.InvariantCulture);
    }
}
