using Belamy.Runs;
using Microsoft.Playwright;

namespace Belamy.Studio.Tests;

/// <summary>The pages in a real browser.</summary>
public sealed class BrowserTests(Browser browser) : PageTests(browser)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        TemporaryFolder.Copy(Shared.Runs, Studio.Home);
    }

    [BrowserFact]
    public async Task Loss_of_a_run_moves_while_it_is_resumed_changed_and_stopped()
    {
        RunFolder run = Studio.Open("digits");
        IPage page = await OpenAsync();
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "digits", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#state")).ToHaveTextAsync("finished");
        await page.GetByRole(AriaRole.Button, new() { Name = "Train further" }).ClickAsync();
        await page.GetByLabel("Train to step").FillAsync("10000000");
        await page.Locator("#resume-dialog").GetByRole(AriaRole.Button, new() { Name = "Train" }).ClickAsync();
        await Assertions.Expect(page.Locator("#state")).ToHaveTextAsync("training");

        ILocator losses = page.Locator("#losses .plot");
        string? before = await losses.GetAttributeAsync("aria-label");
        Assert.Matches(@"^Losses at step [\d,]+: discriminator [\d.]+, generator [\d.]+$", before!);
        await Assertions.Expect(losses).Not.ToHaveAttributeAsync("aria-label", before!);
        await Assertions.Expect(page.Locator("#line")).ToContainTextAsync("images a second");

        await page.GetByLabel("generator", new() { Exact = true }).FillAsync("0.0005");
        await page.Locator("#rates form", new() { HasText = "generator" }).GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.Locator("#toasts")).ToContainTextAsync("generator: 0.0005 from the next step on");
        await RunningStudio.UntilAsync(() => run.Log.ReadChanges() is [{ Rate: 0.0005 }], "the change in the log");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop and save" }).ClickAsync();
        await Assertions.Expect(page.Locator("#state")).ToHaveTextAsync("interrupted");
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Train to step")).ToHaveValueAsync("10000000");
    }

    [BrowserFact]
    public async Task Run_is_started_from_what_the_data_are()
    {
        IPage page = await OpenAsync();
        await page.GotoAsync("/new");
        await page.GetByLabel("Name or path").FillAsync("digits");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#seen")).ToContainTextAsync("10,000 items: 28×28 pictures in grey, 10 classes (0, 1, 2, 3, 4, 5, 6, 7, 8, 9)");
        await Assertions.Expect(page.GetByAltText("Some of the items of digits")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".model b", new() { HasTextString = "wavegan" })).ToHaveCountAsync(0);
        await page.Locator(".model", new() { Has = page.Locator("b").GetByText("mlp", new() { Exact = true }) }).ClickAsync();
        await page.GetByText("Settings of the model").ClickAsync();
        await page.GetByLabel("width", new() { Exact = true }).FillAsync("1");
        await page.GetByLabel("batch", new() { Exact = true }).FillAsync("2");
        await Assertions.Expect(page.Locator("#help-batch")).ToHaveTextAsync("Items per batch, at least 1. (a whole number, at least 1 and at most 65536)");
        await page.GetByLabel("Ends").SelectOptionAsync("steps");
        await page.GetByLabel("Steps", new() { Exact = true }).FillAsync("300");
        await page.GetByRole(AriaRole.Button, new() { Name = "Estimate" }).ClickAsync();
        await Assertions.Expect(page.Locator(".estimate dt")).ToHaveTextAsync(["length", "time", "memory", "disk"]);
        await Assertions.Expect(page.Locator(".estimate dd").First).ToHaveTextAsync("300 steps");
        await page.GetByLabel("Measure on the way", new() { Exact = false }).CheckAsync();
        await page.GetByLabel("Name of the run").FillAsync("from the page");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start training" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/runs/from%20the%20page$"));
        // What will be measured has its place before it is.
        await Assertions.Expect(page.Locator("#measures h2")).ToHaveTextAsync("sliced-wasserstein");
        await Assertions.Expect(page.Locator("#state")).ToHaveTextAsync("finished");
        await Assertions.Expect(page.Locator("#losses .plot")).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("^Losses at step 300: "));
        // Opened before there was anything to play with or to train further.
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Play with it" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Train further" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Train to step")).ToHaveValueAsync("600");
        Assert.Equal("1", RecipeSettings.List(Studio.Open("from the page").Description.Recipe).Single(setting => setting.Name == "width").Value);
    }

    [BrowserFact]
    public async Task Slider_shows_the_samples_of_every_step_that_was_saved()
    {
        IPage page = await OpenAsync();
        await page.GotoAsync("/runs/digits");
        ILocator slider = page.GetByLabel("Step of the samples");
        await Assertions.Expect(slider).ToBeEnabledAsync();
        await Assertions.Expect(page.Locator("#sample")).ToHaveAttributeAsync("alt", "Samples at step 600");
        await slider.FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(page.Locator("#sample")).ToHaveAttributeAsync("alt", "Samples at step 200");
        Assert.Equal("step 200", await slider.GetAttributeAsync("aria-valuetext"));
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator("#sample-step")).ToHaveTextAsync("at step 400");
        int width = await page.EvaluateAsync<int>("document.getElementById('sample').naturalWidth");
        Assert.True(width > 100);
    }

    [BrowserFact]
    public async Task Runs_are_searched_renamed_annotated_and_deleted()
    {
        IPage page = await OpenAsync();
        await page.GotoAsync("/");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("points gan ring");
        await Assertions.Expect(page.Locator(".card:visible h2")).ToHaveTextAsync(["points"]);
        await page.Locator(".card:visible h2 a").ClickAsync();
        await page.GetByLabel("Notes").FillAsync("A first try");
        await page.GetByLabel("Notes").BlurAsync();
        await Assertions.Expect(page.GetByText("Saved.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).First.ClickAsync();
        await page.GetByLabel("New name").FillAsync("a ring");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/runs/a%20ring$"));
        await Assertions.Expect(page.GetByLabel("Notes")).ToHaveValueAsync("A first try");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).Last.ClickAsync();
        Assert.True(RunFolder.Exists(Path.Combine(Studio.Home, "a ring")));
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).First.ClickAsync();
        await page.Locator("#delete-dialog").GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(page.Locator(".card h2")).ToHaveTextAsync(["few", "digits"]);
    }

    [BrowserFact]
    public async Task Generator_is_played_with()
    {
        IPage page = await OpenAsync();
        await page.GotoAsync("/runs/digits");
        await page.GetByRole(AriaRole.Link, new() { Name = "Play with it" }).ClickAsync();
        await Assertions.Expect(page.Locator("#tiles img[src]")).ToHaveCountAsync(24);
        await page.GetByLabel("Sample 3", new() { Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByAltText("Sample 3", new() { Exact = true })).ToHaveAttributeAsync("src", new System.Text.RegularExpressions.Regex("index=3&"));
        byte[] still = await PictureAsync();
        using (TrainedGenerator opened = Gan.Open(Path.Combine(Studio.Home, "digits")))
        {
            // What the page shows is the library's own sample.
            string file = Path.Combine(Studio.Home, "expected.png");
            Imaging.ImageGrid.Scale(opened.Generator.Sample(1, first: 3).ToImage(0), 0).SavePng(file);
            Assert.Equal(Imaging.Image.Load(file).Pixels.ToArray(), PixelsOf(still));
        }

        await page.Locator("[data-direction='0']").FocusAsync();
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(page.GetByAltText("Sample 3, moved")).ToHaveAttributeAsync("src", new System.Text.RegularExpressions.Regex("along=3&"));
        Assert.NotEqual(PixelsOf(still), PixelsOf(await PictureAsync()));
        await page.GetByRole(AriaRole.Button, new() { Name = "Star", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#starred img")).ToHaveCountAsync(1);
        Assert.Equal(PixelsOf(await PictureAsync()), Imaging.Image.Load(Path.Combine(Studio.Home, "digits", "starred", "seed-1-sample-3.png")).Pixels.ToArray());
        await page.GetByRole(AriaRole.Button, new() { Name = "Another seed" }).ClickAsync();
        await Assertions.Expect(page.Locator("#moved")).Not.ToHaveAttributeAsync("src", new System.Text.RegularExpressions.Regex("seed=1&"));
        Assert.True(await page.EvaluateAsync<int>("document.getElementById('walk').naturalWidth") > 200);

        async Task<byte[]> PictureAsync() => await Studio.Client.GetByteArrayAsync(new Uri((await page.Locator("#moved").GetAttributeAsync("src"))!, UriKind.Relative), TestContext.Current.CancellationToken);

        byte[] PixelsOf(byte[] png)
        {
            string file = Path.Combine(Studio.Home, "shown.png");
            File.WriteAllBytes(file, png);
            return Imaging.Image.Load(file).Pixels.ToArray();
        }
    }

    [BrowserFact]
    public async Task Picture_is_found_in_a_generator()
    {
        string file = Path.Combine(Studio.Home, "mine.png");
        using (TrainedGenerator opened = Gan.Open(Path.Combine(Studio.Home, "digits")))
            opened.Generator.Sample(1, seed: 77).ToImage(0).SavePng(file);
        IPage page = await OpenAsync();
        await page.GotoAsync("/runs/digits/generator");
        ILocator panel = page.Locator("#project");
        await panel.Locator("input").SetInputFilesAsync(file);
        await Assertions.Expect(panel.Locator(".said")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^Mean squared error 0\.[0-9]{4} of values from -1 to 1; the nearest of 1,024 samples has 0\.[0-9]{4}\.$"));
        System.Text.RegularExpressions.MatchCollection errors = System.Text.RegularExpressions.Regex.Matches(await panel.Locator(".said").InnerTextAsync(), @"0\.\d{4}");
        Assert.True(double.Parse(errors[0].Value, System.Globalization.CultureInfo.InvariantCulture) < double.Parse(errors[1].Value, System.Globalization.CultureInfo.InvariantCulture), "the search came no nearer");
        foreach (string which in new[] { "The picture", "The nearest sample" })
            Assert.True(await panel.GetByAltText(which).EvaluateAsync<bool>("image => image.complete && image.naturalWidth >= 28"));
        await Browser.KeepAsync(page, "generator-found");

        File.WriteAllText(file, "no picture");
        await panel.Locator("input").SetInputFilesAsync(file);
        await Assertions.Expect(page.Locator("#toasts .failure")).ToHaveCountAsync(1);
        // A browser says of its own that an answer was no success.
        Faults.RemoveAll(fault => fault.StartsWith("Failed to load resource: the server responded with a status of 409", StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task Picture_that_is_dropped_is_shown_before_and_after()
    {
        Studio.Train("large", "digits", "--model", "srgan", "--batch", "2", "--set", "width=1", "--steps", "3");
        string file = Path.Combine(Studio.Home, "mine.png");
        new Imaging.Image(10, 6, 1).SavePng(file);
        IPage page = await OpenAsync(width: 390);
        await page.GotoAsync("/runs/large/generator");
        ILocator panel = page.Locator(".apply");
        await Assertions.Expect(panel.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Upscale a picture");
        await panel.Locator("input").SetInputFilesAsync(file);
        await Assertions.Expect(panel.Locator(".pair")).ToBeVisibleAsync();
        await Assertions.Expect(panel.GetByAltText("After")).ToHaveJSPropertyAsync("complete", true);
        int[] widths = await page.EvaluateAsync<int[]>("[...document.querySelectorAll('.apply img')].map(image => image.naturalWidth / image.naturalHeight * 300)");
        Assert.Equal([500, 500], widths);
        await Browser.KeepAsync(page, "generator-upscaled-390");
    }

    [BrowserFact]
    public async Task Hole_that_is_painted_into_a_picture_is_filled_and_nothing_else()
    {
        Studio.Train("holes", "digits", "--model", "context-encoder", "--set", "width=2", "--batch", "2", "--steps", "3");
        // Wider than high: the networks see its middle.
        string file = Path.Combine(Studio.Home, "wide.png");
        var picture = new Imaging.Image(120, 60, 1);
        picture.Pixels.Fill(90);
        for (int y = 27; y < 33; y++)
            picture.Row(y)[38..56].Fill(200);
        picture.SavePng(file);
        IPage page = await OpenAsync();
        await page.GotoAsync("/runs/holes/generator");
        ILocator panel = page.Locator(".repair"), canvas = panel.Locator("canvas"), after = panel.Locator(".after"), fill = panel.GetByRole(AriaRole.Button, new() { Name = "Fill the hole" });
        await Assertions.Expect(panel.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Restore a picture");
        await panel.Locator("input[type=file]").SetInputFilesAsync(file);
        await Assertions.Expect(fill).ToBeDisabledAsync();
        await canvas.ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult box = (await canvas.BoundingBoxAsync())!;
        // A stroke from the part that is not seen to the middle.
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.1f), box.Y + (box.Height * 0.5f));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.5f), box.Y + (box.Height * 0.5f), new() { Steps = 5 });
        await page.Mouse.UpAsync();
        await fill.ClickAsync();
        await Assertions.Expect(after).ToHaveAttributeAsync("src", new System.Text.RegularExpressions.Regex("^blob:"));
        await after.EvaluateAsync("image => image.decode()");
        string changed = """
            (() => {
              const image = document.querySelector('.repair .after'), canvas = document.createElement('canvas');
              Object.assign(canvas, { width: image.naturalWidth, height: image.naturalHeight });
              const pen = canvas.getContext('2d', { willReadFrequently: true });
              pen.drawImage(image, 0, 0);
              const scale = image.naturalWidth / 120, at = (x, y) => pen.getImageData(x * scale, y * scale, 1, 1).data[0] - 90;
              const of = test => Array.from({ length: 120 * 60 }, (_, place) => [place % 120, Math.floor(place / 120)]).filter(([x, y]) => test(x, y)).map(([x, y]) => at(x, y));
              return [of((x, y) => x < 30 || y < 20).filter(value => value !== 0).length, of((x, y) => x >= 38 && x < 56 && y >= 27 && y < 33).filter(value => value > 80).length, image.naturalWidth * 60 / image.naturalHeight];
            })()
            """;
        int[] found = await page.EvaluateAsync<int[]>(changed);
        Assert.Equal([0, 0, 120], found);
        await Browser.KeepAsync(page, "generator-restored");

        // One is drawn too, without a mouse.
        await panel.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await Assertions.Expect(fill).ToBeDisabledAsync();
        string before = (await after.GetAttributeAsync("src"))!;
        await panel.GetByRole(AriaRole.Button, new() { Name = "A hole as in training" }).PressAsync("Enter");
        await Assertions.Expect(fill).ToBeEnabledAsync();
        await fill.PressAsync("Enter");
        await Assertions.Expect(after).Not.ToHaveAttributeAsync("src", before);
        Assert.Empty(await Browser.FindBarriersAsync(page));
    }

    [BrowserFact]
    public async Task Page_of_a_run_that_is_deleted_says_so_and_keeps_its_layout_while_live()
    {
        IPage page = await OpenAsync();
        await page.GotoAsync("/runs/few");
        await Assertions.Expect(page.Locator("#losses .plot")).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("^Losses at step 200"));
        // Whatever comes, nothing that is on the page moves.
        string places = "JSON.stringify([...document.querySelectorAll('h1, h2, .panel, #notes')].map(one => [one.textContent.length && one.tagName, one.getBoundingClientRect().top]))";
        string before = await page.EvaluateAsync<string>(places);
        string log = Path.Combine(Studio.Home, "few", "metrics.jsonl");
        File.AppendAllText(log, "{\"step\":210,\"generator-loss\":1.5,\"discriminator-loss\":0.5,\"seconds\":9}\n{\"step\":220,\"gener");
        await Assertions.Expect(page.Locator("#losses .plot")).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("^Losses at step 210: .*1.5"));
        Assert.Equal(before, await page.EvaluateAsync<string>(places));
        Directory.Delete(Path.Combine(Studio.Home, "few"), recursive: true);
        await Assertions.Expect(page.Locator("#state")).ToHaveTextAsync("gone");
        await Assertions.Expect(page.Locator("#line")).ToHaveTextAsync("There is no such run any more.");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Train further" })).ToBeHiddenAsync();

        // One that cannot be read can at least be deleted.
        File.WriteAllText(Path.Combine(Studio.Home, "points", "run.json"), "{");
        await page.GotoAsync("/");
        await Assertions.Expect(page.Locator(".card h2")).ToHaveCountAsync(2);
        await Browser.KeepAsync(page, "runs-unreadable");
        Assert.Empty(await Browser.FindBarriersAsync(page));
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete points" }).ClickAsync();
        await Assertions.Expect(page.Locator("#delete-dialog h2")).ToHaveTextAsync("Delete points?");
        await page.Locator("#delete-dialog").GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(page.Locator(".card h2")).ToHaveTextAsync(["digits"]);
    }

    [BrowserFact]
    public async Task Runs_are_chosen_and_opened_by_keyboard_alone()
    {
        IPage page = await OpenAsync();
        await page.GotoAsync("/");
        var reached = new List<string>();
        for (int presses = 0; presses < 12; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            reached.Add(await page.EvaluateAsync<string>("(document.activeElement.getAttribute('aria-label') || document.activeElement.closest('label')?.textContent || document.activeElement.textContent).trim()"));
            Assert.True(await page.EvaluateAsync<bool>("getComputedStyle(document.activeElement).outlineStyle !== 'none'"), $"{reached[^1]} does not show that it has the focus");
        }

        Assert.Equal(["Skip to content", "Belamy", "Runs", "New run", "Game", "Light or dark", "Search runs", "New run"], reached[..8]);
        Assert.Matches("^Choose .* to compare$", reached[8]);
        await page.GetByLabel("Choose digits to compare").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.Locator("#chosen-count")).ToContainTextAsync("1 run chosen");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/runs/digits$"));
    }

    [BrowserFact]
    public async Task Two_runs_are_compared()
    {
        IPage page = await OpenAsync();
        await page.GotoAsync("/");
        await page.GetByLabel("Choose digits to compare").CheckAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Compare" })).ToBeDisabledAsync();
        await page.GetByLabel("Choose few to compare").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody th")).ToHaveTextAsync(["steps", "seed"]);
        await Assertions.Expect(page.Locator("#compared img")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("[data-name=digits] img")).ToHaveAttributeAsync("alt", "Samples of digits at step 600");
        await page.GetByLabel("Step", new() { Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(page.Locator("[data-name=digits] img")).ToHaveAttributeAsync("alt", "Samples of digits at step 200");
        await Assertions.Expect(page.Locator("#curves .plot").Nth(1)).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("^generator loss at step 600: few [0-9.]+, digits [0-9.]+$"));
    }

    [BrowserTheory]
    [InlineData(false, 1366)]
    [InlineData(true, 1366)]
    [InlineData(false, 390)]
    [InlineData(true, 390)]
    public async Task Pages_have_labels_and_contrast_and_fit_the_window(bool isDark, int width)
    {
        // Runs that are worth looking at.
        if (Environment.GetEnvironmentVariable("BELAMY_STUDIO_RUNS") is { Length: > 0 } runs)
            TemporaryFolder.Copy(runs, Studio.Home);
        IPage page = await OpenAsync(isDark, width);
        foreach ((string name, string address) in Pages())
        {
            await page.GotoAsync(address);
            if (address.Contains("data=", StringComparison.Ordinal))
            {
                await page.GetByLabel("mlp ", new() { Exact = false }).First.CheckAsync();
                await page.GetByText("Settings of the model").ClickAsync();
            }

            await page.WaitForTimeoutAsync(700);
            await Browser.KeepAsync(page, $"{name}-{(isDark ? "dark" : "light")}-{width}");
            Assert.Empty(await Browser.FindBarriersAsync(page));
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{address} is wider than the window");
        }
    }

    private IEnumerable<(string Name, string Address)> Pages()
    {
        yield return ("runs", "/");
        yield return ("new", "/new");
        yield return ("new-digits", "/new?data=digits");
        yield return ("generator", "/runs/digits/generator");
        yield return ("compare", "/compare?run=digits&run=points");
        foreach (string run in RunFolder.List(Studio.Home).Select(path => Path.GetFileName(path)))
            yield return ($"run-{run}", $"/runs/{run}");
    }
}
