using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Belamy.Studio.Tests;

/// <summary>Debian's chromium, driven as a person would; and all that its console says of what is wrong.</summary>
public sealed class Browser : IAsyncLifetime
{
    // Where pictures of the pages are kept for people to look at; nowhere unless named.
    private static readonly string? Shots = Environment.GetEnvironmentVariable("BELAMY_STUDIO_SHOTS");

    /// <summary>What is said of tests that are left out.</summary>
    internal const string Missing = "There is no Chromium, Chrome or Edge; apt-get install chromium";

    /// <summary>Chromium or a browser of its kind; null where there is none.</summary>
    internal static string? Program { get; } = new[]
    {
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe", @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    }.FirstOrDefault(File.Exists);

    /// <summary>Milliseconds until what is awaited counts as missing: a machine that does other work too is slow, and no test says how long anything takes.</summary>
    private const float Patience = 60_000;

    private readonly TemporaryFolder _folder = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Runs of the smallest networks, trained once: <c>digits</c>, <c>few</c> and <c>points</c>.</summary>
    internal string Runs => _folder.Path;

    public async ValueTask InitializeAsync()
    {
        if (Program is null)
            return;
        string[] tiny = ["digits", "--model", "mlp", "--batch", "4", "--set", "width=8", "latent=4", "--checkpoint-every", "50"];
        await using (RunningStudio studio = await RunningStudio.StartAsync())
        {
            studio.Train("points", "ring8", "--model", "gan", "--set", "width=16", "--steps", "200");
            studio.Train("digits", [.. tiny, "--steps", "600", "--metrics", "sliced-wasserstein", "--measure-every", "200", "--features", "pixels"]);
            studio.Train("few", [.. tiny, "--steps", "200", "--seed", "2"]);
            TemporaryFolder.Copy(studio.Home, Runs);
        }

        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _folder.Dispose();
    }

    /// <summary>A page in a window of its own.</summary>
    /// <param name="address">What its paths begin at.</param>
    /// <param name="faults">Receives errors of scripts and what the console says of errors.</param>
    /// <param name="isDark">Whether the system is dark.</param>
    /// <param name="width">The width of the window.</param>
    internal async Task<IPage> OpenAsync(Uri address, ICollection<string> faults, bool isDark = false, int width = 1366)
    {
        IPage page = await _browser!.NewPageAsync(new()
        {
            BaseURL = address.ToString(),
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new() { Width = width, Height = width < 600 ? 844 : 900 },
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
        });
        page.SetDefaultTimeout(Patience);
        page.PageError += (_, error) => faults.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                faults.Add(message.Text);
        };
        return page;
    }

    /// <summary>What axe finds: labels, contrast, landmarks.</summary>
    internal static async Task<string[]> FindBarriersAsync(IPage page)
    {
        AxeResult result = await page.RunAxe();
        return [.. result.Violations.SelectMany(rule => rule.Nodes.Select(node => $"{rule.Id}: {node.Html} {node.Any.FirstOrDefault()?.Message}"))];
    }

    /// <summary>Keeps a picture of a page where they are asked for.</summary>
    internal static async Task KeepAsync(IPage page, string name)
    {
        if (Shots is not null)
            await page.ScreenshotAsync(new() { Path = Path.Combine(Shots, name + ".png"), FullPage = true });
    }
}
