using System.Net;
using Belamy.Tests;
using Belamy.Tests.Architecture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.FileProviders;
using Microsoft.Playwright;

namespace Belamy.Studio.Tests;

/// <summary>The sample that makes pictures in a browser, by onnxruntime-web and without Belamy.</summary>
public sealed class WebSampleTests(Browser browser) : IClassFixture<Browser>
{
    private const int Count = 9;

    /// <summary>What is said of the test where it is left out.</summary>
    public const string Missing = $"{Browser.Missing}, or: {NpmPackages.Missing}";

    /// <summary>Whether there is what it needs.</summary>
    public static bool HasAll => Browser.Program is not null && NpmPackages.Has("onnxruntime-web");

    [Fact(Skip = Missing, SkipUnless = nameof(HasAll))]
    public async Task Page_draws_what_the_generator_makes_here()
    {
        using var folder = new TemporaryFolder();
        string run = Path.Combine(browser.Runs, "digits");
        RunningStudio.Carry("export", run, "--function", "sample", "--out", folder["generator.onnx"]);
        await using WebApplication server = await ServeAsync(folder.Path);
        List<string> faults = [];
        IPage page = await browser.OpenAsync(new Uri(server.Urls.Single()), faults);
        await page.GotoAsync("/");
        await Assertions.Expect(page.Locator("#about")).ToContainTextAsync("Made in");

        using TrainedGenerator trained = Gan.Open(run);
        float[] latents = trained.Generator.Latents(Count), expected = trained.Generator.Generate(latents).Values.ToArray();
        var made = await page.EvaluateAsync<double[]>(
            "async latents => { const pictures = await generate(Float32Array.from(latents), 9); draw(pictures); return Array.from(pictures.data); }",
            Array.ConvertAll(latents, number => (double)number));
        Assert.Equal(Count * 28 * 28, made.Length);
        Assert.All(expected.Zip(made), pair => Assert.Equal(pair.First, pair.Second, 1e-4));

        // Each byte of the canvas is that of its value, within what a value at the border of two may round to.
        int[] shown = await page.EvaluateAsync<int[]>("() => Array.from(document.getElementById('pictures').getContext('2d').getImageData(0, 0, 84, 84).data)");
        for (int at = 0; at < Count; at++)
        {
            for (int pixel = 0; pixel < 784; pixel++)
            {
                int place = (((at / 3 * 28) + (pixel / 28)) * 84) + (at % 3 * 28) + (pixel % 28);
                int level = shown[4 * place];
                Assert.InRange(level, ((expected[(at * 784) + pixel] + 1) * 127.5) - 0.6, ((expected[(at * 784) + pixel] + 1) * 127.5) + 0.6);
                Assert.Equal([level, level, level, 255], shown[(4 * place)..((4 * place) + 4)]);
            }
        }

        Assert.Empty(await Browser.FindBarriersAsync(page));
        await Browser.KeepAsync(page, "onnxruntime-web");
        Assert.Empty(faults);
    }

    /// <summary>The sample, the generator and the files of the package, as its first lines say they stand.</summary>
    private static async Task<WebApplication> ServeAsync(string generator)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        WebApplication server = builder.Build();
        foreach ((string path, string folder) in new[] { ("", Repository.PathOf("samples/RunOnnxWeb")), ("", generator), ("/ort", NpmPackages.PathOf("node_modules/onnxruntime-web/dist")) })
            server.UseFileServer(new FileServerOptions { RequestPath = path, FileProvider = new PhysicalFileProvider(folder), StaticFileOptions = { ServeUnknownFileTypes = true } });
        await server.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }
}
