using Belamy.Imaging;
using Belamy.Runs;

namespace Belamy.Reports;

/// <summary>The sections of a report of several runs.</summary>
internal static class Comparison
{
    /// <summary>Writes all of them.</summary>
    public static void Write(ReportPage page, IReadOnlyList<ReportedRun> runs, ReportOptions options)
    {
        page.Add($"<header>\n<p class=\"kicker\">Belamy</p>\n<h1>{options.Table?.Title ?? $"{Quantity.Count(runs.Count, "run")} compared"}</h1>\n");
        if (options.Table is { } table)
        {
            page.Paragraph(table.Note, "note");
            page.Table(table.Heads, table.Rows.Select(row => row.ToArray()));
        }

        page.Table(
            ["run", "model", "data", "trained", "time", "best"],
            runs.Select(run => new[] { run.Name, run.Description.Model, run.DataName, run.Progress, Quantity.Clock(run.Elapsed), Best(run) }));
        page.Add($"</header>\n");
        Samples(page, runs, options);
        Curves(page, runs);
        Settings(page, runs);
        page.Section("Diagnosis");
        foreach (ReportedRun run in runs)
        {
            page.Add($"<h3>{run.Name}</h3>\n");
            SingleRun.Complaints(page, run.Diagnosis);
            if (run.Diagnosis.Verdict is { } verdict)
                page.Paragraph(verdict);
        }

        page.EndSection();
        SingleRun.Again(page, runs);
    }

    private static string Best(ReportedRun run) =>
        run.Best is { } best ? $"{best.Deciding.Name} {Quantity.Measured(best.Deciding.Value)} at step {Quantity.Count(best.Step)}" : "not measured";

    private static void Samples(ReportPage page, IReadOnlyList<ReportedRun> runs, ReportOptions options)
    {
        page.Section("Samples");
        // Latent vectors are drawn by seed and number alone, so that equal priors give equal vectors.
        bool areComparable = runs.Select(run => run.Trained?.Game.Generator?.Prior).Distinct().Count() == 1;
        page.Paragraph(areComparable ? "Of the same latent vectors, in the same places." : "Latent vectors differ in size or distribution, so places do not correspond.", "note");
        page.Add($"<div class=\"beside\">\n");
        long seed = runs[0].Description.Recipe.Seed;
        foreach (ReportedRun run in runs)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            page.Add($"<div><h3>{run.Name}</h3>\n");
            if (run.Trained?.Game.Generator is { } generator)
                MadeItems.Show(page, run, generator.Sample(generator.Kind?.ToSee ?? 25, seed));
            else if (run.Folder.SavedPictures is [.., var last])
                page.Figure(File.ReadAllBytes(last.Path), "image/png", $"what {run.Name} makes", "pixels wide");
            page.Add($"</div>\n");
        }

        page.Add($"</div>\n").EndSection();
    }

    private static void Curves(ReportPage page, IReadOnlyList<ReportedRun> runs)
    {
        page.Section("Curves");
        string[] numbers = [.. runs.SelectMany(run => run.Log).SelectMany(line => line.Keys).Distinct().Where(name => name.EndsWith("-loss", StringComparison.Ordinal) || name.StartsWith("accuracy-", StringComparison.Ordinal))];
        foreach (string name in numbers)
        {
            Chart(page, name.Replace('-', ' '), runs.Select(run =>
            {
                IReadOnlyDictionary<string, double>[] lines = [.. run.Log.Where(line => line.ContainsKey(name))];
                return (run.Name, lines.Select(line => line["step"]).ToArray(), lines.Select(line => line[name]).ToArray());
            }));
        }

        foreach (string metric in runs.SelectMany(run => run.Measures).Select(one => one.Measure.Name).Distinct())
        {
            Chart(page, metric, runs.Select(run =>
            {
                (long Step, Measure Measure)[] series = [.. run.Measures.Where(one => one.Measure.Name == metric)];
                return (run.Name, series.Select(one => (double)one.Step).ToArray(), series.Select(one => one.Measure.Value).ToArray());
            }));
        }

        page.EndSection();
    }

    private static void Chart(ReportPage page, string title, IEnumerable<(string Name, double[] Steps, double[] Values)> curves)
    {
        var chart = new LineChart { Title = title, HorizontalLabel = "step", Height = 360 };
        foreach ((string name, double[] steps, double[] values) in curves.Where(curve => curve.Steps.Length > 0))
            chart.Add(name, steps, values);
        page.Figure(chart.Draw(), $"{title} of each run over steps", "chart");
    }

    private static void Settings(ReportPage page, IReadOnlyList<ReportedRun> runs)
    {
        Dictionary<string, string>[] settings = [.. runs.Select(run => RecipeSettings.List(run.Description.Recipe).ToDictionary(setting => setting.Name, setting => setting.Value))];
        string[] names = [.. settings.SelectMany(one => one.Keys).Distinct().Where(name => settings.Select(one => one.GetValueOrDefault(name)).Distinct().Count() > 1)];
        page.Section("Settings that differ");
        if (names.Length == 0)
            page.Paragraph("None.");
        else
            page.Table(["setting", .. runs.Select(run => run.Name)], names.Select(name => (string[])[name, .. settings.Select(one => one.GetValueOrDefault(name, "none"))]));
        page.EndSection();
    }
}
