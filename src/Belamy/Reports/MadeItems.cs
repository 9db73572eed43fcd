using Belamy.Data.Kinds;
using Belamy.Files;
using Belamy.Imaging;
using Belamy.Runs;

namespace Belamy.Reports;

/// <summary>What a run's networks make now: pictures, lines of text, sounds and films that play in the page, files to take.</summary>
internal static class MadeItems
{
    private const int Lines = 25;
    private const int Players = 4;

    // A film or song for the page, not an archive.
    private const long LargestFile = 500_000;

    private static readonly Dictionary<string, string> Types = new()
    {
        [".wav"] = "audio/wav",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".mid"] = "audio/midi",
        [".csv"] = "text/csv",
    };

    /// <summary>Writes the section.</summary>
    public static void Write(ReportPage page, ReportedRun run, ReportOptions options)
    {
        options.Progress?.Invoke($"sampling {run.Name}");
        page.Section("What it makes");
        if (run.Trained?.Game.Generator is { } generator)
        {
            Kind? kind = generator.Kind;
            Samples samples = generator.Sample(kind?.ToSee ?? Lines);
            Show(page, run, samples);
            if (kind is not null and not (Pictures or Captions or Classes or LatentVectors))
                Play(page, run, kind, samples);
        }
        else if (run.Folder.SavedPictures is [.., var last])
        {
            page.Figure(File.ReadAllBytes(last.Path), "image/png", "what it takes and what it makes of it", "pixels wide", "What it takes, what it makes of it, and where known the truth.");
        }
        else
        {
            page.Paragraph("Nothing yet: it has no checkpoint.");
        }

        page.EndSection();
    }

    /// <summary>Shows samples as people look at them.</summary>
    public static void Show(ReportPage page, ReportedRun run, Samples samples)
    {
        // A plot over the data says more than points alone.
        if (!samples.AreImages && run.Folder.SavedPictures is [.., var last] && last.Step == run.Step)
            page.Figure(File.ReadAllBytes(last.Path), "image/png", $"samples of {run.Name}", "pixels wide");
        else if (samples.Draw(columns: 5) is { } picture)
            page.Figure(picture, $"samples of {run.Name}", "pixels wide");
        else
            page.Add($"<ol class=\"lines\">\n{Enumerable.Range(0, Math.Min(Lines, samples.Count)).Select(at => Html.Of($"<li>{samples.Tell(at)}</li>\n"))}</ol>\n");
    }

    private static void Play(ReportPage page, ReportedRun run, Kind kind, Samples samples)
    {
        if (kind.FileEndings is not [var ending, ..] || !Types.TryGetValue(ending, out string? type))
            return;
        string folder = Directory.CreateTempSubdirectory("belamy-report-").FullName;
        try
        {
            page.Add($"<div class=\"players\">\n");
            for (int at = 0; at < Math.Min(Players, samples.Count); at++)
            {
                string file = Path.Combine(folder, $"{run.Name}-{at}{ending}");
                kind.Write(kind.HoldsMany && kind.GatheredName is not null ? samples.Values : samples.ValuesOf(at), file);
                byte[] content = InputFile.ReadAllBytes(file);
                if (content.Length <= LargestFile)
                    Player(page, Path.GetFileName(file), content, type);
                if (kind.GatheredName is not null)
                    break;
            }

            page.Add($"</div>\n");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Player(ReportPage page, string name, byte[] content, string type)
    {
        if (type.StartsWith("image/", StringComparison.Ordinal))
            page.Figure(content, type, name, "pixels film");
        else if (type == "audio/wav")
            page.Add($"<audio controls src=\"{ReportPage.Inline(content, type)}\"></audio>\n");
        else
            page.Add($"<a class=\"file\" download=\"{name}\" href=\"{ReportPage.Inline(content, type)}\">{name}</a>\n");
    }
}
