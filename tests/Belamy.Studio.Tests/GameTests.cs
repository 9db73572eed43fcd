using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Belamy.Studio.Games;
using Microsoft.Playwright;

namespace Belamy.Studio.Tests;

/// <summary>The game in slow motion in a real browser, and what it is told.</summary>
public sealed class GameTests(Browser browser) : PageTests(browser)
{
    [BrowserFact]
    public async Task Moves_change_numbers_and_picture_and_the_game_plays_by_itself()
    {
        IPage page = await OpenAsync();
        await page.GotoAsync("/game?lesson=balance");
        ILocator step = page.Locator("#step"), expert = page.Locator("#discriminator-formula .sum b"), forger = page.Locator("#generator-formula .sum b");
        await Assertions.Expect(page.Locator("#plane")).ToHaveAttributeAsync("aria-label", new Regex("^Points of the plane at step 0: D says "));
        string before = await PictureAsync(page), loss = await expert.InnerTextAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Discriminator" }).ClickAsync();
        await Assertions.Expect(page.Locator("#due")).ToHaveTextAsync("the forger's move is due");
        await Assertions.Expect(expert).Not.ToHaveTextAsync(loss);
        await Assertions.Expect(page.Locator("#discriminator-formula .sum i")).ToHaveTextAsync($"was {loss}");
        Assert.Equal("step 0", await step.InnerTextAsync());
        string moved = await PictureAsync(page), made = await forger.InnerTextAsync();
        Assert.NotEqual(before, moved);
        await page.GetByRole(AriaRole.Button, new() { Name = "Generator" }).ClickAsync();
        await Assertions.Expect(step).ToHaveTextAsync("step 1");
        await Assertions.Expect(page.Locator("#generator-formula .sum i")).ToHaveTextAsync($"was {made}");
        await page.GetByRole(AriaRole.Button, new() { Name = "One step" }).ClickAsync();
        await Assertions.Expect(step).ToHaveTextAsync("step 2");

        // Nothing but what is drawn and said changes while it plays: all stands where it stood.
        string places = await PlacesAsync(page);
        ILocator play = page.Locator("#play");
        await play.ClickAsync();
        await Assertions.Expect(play).ToHaveTextAsync("Pause");
        await Assertions.Expect(step).ToHaveTextAsync(new Regex(@"^step (\d{2}[2-9]|\d{3,})"));
        Assert.Equal(places, await PlacesAsync(page));
        await play.ClickAsync();
        await Assertions.Expect(play).ToHaveTextAsync("Play");
        await page.WaitForTimeoutAsync(300);
        string paused = await step.InnerTextAsync();
        await page.WaitForTimeoutAsync(400);
        Assert.Equal(paused, await step.InnerTextAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Reset" }).ClickAsync();
        await Assertions.Expect(step).ToHaveTextAsync("step 0");
        Assert.Equal(before, await PictureAsync(page));
    }

    [BrowserFact]
    public async Task Lessons_and_rules_are_chosen_and_the_formula_follows()
    {
        IPage page = await OpenAsync();
        await page.GotoAsync("/game");
        await Assertions.Expect(page.Locator("#plane")).ToHaveAttributeAsync("aria-label", new Regex("^Numbers at step 0"));
        await page.GetByRole(AriaRole.Button, new() { Name = "The expert too strong" }).ClickAsync();
        await Assertions.Expect(page.Locator("#tells")).ToContainTextAsync("has a lead");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/game\?lesson=strong$"));
        await Assertions.Expect(page.Locator("#generator-formula .term span")).ToHaveTextAsync(["E[ln(1 − D(G(z)))]"]);
        await Assertions.Expect(page.Locator("#due")).ToHaveTextAsync("105 moves of the expert, then the forger's");
        await page.GetByRole(AriaRole.Button, new() { Name = "One step" }).ClickAsync();
        await Assertions.Expect(page.Locator("#step")).ToHaveTextAsync("step 1");
        await page.GetByLabel("Objective").SelectOptionAsync("wasserstein");
        await Assertions.Expect(page.Locator("#generator-formula .term span")).ToHaveTextAsync(["−E[D(G(z))]"]);
        await Assertions.Expect(page.Locator("#discriminator-formula .term span")).ToHaveTextAsync(["E[D(G(z))]", "− E[D(x)]", "+ 0.1 · E[(‖∇D(x̂)‖ − 1)²]"]);
        await Assertions.Expect(page.GetByLabel("Penalty")).ToHaveValueAsync("gradient-penalty");
        // It goes on from where it stood.
        await Assertions.Expect(page.Locator("#step")).ToHaveTextAsync("step 1");
        await page.Locator("#moves").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(page.Locator("#due")).ToHaveTextAsync("a move of the expert, then the forger's");
        await page.GetByLabel("Data").SelectOptionAsync("moons");
        await Assertions.Expect(page.Locator("#step")).ToHaveTextAsync("step 0");
        await Assertions.Expect(page.Locator("#reached")).ToHaveTextAsync("–");
    }

    [BrowserTheory]
    [InlineData(false, 1366)]
    [InlineData(true, 1366)]
    [InlineData(false, 390)]
    [InlineData(true, 390)]
    public async Task Page_has_labels_and_contrast_and_fits_the_window(bool isDark, int width)
    {
        IPage page = await OpenAsync(isDark, width);
        foreach (string lesson in new[] { "number", "balance", "strong", "collapse" })
        {
            await page.GotoAsync($"/game?lesson={lesson}");
            await page.GetByLabel("Pace").SelectOptionAsync("25");
            await page.Locator("#play").ClickAsync();
            await Assertions.Expect(page.Locator("#step")).ToHaveTextAsync(new Regex(@"^step ([3-9]\d\d|\d,\d{3})$"));
            await page.Locator("#play").ClickAsync();
            await page.WaitForTimeoutAsync(400);
            await Browser.KeepAsync(page, $"game-{lesson}-{(isDark ? "dark" : "light")}-{width}");
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{lesson} is wider than the window");
        }

        Assert.Empty(await Browser.FindBarriersAsync(page));
    }

    [Fact]
    public async Task Games_are_kept_up_to_a_number_and_the_one_left_alone_makes_room()
    {
        var names = new List<string>();
        for (int count = 0; count < SlowGames.Most; count++)
            names.Add(await BeginAsync());
        // The first is played, so that the second is the one left alone.
        Assert.Equal(HttpStatusCode.OK, (await Studio.PostAsync($"/game/{names[0]}/play", new { move = "both", count = 3 })).Status);
        names.Add(await BeginAsync());
        Assert.Equal((HttpStatusCode.NotFound, "this game made room for another; begin it anew"), await Studio.PostAsync($"/game/{names[1]}/play", new { move = "both", count = 1 }));
        (HttpStatusCode status, string text) = await Studio.PostAsync($"/game/{names[0]}/play", new { move = "generator", count = 1000 });
        Assert.Equal((HttpStatusCode.OK, 3 + SlowGames.MostAtOnce), (status, JsonElement.Parse(text).GetProperty("step").GetInt32()));

        // Many at once, of one game and of several.
        await Task.WhenAll(Enumerable.Range(0, 12).Select(at => Studio.PostAsync($"/game/{(at % 2 == 0 ? names[0] : names[5])}/play", new { move = "both", count = 2 })));
        Assert.Equal(12, JsonElement.Parse((await Studio.PostAsync($"/game/{names[5]}/play", new { move = "discriminator", count = 1 })).Text).GetProperty("step").GetInt32());
    }

    [Fact]
    public async Task What_no_game_can_be_is_refused()
    {
        string name = await BeginAsync();
        Assert.Equal((HttpStatusCode.Conflict, "there is no such move"), await Studio.PostAsync($"/game/{name}/play", new { move = "other", count = 1 }));
        Assert.Equal((HttpStatusCode.Conflict, "there is no such objective"), await Studio.PostAsync($"/game/{name}/set", new { objective = "other" }));
        Assert.Equal(HttpStatusCode.Conflict, (await Studio.PostAsync($"/game/{name}/set", new { generatorRate = -1 })).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await Studio.PostAsync($"/game/{name}/set", new { moves = 10_000 })).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await Studio.PostAsync("/game/begin", new { lesson = "balance", data = "/etc/passwd", seed = 1 })).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await Studio.PostAsync("/game/begin", new { lesson = "other", seed = 1 })).Status);
        Assert.Equal(HttpStatusCode.OK, (await Studio.PostAsync($"/game/{name}/set", new { generatorRate = 0.01, objective = "hinge", moves = 2 })).Status);
    }

    private async Task<string> BeginAsync()
    {
        (HttpStatusCode status, string text) = await Studio.PostAsync("/game/begin", new { lesson = "number", seed = 1 });
        Assert.Equal(HttpStatusCode.OK, status);
        return JsonElement.Parse(text).GetProperty("game").GetString()!;
    }

    private static Task<string> PictureAsync(IPage page) => page.EvaluateAsync<string>("document.getElementById('plane').toDataURL()");

    private static Task<string> PlacesAsync(IPage page) => page.EvaluateAsync<string>(
        "[...document.querySelectorAll('main section, main button, main input, main select, .formula, #tells')].map(one => { const box = one.getBoundingClientRect(); return [box.x, box.y + scrollY, one.id === 'play' ? 0 : box.width, box.height].map(Math.round); }).join(' ')");
}
