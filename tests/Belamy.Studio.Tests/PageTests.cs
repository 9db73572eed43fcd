using Microsoft.Playwright;

namespace Belamy.Studio.Tests;

/// <summary>Tests of pages of a studio of their own, in a real browser; what its console says of what is wrong fails them.</summary>
public abstract class PageTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private readonly List<IPage> _pages = [];

    private protected List<string> Faults { get; } = [];

    private protected Browser Shared { get; } = browser;

    private protected RunningStudio Studio { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync() => Studio = await RunningStudio.StartAsync();

    public async ValueTask DisposeAsync()
    {
        // Before the studio: that it is gone then is no fault.
        foreach (IPage page in _pages)
            await page.CloseAsync();
        await Studio.DisposeAsync();
        GC.SuppressFinalize(this);
        Assert.Empty(Faults);
    }

    /// <summary>A page in a window of its own.</summary>
    private protected async Task<IPage> OpenAsync(bool isDark = false, int width = 1366)
    {
        IPage page = await Shared.OpenAsync(Studio.Address, Faults, isDark, width);
        _pages.Add(page);
        return page;
    }
}
