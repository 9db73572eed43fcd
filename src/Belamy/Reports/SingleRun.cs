using System.Globalization;
using Belamy.Diagnosis;
using Belamy.Runs;

namespace Belamy.Reports;

/// <summary>The sections of a report of one run.</summary>
internal static class SingleRun
{
    /// <summary>Writes all of them.</summary>
    public static void Write(ReportPage page, ReportedRun run, ReportOptions options)
    {
        Head(page, run);
        MadeItems.Write(page, run, options);
        Timeline.Write(page, run);
        Curves(page, run);
        Quality(page, run);
        Diagnosis(page, run);
        NearestItems.Write(page, run, options);
        Settings(page, run);
        Again(page, [run]);
    }

    private static void Head(ReportPage page, ReportedRun run)
    {
        RunDescription description = run.Description;
        page.Add($"<header>\n<p class=\"kicker\">Belamy · {run.Name}</p>\n<h1>{description.Model} <span>on</span> {run.DataName}</h1>\n");
        if (description.Model != Models.Custom && Models.Find(description.Model).Publication is { Title.Length: > 0 } paper)
            page.Paragraph($"{paper.Sentence} {paper.Authors}, {paper.Year.ToString(CultureInfo.InvariantCulture)}{(paper.Arxiv.Length > 0 ? $", arXiv:{paper.Arxiv}" : "")}.", "paper");
        List<(string, string)> facts = [("trained", run.Progress)];
        if (run.Elapsed > TimeSpan.Zero)
            facts.Add(("time", Quantity.Clock(run.Elapsed)));
        facts.Add(("data", run.Data is { } data ? $"{Quantity.Count(data.Count)} {data.Main.Field.Kind.Description}" : $"items of {description.Item}"));
        if (description.Classes > 0)
            facts.Add(("classes", Quantity.Count(description.Classes)));
        if (description.Origin is { } origin)
            facts.Add(("began from", origin.ToString()));
        if (run.Best is { } best)
            facts.Add(("best", $"{best.Deciding.Name} {Quantity.Measured(best.Deciding.Value)} at step {Quantity.Count(best.Step)}"));
        page.Facts(facts).Add($"</header>\n");
    }

    private static void Curves(ReportPage page, ReportedRun run)
    {
        IReadOnlyList<(string Title, Imaging.Image Picture)> panels = RunChart.Panels(run.Log, run.Measures);
        if (panels.Count == 0)
            return;
        page.Section("Curves");
        foreach ((string title, Imaging.Image picture) in panels)
            page.Figure(picture, $"{title} over steps", "chart");
        page.EndSection();
    }

    private static void Quality(ReportPage page, ReportedRun run)
    {
        page.Section("How good it is");
        if (run.Measures.Count == 0)
        {
            page.Paragraph("It was not measured while it trained. These tell how good it is:");
            page.Add($"<pre><code>{RunCommandLine.Quote(["evaluate", run.Folder.Path])}\n{RunCommandLine.Quote(RunCommandLine.Of(run.Description, run.Step) ?? ["train", run.DataName])} --metrics fid</code></pre>\n");
        }
        else
        {
            page.Table(
                ["metric", "at first", "best", "at last", "better", "seen by", "samples", "real"],
                run.Measures.GroupBy(one => one.Measure with { Value = 0 }).Select(group => Row([.. group])));
        }

        page.EndSection();
    }

    private static string[] Row((long Step, Measure Measure)[] series)
    {
        Measure kind = series[0].Measure;
        (long Step, Measure Measure)? best = kind.IsHigherBetter switch
        {
            true => series.MaxBy(one => one.Measure.Value),
            false => series.MinBy(one => one.Measure.Value),
            null => null,
        };
        return
        [
            kind.Name,
            At(series[0]),
            best is { } found ? At(found) : "",
            At(series[^1]),
            kind.IsHigherBetter switch { true => "higher", false => "lower", null => "nearer" },
            kind.Features,
            Quantity.Count(kind.Generated),
            kind.Real == 0 ? "none" : $"{Quantity.Count(kind.Real)}, {kind.Split}",
        ];

        static string At((long Step, Measure Measure) one) => $"{Quantity.Measured(one.Measure.Value)} (step {Quantity.Count(one.Step)})";
    }

    private static void Diagnosis(ReportPage page, ReportedRun run)
    {
        RunDiagnosis diagnosis = run.Diagnosis;
        page.Section("Diagnosis");
        Complaints(page, diagnosis);
        foreach (string sentence in new[] { diagnosis.Verdict, diagnosis.Trend }.OfType<string>())
            page.Paragraph(sentence);
        page.EndSection();
    }

    /// <summary>Writes what is the matter, each with what to do about it.</summary>
    public static void Complaints(ReportPage page, RunDiagnosis diagnosis)
    {
        foreach (Complaint complaint in diagnosis.Complaints)
        {
            string style = $"{complaint.Severity.ToString().ToLowerInvariant()}{(complaint.IsPresent ? "" : " past")}";
            page.Add($"<div class=\"complaint {style}\"><p>{complaint.Sentence}</p><p class=\"advice\">{complaint.Advice}</p></div>\n");
        }
    }

    private static void Settings(ReportPage page, ReportedRun run)
    {
        IReadOnlyDictionary<string, string> usual = run.Description.UsualSettings;
        IReadOnlyList<RecipeSetting> all = RecipeSettings.List(run.Description.Recipe);
        RecipeSetting[] changed = [.. all.Where(setting => usual.Count > 0 && usual.GetValueOrDefault(setting.Name) != setting.Value)];
        page.Section("Settings");
        if (changed.Length > 0)
            page.Table(["setting", "here", $"usual for {run.Description.Model}"], changed.Select(setting => new[] { setting.Name, setting.Value, usual.GetValueOrDefault(setting.Name, "") }));
        else if (usual.Count > 0)
            page.Paragraph($"All as is usual for {run.Description.Model}.");
        page.Add($"<details><summary>All {all.Count} settings</summary>\n").Table(["setting", "value"], all.Select(setting => new[] { setting.Name, setting.Value })).Add($"</details>\n");
        page.EndSection();
    }

    /// <summary>Writes how runs are made again.</summary>
    public static void Again(ReportPage page, IReadOnlyList<ReportedRun> runs)
    {
        page.Section("Make it again");
        foreach (ReportedRun run in runs)
        {
            RunDescription description = run.Description;
            if (RunCommandLine.Of(description, run.Step) is { } words)
                page.Add($"<pre><code>{RunCommandLine.Quote(words)}</code></pre>\n");
            else
                page.Paragraph($"{run.Name} is of networks of one's own: the program that made it makes it again.");
            List<(string, string)> facts =
            [
                ("Belamy", description.Version),
                ("seed", description.Recipe.Seed.ToString(CultureInfo.InvariantCulture)),
                ("fingerprint of the data", description.DataFingerprint),
            ];
            if (description.Origin is { } origin)
                facts.Add(("fingerprint of the weights it began from", origin.Weights));
            if (description.Steps is null)
                facts.Add(("steps", $"{Quantity.Count(run.Step)}, where its time ended"));
            page.Facts(facts, "small");
        }

        page.Paragraph("The same command with the same version on the same kind of processor gives the same weights, bit for bit, with any number of threads.", "note");
        page.EndSection();
    }
}
