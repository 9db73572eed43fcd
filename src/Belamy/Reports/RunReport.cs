using System.Globalization;
using System.Text;
using Belamy.Data;
using Belamy.Files;
using Belamy.Reproduction;
using Belamy.Runs;

namespace Belamy.Reports;

/// <summary>What a report is written from and who hears how far it is.</summary>
public sealed record ReportOptions
{
    /// <summary>The data of the run, where they are open already; else they are opened as the run did, and left out where that fails.</summary>
    public Dataset? Data { get; init; }

    /// <summary>What several runs are listed in, in place of the usual overview; null for that.</summary>
    public ReportTable? Table { get; init; }

    /// <summary>Is told in a few words what is being done.</summary>
    public Action<string>? Progress { get; init; }

    /// <summary>Stops it; nothing is written then.</summary>
    public CancellationToken CancellationToken { get; init; }
}

/// <summary>A table at the head of a report of several runs.</summary>
/// <param name="Title">What they are, together.</param>
/// <param name="Heads">The heads of the columns.</param>
/// <param name="Rows">The cells, a row for each run, as many as there are heads.</param>
/// <param name="Note">What the numbers are; a sentence or two.</param>
public sealed record ReportTable(string Title, IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<string>> Rows, string Note);

/// <summary>
/// One or several runs as a page to hand over: a single HTML file with everything in it, which opens without a network, from an
/// attachment too. One run is told from its data to how to make it again; several are compared.
/// </summary>
public static class RunReport
{
    /// <summary>The name of the file in a run's folder.</summary>
    public const string FileName = "report.html";

    private const string Style = "Belamy.Reports.report.css";

    /// <summary>Writes a report.</summary>
    /// <param name="path">The file; what it held before is replaced.</param>
    /// <param name="runs">The runs, at least one.</param>
    /// <param name="options">What it is written from.</param>
    /// <exception cref="BelamyException">A run cannot be read, or the file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Write(string path, IReadOnlyList<RunFolder> runs, ReportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentOutOfRangeException.ThrowIfZero(runs.Count, nameof(runs));
        options ??= new ReportOptions();
        var opened = new List<ReportedRun>();
        try
        {
            foreach (RunFolder run in runs)
                opened.Add(Open(run, options));
            var page = new ReportPage();
            Begin(page, opened);
            if (opened is [var single])
                SingleRun.Write(page, single, options);
            else
                Comparison.Write(page, opened, options);
            End(page);
            options.CancellationToken.ThrowIfCancellationRequested();
            AtomicFile.WriteAllText(path, page.ToString());
        }
        finally
        {
            opened.ForEach(run => run.Trained?.Dispose());
        }
    }

    private static ReportedRun Open(RunFolder run, ReportOptions options)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        options.Progress?.Invoke($"reading {run.Path}");
        return new ReportedRun(run, options.Data ?? TryOpenData(run.Description, options), run.LatestCheckpoint is null ? null : Gan.Open(run.Path));
    }

    /// <summary>The data as the run opened them; null where they are gone or have changed, since what was trained on is no longer there to be shown.</summary>
    private static Dataset? TryOpenData(RunDescription description, ReportOptions options)
    {
        try
        {
            options.Progress?.Invoke($"reading {description.DataSource}");
            Dataset data = Datasets.Open(description.DataSource, description.ToDataOptions() with { CancellationToken = options.CancellationToken });
            return data.Fingerprint == description.DataFingerprint ? data : null;
        }
        catch (BelamyException)
        {
            return null;
        }
    }

    private static void Begin(ReportPage page, List<ReportedRun> runs)
    {
        string title = runs is [var single] ? $"{single.Description.Model} on {single.DataName}" : string.Join(" · ", runs.Select(run => run.Name));
        page.Add($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="generator" content="Belamy {RunDescription.CurrentVersion}">
            <title>{title}</title>
            <style>
            {new Html(Resource(Style))}</style>
            </head>
            <body>
            <main>

            """);
    }

    private static void End(ReportPage page) =>
        page.Add($"</main>\n<footer><p>Written by Belamy {RunDescription.CurrentVersion} on {DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC, {Machine.Current}.</p></footer>\n</body>\n</html>\n");

    private static string Resource(string name)
    {
        using Stream stream = typeof(RunReport).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The resource {name} is missing.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
