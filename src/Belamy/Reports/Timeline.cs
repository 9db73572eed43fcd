using Belamy.Runs;

namespace Belamy.Reports;

/// <summary>How the samples of a run became what they are: pictures saved on the way, the beginning closer than the end.</summary>
internal static class Timeline
{
    private const int Most = 16;

    // The whole report goes into a mail.
    private const long MostBytes = 4_000_000;

    /// <summary>Writes the section; nothing where fewer than two pictures were saved.</summary>
    public static void Write(ReportPage page, ReportedRun run)
    {
        IReadOnlyList<SampleFile> saved = run.Folder.SavedPictures;
        IReadOnlyList<SampleFile> shown = Choose(saved, Most);
        while (shown.Count > 2 && shown.Sum(file => new FileInfo(file.Path).Length) > MostBytes)
            shown = Choose(saved, shown.Count / 2);
        if (shown.Count < 2)
            return;
        page.Section("How it learned");
        page.Paragraph("The same latent vectors at each of these steps.", "note");
        page.Add($"<div class=\"timeline\" tabindex=\"0\" role=\"group\" aria-label=\"Samples over steps\">\n");
        foreach (SampleFile file in shown)
            page.Figure(File.ReadAllBytes(file.Path), "image/png", $"samples at step {Quantity.Count(file.Step)}", "pixels", $"step {Quantity.Count(file.Step)}");
        page.Add($"</div>\n").EndSection();
    }

    /// <summary>The first and the last, and between them those nearest to steps that grow by a factor: most is learned early.</summary>
    internal static IReadOnlyList<SampleFile> Choose(IReadOnlyList<SampleFile> saved, int most)
    {
        if (saved.Count <= most)
            return saved;
        var chosen = new SortedSet<int> { 0, saved.Count - 1 };
        double growth = Math.Pow(saved.Count, 1.0 / (most - 1));
        for (int at = 1; at < most - 1; at++)
            chosen.Add(Math.Min(saved.Count - 1, (int)Math.Round(Math.Pow(growth, at)) - 1 + at / 2));
        // Where the early ones fell together there is room for more of the late.
        for (int at = saved.Count - 1; at > 0 && chosen.Count < most; at -= Math.Max(1, saved.Count / most))
            chosen.Add(at);
        return [.. chosen.Select(at => saved[at])];
    }
}
