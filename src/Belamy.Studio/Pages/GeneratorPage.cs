using System.Globalization;
using System.Text.Json.Nodes;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Latent;
using Belamy.Reports;
using Belamy.Studio.Generators;
using Belamy.Studio.NewRuns;
using Belamy.Studio.Runs;
using Belamy.Studio.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Belamy.Studio.Pages;

/// <summary>Playing with what a run has learned.</summary>
internal static class GeneratorPage
{
    private const int Steps = 9;
    private const double Farthest = 3;

    /// <summary>Serves the page and its pictures.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder run = routes.MapGroup("/runs/{name}/generator");
        run.MapGet("", (string name, OpenGenerators generators, RunShelf shelf) => Render(name, generators, shelf).ToResult());
        run.MapGet("/sample.png", (string name, long seed, int index, int? label, double? truncation, OpenGenerators generators) =>
            Picture(generators.Sample(name, WishOf(seed, label, truncation, name, generators), IndexOf(index))));
        run.MapGet("/moved.png", (string name, long seed, int index, int? label, double? truncation, double[] along, OpenGenerators generators) =>
            Picture(generators.Moved(name, WishOf(seed, label, truncation, name, generators), IndexOf(index), [.. along.Take(OpenGenerators.Sliders).Select(far => double.IsFinite(far) ? Math.Clamp(far, -Farthest, Farthest) : 0)])));
        run.MapGet("/walk.png", (string name, long seed, int from, int to, int? label, double? truncation, OpenGenerators generators) =>
            Picture(generators.Walk(name, WishOf(seed, label, truncation, name, generators), IndexOf(from), IndexOf(to), Steps)));
        run.MapPost("/apply/{function}", async (string name, string function, HttpContext context, OpenGenerators generators) =>
        {
            context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = Uploads.LargestFile;
            Image picture = await ReadAsync(context.Request.Body, context).ConfigureAwait(false);
            (byte[] before, byte[] after) = generators.Apply(name, function, picture, context.RequestAborted);
            return Results.Json(new { before = Convert.ToBase64String(before), after = Convert.ToBase64String(after) });
        });
        run.MapPost("/restore/{function}", async (string name, string function, HttpContext context, OpenGenerators generators) =>
        {
            context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = 2 * Uploads.LargestFile;
            context.Features.Set<IFormFeature>(new FormFeature(context.Request, new FormOptions { MultipartBodyLengthLimit = Uploads.LargestFile }));
            IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
            if (form.Files["picture"] is not { } picture || form.Files["mask"] is not { } mask)
                throw new BelamyException("a picture and a mask are needed");
            return Picture(generators.Restore(name, function, await ReadAsync(picture.OpenReadStream(), context).ConfigureAwait(false), await ReadAsync(mask.OpenReadStream(), context).ConfigureAwait(false)));
        });
        run.MapGet("/hole/{function}", (string name, string function, long seed, OpenGenerators generators) => Picture(generators.Hole(name, function, seed)));
        run.MapPost("/project", ProjectAsync);
        run.MapPost("/star", (string name, StarRequest request, RunShelf shelf, OpenGenerators generators) =>
        {
            byte[] png = generators.Moved(name, WishOf(request.Seed, request.Label, request.Truncation, name, generators), IndexOf(request.Index), request.Along);
            return Results.Json(new { file = shelf.Star(name, $"seed-{request.Seed}-sample-{request.Index}", png) });
        });
        run.MapGet("/starred/{file}", (string name, string file, RunShelf shelf) =>
            shelf.StarredOf(name).FirstOrDefault(path => Path.GetFileName(path) == file) is { } found ? Results.Bytes(File.ReadAllBytes(found), "image/png") : Results.NotFound());
    }

    // The weights may be others at the next visit.
    private static IResult Picture(byte[] png) => Results.Bytes(png, "image/png");

    private static Wish WishOf(long seed, int? label, double? truncation, string name, OpenGenerators generators)
    {
        int classes = generators.With(name, (trained, _) => trained.Game.RequireGenerator().Classes);
        if (seed < 0 || (label is { } chosen && (chosen < 0 || chosen >= classes)) || truncation is <= 0 or double.NaN)
            throw new BelamyException("there is no such sample");
        return new Wish(seed, label, truncation);
    }

    private static int IndexOf(int index) => index is >= 0 and < OpenGenerators.Shown ? index : throw new BelamyException("there is no such sample");

    /// <summary>Answers line by line, as the search goes on.</summary>
    private static async Task ProjectAsync(string name, int? label, HttpContext context, Projections projections)
    {
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = Uploads.LargestFile;
        Image picture = await ReadAsync(context.Request.Body, context).ConfigureAwait(false);
        await foreach (JsonObject news in projections.FindAsync(name, picture, label, context.RequestAborted).ConfigureAwait(false))
        {
            // Only now, so that what fails before is told in a sentence.
            if (!context.Response.HasStarted)
                context.Response.ContentType = "application/x-ndjson";
            await context.Response.WriteAsync(news.ToJsonString() + "\n", context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static async Task<Image> ReadAsync(Stream content, HttpContext context)
    {
        string file = Path.GetTempFileName();
        try
        {
            await using (FileStream stream = File.Create(file))
                await content.CopyToAsync(stream, context.RequestAborted).ConfigureAwait(false);
            return Image.Load(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Html Render(string name, OpenGenerators generators, RunShelf shelf) => generators.With(name, (trained, directions) =>
    {
        Function[] functions = [.. trained.Game.Functions.Where(one => one is { Takes: [{ Kind: Pictures }], Gives.Kind: Pictures })];
        Function[] repairs = [.. trained.Game.Functions.Where(one => one is { Takes: [{ Kind: Pictures }, { Kind: Masks }], Gives.Kind: Pictures })];
        IReadOnlyList<string> classes = trained.Folder.Description.ClassNames;
        string address = $"/runs/{Uri.EscapeDataString(name)}";
        Generator? generator = trained.Game.Generator;
        Html main = Html.Of($"""
            <div id="generator" data-name="{name}">
            <div class="heading"><div><h1>{name}</h1><p class="standing">{trained.Folder.Description.Model} at step {Quantity.Count(trained.State.Step)} · <a href="{address}">the run</a></p></div></div>
            {(generator is null ? default : Sampling(generator, classes, directions))}
            {functions.Select(Applying)}
            {repairs.Select(one => Repairing(one, Function.Making(trained.Game.Functions, one.Takes[1], one.Takes[0]) is not null))}
            {(generator is null && functions.Length + repairs.Length == 0 ? Html.Of($"""<p class="notice">It makes no pictures by itself or of pictures; belamy apply has what it can do.</p>""") : default)}
            <section class="panel" aria-labelledby="starred-title"{(generator is null ? new Html(" hidden") : default)}><h2 id="starred-title">Starred</h2>
              <ul id="starred" class="tiles">{shelf.StarredOf(name).Select(path => Html.Of($"""<li><img src="{address}/generator/starred/{Uri.EscapeDataString(Path.GetFileName(path))}" alt="{Path.GetFileNameWithoutExtension(path)}"></li>"""))}</ul>
              <p class="muted">Kept in starred/ in the run's folder.</p></section>
            </div>
            """);
        return Layout.Page($"{name}: generator", "generator", main, "Runs");
    });

    private static Html Sampling(Generator generator, IReadOnlyList<string> classes, IReadOnlyList<Direction> directions) => Html.Of($"""
        <section class="panel" aria-labelledby="samples-title">
          <h2 id="samples-title">Samples</h2>
          <div class="row wrap controls">
            <label>Seed <span class="joined"><input type="number" id="seed" min="0" step="1" value="{generator.Seed.ToString(CultureInfo.InvariantCulture)}"><button class="icon" type="button" id="dice" aria-label="Another seed" title="Another seed"><svg viewBox="0 0 24 24" aria-hidden="true"><rect x="4" y="4" width="16" height="16" rx="3"/><circle class="solid" cx="9" cy="9" r="1.4"/><circle class="solid" cx="15" cy="15" r="1.4"/><circle class="solid" cx="15" cy="9" r="1.4"/><circle class="solid" cx="9" cy="15" r="1.4"/></svg></button></span></label>
            <label class="grow">Truncation <span class="joined"><input type="range" id="truncation" min="0.1" max="3" step="0.1" value="3" aria-valuetext="off"><output id="truncation-now" for="truncation">off</output></span></label>
          </div>
          {(generator.Classes == 0 ? default : Html.Of($"""
            <div class="classes" id="classes" role="group" aria-label="Class">
            <button class="button" type="button" data-label="" aria-pressed="true">all</button>
            {Enumerable.Range(0, generator.Classes).Select(label => Html.Of($"""<button class="button" type="button" data-label="{label}" aria-pressed="false">{(label < classes.Count ? classes[label] : label.ToString(CultureInfo.InvariantCulture))}</button>"""))}
            </div>
            """))}
          <div class="playing">
            <ul class="tiles" id="tiles">{Enumerable.Range(0, OpenGenerators.Shown).Select(at => Html.Of($"""<li><button type="button" data-index="{at}" aria-pressed="{(at == 0 ? "true" : "false")}" aria-label="Sample {at}"><img alt=""></button></li>"""))}</ul>
            <div class="chosen-one">
              <div class="stage"><img id="moved" alt="Sample 0"></div>
              <p class="actions"><button class="button" type="button" id="star">Star</button><a class="button" id="download" download>Download</a></p>
              {directions.Select((direction, at) => Html.Of($"""<label class="slide">Direction {at + 1} <span class="muted">{Quantity.Percent(direction.Share)}</span><input type="range" data-direction="{at}" min="-{Farthest}" max="{Farthest}" step="0.1" value="0"></label>"""))}
              {(directions.Count == 0 ? Html.Of($"""<p class="muted">No dense layer takes its latent vector, so that it has no directions to slide along.</p>""") : Html.Of($"""<button class="button quiet" type="button" id="reset">Back to the sample</button>"""))}
            </div>
          </div>
        </section>
        <section class="panel" aria-labelledby="walk-title">
          <h2 id="walk-title">A walk</h2>
          <div class="row wrap"><label>From sample <input type="number" id="from" min="0" max="{OpenGenerators.Shown - 1}" value="0"></label><label>to sample <input type="number" id="to" min="0" max="{OpenGenerators.Shown - 1}" value="1"></label></div>
          <img id="walk" class="walk" alt="Pictures on the way from sample 0 to sample 1">
        </section>
        {(Projections.Fits(generator) ? Projecting() : default)}
        """);

    private static Html Projecting() => Html.Of($"""
        <section class="panel" id="project" aria-labelledby="project-title">
          <h2 id="project-title">Find a picture in it</h2>
          <div class="drop"><p>Drop a picture here, and the sample that comes nearest to it is looked for. <label class="link">Choose a picture<input type="file" accept="image/*" class="visually-hidden"></label></p>
            <progress value="0" max="1" aria-label="Share of the search"></progress></div>
          <div class="pair" hidden><figure><img class="before" alt="The picture"><figcaption>the picture</figcaption></figure><figure><img class="after" alt="The nearest sample"><figcaption>the nearest sample</figcaption></figure></div>
          <p class="said muted" role="status"></p>
        </section>
        """);

    private static Html Applying(Function function) => Html.Of($"""
        <section class="panel apply" data-function="{function.Name}" aria-labelledby="apply-{function.Name}">
          <h2 id="apply-{function.Name}">{char.ToUpperInvariant(function.Name[0])}{function.Name[1..]} a picture</h2>
          <div class="drop"><p>Drop a picture here. <label class="link">Choose one<input type="file" accept="image/*" class="visually-hidden"></label></p></div>
          <div class="pair" hidden><figure><img class="before" alt="Before"><figcaption>before</figcaption></figure><figure><img class="after" alt="After"><figcaption>after</figcaption></figure></div>
        </section>

        """);

    private static Html Repairing(Function function, bool drawsHoles)
    {
        var looks = (Pictures)function.Takes[0].Kind;
        return Html.Of($"""
            <section class="panel repair" data-function="{function.Name}" data-width="{(looks.Fit == PictureFit.Crop ? looks.Width : 0)}" data-height="{(looks.Fit == PictureFit.Crop ? looks.Height : 0)}" aria-labelledby="repair-{function.Name}">
              <h2 id="repair-{function.Name}">{char.ToUpperInvariant(function.Name[0])}{function.Name[1..]} a picture</h2>
              <div class="drop"><p>Drop a picture here, and paint over what is to go. <label class="link">Choose one<input type="file" accept="image/*" class="visually-hidden"></label></p></div>
              <div class="pair" hidden>
                <figure><canvas tabindex="0" role="img" aria-label="The picture; paint over what is to go"></canvas><figcaption>paint over what is to go</figcaption></figure>
                <figure><img class="after" alt="After"><figcaption>after</figcaption></figure>
              </div>
              <div class="row wrap controls" hidden>
                <label>Brush <input type="range" class="brush" min="1" max="30" value="10" aria-valuetext="10 % of the picture"></label>
                {(drawsHoles ? Html.Of($"""<button class="button quiet" type="button" data-do="hole">A hole as in training</button>""") : default)}
                <button class="button quiet" type="button" data-do="clear">Clear</button>
                <button class="button primary" type="button" data-do="fill" disabled>Fill the hole</button>
              </div>
            </section>

            """);
    }

    internal sealed record StarRequest(long Seed, int Index, int? Label, double? Truncation, double[] Along);
}
