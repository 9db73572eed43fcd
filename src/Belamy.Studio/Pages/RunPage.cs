using System.Globalization;
using Belamy.Reports;
using Belamy.Runs;
using Belamy.Studio.Processes;
using Belamy.Studio.Runs;
using Belamy.Studio.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Belamy.Studio.Pages;

/// <summary>One run, live.</summary>
internal static class RunPage
{
    /// <summary>Serves the page, its events and its samples.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/runs/{name}", (string name, RunShelf shelf, RunFollowers followers, Trainings trainings) =>
            // A training that was just started has no folder yet.
            trainings.Find(name) is not null && !shelf.Has(name) ? Preparing(name).ToResult() : Render(name, shelf, followers, trainings).ToResult());
        routes.MapGet("/runs/{name}/live", LiveAsync).WithMetadata(Crowd.Viewers);
        routes.MapGet("/runs/{name}/state", (string name, RunShelf shelf, RunFollowers followers, Trainings trainings) =>
            (trainings.Find(name) is null && !shelf.Has(name) ? null : followers.Of(name).Progress()) is { } progress ? Results.Text(progress.ToJson().ToJsonString(), "application/json") : Results.NotFound());
        routes.MapGet("/runs/{name}/samples/{step:long}", Sample);
        routes.MapGet("/runs/{name}/losses.png", (string name, RunShelf shelf) => shelf.Open(name).LossesPath is var file && File.Exists(file) ? Results.File(file, "image/png") : Results.NotFound());
    }

    private static async Task LiveAsync(string name, HttpContext context, RunShelf shelf, RunFollowers followers, Trainings trainings)
    {
        if (trainings.Find(name) is null)
            shelf.PathOf(name);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        await foreach (ReadOnlyMemory<byte> news in followers.Of(name).Watch(context.RequestAborted).ConfigureAwait(false))
            await context.Response.BodyWriter.WriteAsync(news, context.RequestAborted).ConfigureAwait(false);
    }

    private static IResult Sample(string name, long step, RunShelf shelf, HttpContext context)
    {
        SavedSamples? sample = RunShelf.SamplesOf(shelf.PathOf(name)).FirstOrDefault(one => one.Step == step);
        if (sample is null)
            return Results.NotFound();
        // The address names the version, so that it never changes.
        bool isNamed = context.Request.Query["v"] == sample.Version.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.CacheControl = isNamed ? "private, max-age=31536000, immutable" : "no-cache";
        return Results.Bytes(File.ReadAllBytes(sample.File), sample.IsText ? "text/plain; charset=utf-8" : "image/png", entityTag: new EntityTagHeaderValue($"\"{sample.Version}\""));
    }

    private static Html Preparing(string name) => Layout.Page(name, "run", Html.Of($"""
        <div id="run" data-name="{name}" data-begun="false">
          <div class="heading"><div><h1>{name}</h1><p class="standing">{Layout.Pill("preparing", "preparing")} <span id="line">reading the data and compiling</span></p></div>
          <div class="tools"><button class="button" type="button" id="stop">Cancel</button></div></div>
          <p id="failure" class="notice failure" role="alert" hidden></p>
        </div>
        """), "Runs");

    private static Html Render(string name, RunShelf shelf, RunFollowers followers, Trainings trainings)
    {
        RunFolder run = shelf.Open(name);
        RunDescription description = run.Description;
        RunProgress progress = followers.Of(name).Progress() ?? RunProgress.Of(run, trainings.Find(name), 0, null);
        IReadOnlyList<SavedSamples> samples = RunShelf.SamplesOf(run.Path);
        SavedSamples? newest = samples is [.., var latest] ? latest : null;
        string address = $"/runs/{Uri.EscapeDataString(name)}";
        Html main = Html.Of($"""
            <div id="run" data-name="{name}" data-begun="true" data-state="{progress.State}">
            <div class="heading">
              <div>
                <h1>{name}</h1>
                <p class="standing"><span class="pill" id="state" data-state="{progress.State}">{progress.Text}</span> <span id="line">{progress.Line}</span></p>
              </div>
              <div class="tools">
                <button class="button" type="button" id="stop" hidden>Stop and save</button>
                <button class="button primary" type="button" id="resume" hidden>Resume</button>
                <a class="button" id="generator" href="{address}/generator"{(progress.HasWeights ? default : new Html(" hidden"))}>Play with it</a>
                <button class="button quiet" type="button" id="rename">Rename</button>
                <button class="button quiet danger" type="button" id="delete">Delete</button>
              </div>
            </div>
            <progress id="done" class="wide" value="{(progress.Done ?? 0).ToString("0.####", CultureInfo.InvariantCulture)}" max="1" aria-label="Share of steps done"{(progress.Done is null ? new Html(" hidden") : default)}></progress>
            <p id="failure" class="notice failure" role="alert" hidden></p>
            <div class="columns">
              <section class="panel samples" aria-labelledby="samples-title">
                <h2 id="samples-title">Samples <span class="muted" id="sample-step">{(newest is null ? "" : $"at step {Quantity.Count(newest.Step)}")}</span></h2>
                <div class="stage" id="stage">
                  <img id="sample" alt="{(newest is { IsText: false } ? $"Samples at step {Quantity.Count(newest.Step)}" : "No samples yet")}"{(newest is { IsText: false } ? Html.Of($" src=\"{address}/samples/{newest.Step}?v={newest.Version}\"") : new Html(" hidden"))}>
                  <pre id="sample-text" hidden tabindex="0"></pre>
                  <p id="no-sample" class="nothing"{(newest is null ? default : new Html(" hidden"))}>The first samples come at step 200.</p>
                </div>
                <div class="timeline">
                  <button class="icon" type="button" id="play" aria-label="Play from the first step" title="Play from the first step"><svg viewBox="0 0 24 24" aria-hidden="true"><path class="solid" d="M7 4.5v15l13-7.5z"/></svg></button>
                  <input type="range" id="timeline" min="0" max="0" value="0" step="1" aria-label="Step of the samples" disabled>
                </div>
              </section>
              <div class="stack">
                <section class="panel" aria-labelledby="losses-title"><h2 id="losses-title">Losses</h2><div class="chart" id="losses"></div></section>
                <section class="panel" aria-labelledby="accuracies-title"><h2 id="accuracies-title">How often the discriminator is right</h2><div class="chart small" id="accuracies"></div></section>
              </div>
            </div>
            <div id="measures" class="measures">{(description.Measurement?.Metrics ?? []).Select(metric => Html.Of($"""<section class="panel" data-metric="{metric}"><h2>{metric}</h2><div></div></section>"""))}</div>
            <div class="columns even">
              <section class="panel" aria-labelledby="diagnosis-title">
                <h2 id="diagnosis-title">Diagnosis</h2>
                <div id="diagnosis" class="diagnosis" aria-live="polite"><p class="muted">Reading the log.</p></div>
                <h2 class="next" id="notes-title">Notes</h2>
                <textarea id="notes" rows="4" maxlength="20000" aria-labelledby="notes-title" placeholder="What you try, and why">{shelf.ReadNotes(name)}</textarea>
                <p class="muted" id="notes-state">Kept in the run's folder.</p>
              </section>
              <section class="panel" aria-labelledby="rates-title">
                <h2 id="rates-title">Learning rates</h2>
                <p class="muted">A change counts from the next step on. It is kept in the log, so that a resumed run makes it again.</p>
                <div id="rates" class="rates"><p class="muted">Known once the first checkpoint is written.</p></div>
              </section>
            </div>
            <section class="panel" aria-labelledby="more-title">
              <details id="more"><summary><h2 id="more-title">All other numbers of the log</h2></summary><div id="others" class="others"></div></details>
            </section>
            <section class="panel" aria-labelledby="made-title">
              <details><summary><h2 id="made-title">What it was made from</h2></summary>
              <dl class="facts">
                <div><dt>model</dt><dd>{description.Model}</dd></div>
                <div><dt>data</dt><dd>{description.DataSource}</dd></div>
                <div><dt>items</dt><dd>{Quantity.Extents(description.Item.Span)}{(description.Classes > 0 ? $", {Quantity.Count(description.Classes)} classes" : "")}</dd></div>
                {(description.Origin is { } origin ? Html.Of($"<div><dt>began from</dt><dd>{origin}</dd></div>") : default)}
                <div><dt>version</dt><dd>{description.Version}</dd></div>
                <div><dt>folder</dt><dd>{run.Path}</dd></div>
                {RecipeSettings.List(description.Recipe).Select(setting => Html.Of($"<div><dt>{setting.Name}</dt><dd>{setting.Value}</dd></div>"))}
              </dl></details>
            </section>
            {Dialog("resume-dialog", "Resume", Html.Of($"""
                <label>Train to step <input type="number" name="steps" min="1" step="1" required></label>
                """), "Resume")}
            {Dialog("rename-dialog", "Rename", Html.Of($"""
                <label>New name <input type="text" name="name" required maxlength="100" value="{name}" autocomplete="off" spellcheck="false"></label>
                """), "Rename")}
            {DeleteDialog($"Delete {name}?")}
            </div>
            """);
        return Layout.Page(name, "run", main, "Runs");
    }

    /// <summary>Asks before a run is deleted.</summary>
    public static Html DeleteDialog(string title) =>
        Dialog("delete-dialog", title, Html.Of($"""<p>Its log, its samples and its weights are gone then, and cannot be brought back.</p>"""), "Delete", "danger");

    private static Html Dialog(string id, string title, Html content, string act, string kind = "primary") => Html.Of($"""
        <dialog id="{id}" aria-labelledby="{id}-title">
          <form method="dialog">
            <h2 id="{id}-title">{title}</h2>
            {content}
            <p class="actions"><button class="button quiet" type="button" data-cancel>Cancel</button><button class="button {kind}" value="do">{act}</button></p>
          </form>
        </dialog>
        """);
}
