using System.Text.RegularExpressions;

namespace Belamy.Packages.Tests;

/// <summary>The command as a package or an image brought it.</summary>
/// <param name="feed">The packages.</param>
/// <param name="folder">An empty folder to work in.</param>
/// <param name="program">What starts it.</param>
/// <param name="before">What stands before its own words.</param>
internal sealed partial class InstalledBelamy(Feed feed, string folder, string program, params string[] before)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>It trains, samples, exports, and its studio shows the run.</summary>
    public async Task TryAsync()
    {
        Assert.StartsWith($"belamy {Feed.Version} (", Run("--version"), StringComparison.Ordinal);
        Run("train", "digits", "--model", "mlp", "--batch", "2", "--set", "width=2", "--steps", "2", "--out", "runs/tiny");
        Run("sample", "runs/tiny", "--count", "4", "--out", "grid.png");
        Run("export", "runs/tiny", "--out", "generator.onnx");
        Assert.All(["runs/tiny/report.html", "grid.png", "generator.onnx"], file => Assert.True(File.Exists(Path.Combine(folder, file)), file));

        using Command studio = feed.Start(folder, program, [.. before, "studio", "runs", "--port", "0"]);
        using var client = new HttpClient { BaseAddress = new Uri(await AddressAsync(studio)) };
        string page = await client.GetStringAsync(new Uri("/", UriKind.Relative), Cancellation);
        Assert.Contains("mlp on digits", page, StringComparison.Ordinal);
        string[] parts = [.. Part().Matches(page).Select(match => match.Groups[1].Value).Where(part => part.Contains('.', StringComparison.Ordinal)).Distinct()];
        Assert.All([".css", ".js"], ending => Assert.Contains(parts, part => part.Contains(ending, StringComparison.Ordinal)));
        foreach (string part in parts)
            Assert.NotEmpty(await client.GetByteArrayAsync(new Uri(part, UriKind.Relative), Cancellation));
    }

    private string Run(params string[] line) => feed.Run(folder, program, [.. before, .. line]);

    private static async Task<string> AddressAsync(Command studio)
    {
        while (true)
        {
            Match found = Address().Match(studio.Output);
            if (found.Success)
                return found.Value;
            Assert.False(studio.HasExited, $"The studio has ended: {studio.Output}");
            await Task.Delay(50, Cancellation);
        }
    }

    [GeneratedRegex(@"http://[^\s/]+:\d+")]
    private static partial Regex Address();

    [GeneratedRegex("""(?:href|src)="(/[^"]+)["]""")]
    private static partial Regex Part();
}
