using Belamy.Imaging;

namespace Belamy.Runs;

/// <summary>Draws the log of a run: losses, below them how often the discriminator is right, below these each metric that was measured.</summary>
internal static class RunChart
{
    private const string LossSuffix = "-loss";
    private const string AccuracyPrefix = "accuracy-";

    private const string Rightly = "Share judged rightly";

    // What follows the losses is read off, not studied.
    private const int LowerHeight = 300;

    /// <summary>Draws a log.</summary>
    /// <param name="log">Its lines: numbers by name, the step among them.</param>
    /// <param name="measures">What was measured of the generator on the way.</param>
    /// <returns>Null where there is no loss yet.</returns>
    public static Image? Draw(IReadOnlyList<IReadOnlyDictionary<string, double>> log, IReadOnlyList<(long Step, Measure Measure)> measures) =>
        Panels(log, measures) is { Count: > 0 } panels ? Stack([.. panels.Select(panel => panel.Picture)]) : null;

    /// <summary>Draws a log as a picture for each subject.</summary>
    /// <param name="log">Its lines: numbers by name, the step among them.</param>
    /// <param name="measures">What was measured of the generator on the way.</param>
    /// <returns>Titles and pictures, from the losses on; none where there is no loss yet.</returns>
    public static IReadOnlyList<(string Title, Image Picture)> Panels(IReadOnlyList<IReadOnlyDictionary<string, double>> log, IReadOnlyList<(long Step, Measure Measure)> measures)
    {
        string[] names = [.. log.SelectMany(line => line.Keys).Distinct()];
        string[] losses = [.. names.Where(name => name.EndsWith(LossSuffix, StringComparison.Ordinal))];
        if (losses.Length == 0)
            return [];
        List<(string Title, Image Picture)> panels = [("Losses", Panel("Losses", log, losses, name => name[..^LossSuffix.Length]))];
        string[] accuracies = [.. names.Where(name => name.StartsWith(AccuracyPrefix, StringComparison.Ordinal))];
        if (accuracies.Length > 0)
            panels.Add((Rightly, Panel(Rightly, log, accuracies, name => name[AccuracyPrefix.Length..], LowerHeight)));
        // Metrics have scales of their own, so each has a panel of its own.
        foreach (IGrouping<string, (long Step, Measure Measure)> metric in measures.GroupBy(one => one.Measure.Name))
        {
            var chart = new LineChart { Title = metric.Key, HorizontalLabel = "step", Height = LowerHeight };
            chart.Add("generator", [.. metric.Select(one => (double)one.Step)], [.. metric.Select(one => one.Measure.Value)]);
            panels.Add((metric.Key, chart.Draw()));
        }

        return panels;
    }

    private static Image Panel(
        string title, IReadOnlyList<IReadOnlyDictionary<string, double>> log, string[] names, Func<string, string> shown, int? height = null)
    {
        var chart = new LineChart { Title = title, HorizontalLabel = "step" };
        if (height is { } pixels)
            chart.Height = pixels;
        foreach (string name in names)
        {
            IReadOnlyDictionary<string, double>[] lines = [.. log.Where(line => line.ContainsKey(name))];
            chart.Add(shown(name), [.. lines.Select(line => line["step"])], [.. lines.Select(line => line[name])]);
        }

        return chart.Draw();
    }

    private static Image Stack(List<Image> panels)
    {
        var picture = new Image(panels[0].Width, panels.Sum(panel => panel.Height), panels[0].Channels);
        int top = 0;
        foreach (Image panel in panels)
        {
            for (int row = 0; row < panel.Height; row++)
                panel.Row(row).CopyTo(picture.Row(top + row));
            top += panel.Height;
        }

        return picture;
    }
}
