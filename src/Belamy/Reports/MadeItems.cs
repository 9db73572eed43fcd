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
    public static void Write(Html page, ReportedRun run, ReportOptions options)
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
            page.Raw("<figure>").Picture(File.ReadAllBytes(last.Path), "image/png", "what it takes and what it makes of it", "pixels wide")
                .Raw("<figcaption>").Text("What it takes, what it makes of it, and where known the truth.").Raw("</figcaption></figure>\n");
        }
        else
        {
            page.Paragraph("Nothing yet: it has no checkpoint.");
        }

        page.EndSection();
    }

    /// <summary>Shows samples as people look at them.</summary>
    public static void Show(Html page, ReportedRun run, Samples samples)
    {
        // A plot over the data says more than points alone.
        if (!samples.AreImages && run.Folder.SavedPictures is [.., var last] && last.Step == run.Step)
            page.Raw("<figure>").Picture(File.ReadAllBytes(last.Path), "image/png", $"samples of {run.Name}", "pixels wide").Raw("</figure>\n");
        else if (samples.Draw(columns: 5) is { } picture)
            page.Raw("<figure>").Picture(picture, $"samples of {run.Name}", "pixels wide").Raw("</figure>\n");
        else
        {
            page.Raw("<ol class=\"lines\">\n");
            for (int at = 0; at < Math.Min(Lines, samples.Count); at++)
                page.Raw("<li>").Text(samples.Tell(at)).Raw("</li>\n");
            page.Raw("</ol>\n");
        }
    }

    private static void Play(Html page, ReportedRun run, Kind kind, Samples samples)
    {
        if (kind.FileEndings is not [var ending, ..] || !Types.TryGetValue(ending, out string? type))
            return;
        string folder = Directory.CreateTempSubdirectory("belamy-report-").FullName;
        try
        {
            page.Raw("<div class=\"players\">\n");
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

            page.Raw("</div>\n");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Player(Html page, string name, byte[] content, string type)
    {
        if (type.StartsWith("image/", StringComparison.Ordinal))
            page.Raw("<figure>").Picture(content, type, name, "pixels film").Raw("</figure>\n");
        else if (type == "audio/wav")
            page.Raw($"<audio controls src=\"{Html.Inline(content, type)}\"></audio>\n");
        else
            page.Raw($"<a class=\"file\" download=\"{Html.Escape(name)}\" href=\"{Html.Inline(content, type)}\">").Text(name).Raw("</a>\n");
    }
}
