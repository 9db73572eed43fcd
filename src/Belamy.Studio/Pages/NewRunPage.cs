using System.Text.Json.Nodes;
using Belamy.Data;
using Belamy.Reports;
using Belamy.Runs;
using Belamy.Studio.NewRuns;
using Belamy.Studio.Processes;
using Belamy.Studio.Runs;
using Belamy.Studio.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Belamy.Studio.Pages;

/// <summary>From data to a training: what they are, which model, which settings, what it would take.</summary>
internal static class NewRunPage
{
    /// <summary>Serves the page and what it asks for.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/new", (RunShelf shelf) => Render(shelf).ToResult());
        routes.MapPost("/new/look", async (LookRequest request, DataLook look, StudioOptions options, CancellationToken cancellation) =>
            Results.Text((await look.LookAsync(SourceOf(request.Source, options), cancellation).ConfigureAwait(false)).ToJsonString(), "application/json"));
        routes.MapGet("/new/sheet/{id}", (string id, DataLook look) => look.SheetOf(id) is { } png ? Results.Bytes(png, "image/png") : Results.NotFound());
        routes.MapGet("/new/settings/{model}", (string model) => Results.Text(Settings(model).ToJsonString(), "application/json"));
        routes.MapPost("/new/files/{set}/{name}", async (string set, string name, HttpContext context, Uploads uploads) =>
        {
            context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = Uploads.LargestFile;
            return Results.Json(new { folder = await uploads.KeepAsync(set, name, context.Request.Body, context.RequestAborted).ConfigureAwait(false) });
        });
        routes.MapPost("/new/estimate", async (StartRequest request, StudioOptions options, RunShelf shelf, CancellationToken cancellation) =>
        {
            (int code, string output, string error) = await BelamyCommand.RunAsync(options.Command, FolderOf(options), ["train", "--dry-run", .. Arguments(request, options, shelf)], cancellation).ConfigureAwait(false);
            return code == 0 ? Results.Json(new { text = output }) : throw new BelamyException(LastLine(error));
        });
        routes.MapPost("/new/start", (StartRequest request, StudioOptions options, RunShelf shelf, Trainings trainings) =>
        {
            trainings.Start(request.Name, null, ["--out", Path.Combine(shelf.Home, request.Name), .. Arguments(request, options, shelf)]);
            return Results.Json(new { address = $"/runs/{Uri.EscapeDataString(request.Name)}" });
        });
    }

    private static JsonArray Settings(string model) =>
    [
        .. RecipeSettings.List(Models.Find(model).Recipe).Where(setting => setting.Name != "steps").Select(setting => (JsonNode)new JsonObject
        {
            ["name"] = setting.Name,
            ["value"] = setting.Value,
            ["values"] = setting.Values,
            ["help"] = SettingHelp.Of(setting),
        }),
    ];

    private static string[] Arguments(StartRequest request, StudioOptions options, RunShelf shelf)
    {
        RunShelf.RequireName(request.Name);
        if (Path.Exists(Path.Combine(shelf.Home, request.Name)))
            throw new BelamyException($"{request.Name}: is there already; choose another name");
        var arguments = new List<string>();
        if (request.Model.Length > 0)
            arguments.AddRange(["--model", Models.Find(request.Model).Name]);
        if (request.Steps is { } steps)
            arguments.AddRange(["--steps", steps.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        else if (request.Minutes is { } minutes)
            arguments.AddRange(["--time", $"{Math.Max(1, Math.Round(minutes * 60)).ToString(System.Globalization.CultureInfo.InvariantCulture)}s"]);
        if (request.Metrics)
            arguments.AddRange(["--metrics", "sliced-wasserstein", "--features", "pixels"]);
        foreach ((string name, string value) in request.Settings)
            arguments.AddRange(["--set", $"{name}={value}"]);
        // Behind this nothing is taken for an option.
        return [.. arguments, "--", SourceOf(request.Source, options)];
    }

    /// <summary>Where trainings are started, so that paths in runs mean what they mean in a terminal there.</summary>
    private static string FolderOf(StudioOptions options) => Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(options.Runs)) is { } parent && Directory.Exists(parent) ? parent : Environment.CurrentDirectory;

    private static string SourceOf(string typed, StudioOptions options)
    {
        string source = typed.Trim();
        if (source.Length == 0)
            throw new BelamyException("name a data set, or the path of a folder or file");
        return Datasets.FindSource(source) is { } named ? named.Name
            : Path.GetFullPath(source.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), source[2..]) : source, FolderOf(options));
    }

    private static string LastLine(string text)
    {
        const string Speaker = "belamy: ";
        string line = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "it failed";
        return line.StartsWith(Speaker, StringComparison.Ordinal) ? line[Speaker.Length..] : line;
    }

    private static Html Render(RunShelf shelf) => Layout.Page("New run", "new", Html.Of($"""
        <div class="heading"><h1>New run</h1></div>
        <form id="new" class="steps" autocomplete="off">
          <section class="panel" aria-labelledby="data-title">
            <h2 id="data-title">Data</h2>
            <div class="drop" id="drop">
              <div class="row">
                <label class="grow">Name or path <input type="text" id="source" name="source" list="sources" placeholder="digits, ring8, ./pictures …" spellcheck="false" required></label>
                <button class="button" type="button" id="look">Look at them</button>
              </div>
              <p class="muted">Or drop files here: pictures, sounds, songs, a table, texts. <label class="link">Choose files<input type="file" id="files" multiple class="visually-hidden"></label></p>
              <datalist id="sources">{Datasets.Sources.Select(source => Html.Of($"""<option value="{source.Name}">{source.Description}</option>"""))}</datalist>
            </div>
            <div id="seen" aria-live="polite"></div>
          </section>
          <section class="panel" aria-labelledby="model-title" id="model-panel" hidden>
            <h2 id="model-title">Model</h2>
            <label class="search"><span class="visually-hidden">Search models</span><input type="search" id="model-search" placeholder="Search models"></label>
            <div id="models" class="models" role="radiogroup" aria-labelledby="model-title"></div>
          </section>
          <section class="panel" aria-labelledby="length-title" id="length-panel" hidden>
            <h2 id="length-title">Length and name</h2>
            <div class="row wrap">
              <label>Ends <select id="ends"><option value="usual">as the model does usually</option><option value="steps">after a number of steps</option><option value="minutes">after a time</option></select></label>
              <label id="amount-label" hidden><span>Steps</span><input type="number" id="amount" min="1" step="any" value="2000"></label>
              <label class="grow">Name of the run <input type="text" id="name" name="name" maxlength="100" spellcheck="false" required></label>
            </div>
            <label class="check"><input type="checkbox" id="metrics"> Measure on the way, by the sliced Wasserstein distance of pixels, and keep the best weights</label>
            <details id="settings-box"><summary><h3>Settings of the model</h3></summary><div id="settings" class="settings"></div></details>
          </section>
          <section class="panel" aria-labelledby="take-title" id="take-panel" hidden>
            <h2 id="take-title">What it would take</h2>
            <div id="estimate" aria-live="polite"><p class="muted">Plans the training, and tries a few steps for two seconds.</p></div>
            <p class="actions start"><button class="button" type="button" id="try">Estimate</button><button class="button primary" type="submit" id="start">Start training</button></p>
          </section>
        </form>
        <p class="muted" id="home">Runs are kept in {shelf.Home}.</p>
        """), "New run");

    internal sealed record LookRequest(string Source);

    internal sealed record StartRequest(string Source, string Model, string Name, long? Steps, double? Minutes, bool Metrics, Dictionary<string, string> Settings);
}
