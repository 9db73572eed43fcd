using System.Globalization;
using Belamy.Diagnosis;
using Belamy.Runs;

namespace Belamy.Reports;

/// <summary>The sections of a report of one run.</summary>
internal static class SingleRun
{
    /// <summary>Writes all of them.</summary>
    public static void Write(Html page, ReportedRun run, ReportOptions options)
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

    private static void Head(Html page, ReportedRun run)
    {
        RunDescription description = run.Description;
        page.Raw("<header>\n<p class=\"kicker\">").Text($"Belamy · {run.Name}").Raw("</p>\n<h1>").Text(description.Model).Raw(" <span>on</span> ").Text(run.DataName).Raw("</h1>\n");
        if (description.Model != Models.Custom && Models.Find(description.Model).Publication is { Title.Length: > 0 } paper)
            page.Paragraph($"{paper.Sentence} {paper.Authors}, {paper.Year.ToString(CultureInfo.InvariantCulture)}{(paper.Arxiv.Length > 0 ? $", arXiv:{paper.Arxiv}" : "")}.", "paper");
        page.Raw("<dl class=\"facts\">\n");
        Fact("trained", run.Progress);
        if (run.Elapsed > TimeSpan.Zero)
            Fact("time", Quantity.Clock(run.Elapsed));
        Fact("data", run.Data is { } data ? $"{Quantity.Count(data.Count)} {data.Main.Field.Kind.Description}" : $"items of {description.Item}");
        if (description.Classes > 0)
            Fact("classes", Quantity.Count(description.Classes));
        if (description.Origin is { } origin)
            Fact("began from", origin.ToString());
        if (run.Best is { } best)
            Fact("best", $"{best.Deciding.Name} {Quantity.Measured(best.Deciding.Value)} at step {Quantity.Count(best.Step)}");
        page.Raw("</dl>\n</header>\n");

        void Fact(string name, string value) => page.Raw("<div><dt>").Text(name).Raw("</dt><dd>").Text(value).Raw("</dd></div>\n");
    }

    private static void Curves(Html page, ReportedRun run)
    {
        IReadOnlyList<(string Title, Imaging.Image Picture)> panels = RunChart.Panels(run.Log, run.Measures);
        if (panels.Count == 0)
            return;
        page.Section("Curves");
        foreach ((string title, Imaging.Image picture) in panels)
            page.Raw("<figure>").Picture(picture, $"{title} over steps", "chart").Raw("</figure>\n");
        page.EndSection();
    }

    private static void Quality(Html page, ReportedRun run)
    {
        page.Section("How good it is");
        if (run.Measures.Count == 0)
        {
            page.Paragraph("It was not measured while it trained. These tell how good it is:");
            page.Raw("<pre><code>").Text(RunCommandLine.Quote(["evaluate", run.Folder.Path])).Raw("\n").Text($"{RunCommandLine.Quote(RunCommandLine.Of(run.Description, run.Step) ?? ["train", run.DataName])} --metrics fid").Raw("</code></pre>\n");
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

    private static void Diagnosis(Html page, ReportedRun run)
    {
        RunDiagnosis diagnosis = run.Diagnosis;
        page.Section("Diagnosis");
        Complaints(page, diagnosis);
        foreach (string sentence in new[] { diagnosis.Verdict, diagnosis.Trend }.OfType<string>())
            page.Paragraph(sentence);
        page.EndSection();
    }

    /// <summary>Writes what is the matter, each with what to do about it.</summary>
    public static void Complaints(Html page, RunDiagnosis diagnosis)
    {
        foreach (Complaint complaint in diagnosis.Complaints)
        {
            page.Raw($"<div class=\"complaint {complaint.Severity.ToString().ToLowerInvariant()}{(complaint.IsPresent ? "" : " past")}\"><p>").Text(complaint.Sentence)
                .Raw("</p><p class=\"advice\">").Text(complaint.Advice).Raw("</p></div>\n");
        }
    }

    private static void Settings(Html page, ReportedRun run)
    {
        IReadOnlyDictionary<string, string> usual = run.Description.UsualSettings;
        IReadOnlyList<RecipeSetting> all = RecipeSettings.List(run.Description.Recipe);
        RecipeSetting[] changed = [.. all.Where(setting => usual.Count > 0 && usual.GetValueOrDefault(setting.Name) != setting.Value)];
        page.Section("Settings");
        if (changed.Length > 0)
            page.Table(["setting", "here", $"usual for {run.Description.Model}"], changed.Select(setting => new[] { setting.Name, setting.Value, usual.GetValueOrDefault(setting.Name, "") }));
        else if (usual.Count > 0)
            page.Paragraph($"All as is usual for {run.Description.Model}.");
        page.Raw("<details><summary>").Text($"All {all.Count} settings").Raw("</summary>\n").Table(["setting", "value"], all.Select(setting => new[] { setting.Name, setting.Value })).Raw("</details>\n");
        page.EndSection();
    }

    /// <summary>Writes how runs are made again.</summary>
    public static void Again(Html page, IReadOnlyList<ReportedRun> runs)
    {
        page.Section("Make it again");
        foreach (ReportedRun run in runs)
        {
            RunDescription description = run.Description;
            if (RunCommandLine.Of(description, run.Step) is { } words)
                page.Raw("<pre><code>").Text(RunCommandLine.Quote(words)).Raw("</code></pre>\n");
            else
                page.Paragraph($"{run.Name} is of networks of one's own: the program that made it makes it again.");
            page.Raw("<dl class=\"facts small\">\n");
            Fact("Belamy", description.Version);
            Fact("seed", description.Recipe.Seed.ToString(CultureInfo.InvariantCulture));
            Fact("fingerprint of the data", description.DataFingerprint);
            if (description.Origin is { } origin)
                Fact("fingerprint of the weights it began from", origin.Weights);
            if (description.Steps is null)
                Fact("steps", $"{Quantity.Count(run.Step)}, where its time ended");
            page.Raw("</dl>\n");
        }

        page.Paragraph("The same command with the same version on the same kind of processor gives the same weights, bit for bit, with any number of threads.", "note");
        page.EndSection();

        void Fact(string name, string value) => page.Raw("<div><dt>").Text(name).Raw("</dt><dd>").Text(value).Raw("</dd></div>\n");
    }
}
