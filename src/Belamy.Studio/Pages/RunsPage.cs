using System.Globalization;
using Belamy.Diagnosis;
using Belamy.Reports;
using Belamy.Studio.Runs;
using Belamy.Studio.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Belamy.Studio.Pages;

/// <summary>All runs.</summary>
internal static class RunsPage
{
    /// <summary>Serves the page.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", (RunShelf shelf) => Render(shelf).ToResult());

    private static Html Render(RunShelf shelf)
    {
        IReadOnlyList<ShelvedRun> runs = shelf.List();
        Html main = runs.Count == 0
            ? Html.Of($"""
                <div class="empty">
                  <h1>No run yet</h1>
                  <p>A run is one training: its settings, its log, its samples and its weights, in a folder of {shelf.Home}.</p>
                  <p><a class="button primary" href="/new?data=digits">Train on handwritten digits</a></p>
                </div>
                """)
            : Html.Of($"""
                <div class="heading">
                  <h1>Runs</h1>
                  <div class="tools">
                    <label class="search"><span class="visually-hidden">Search runs</span><input id="search" type="search" placeholder="Search name, model, data" autocomplete="off"></label>
                    <a class="button primary" href="/new">New run</a>
                  </div>
                </div>
                <form id="chosen" class="chosen" action="/compare" hidden>
                  <span id="chosen-count"></span>
                  <span class="actions">
                    <button class="button" type="submit" id="compare">Compare</button>
                    <button class="button quiet" type="button" id="unchoose">Clear</button>
                  </span>
                </form>
                <ul id="runs" class="cards">
                {runs.Select(run => run.Summary is { } summary ? Card(run.Name, summary, run.Newest) : Unreadable(run.Name, run.Failure!))}
                </ul>
                <p id="none" class="hint" hidden>No run is called so.</p>
                {(runs.Any(run => run.Summary is null) ? RunPage.DeleteDialog("Delete it?") : default)}
                """);
        return Layout.Page("Runs", "runs", main, "Runs");
    }

    private static Html Card(string name, RunSummary run, SavedSamples? sample)
    {
        string address = $"/runs/{Uri.EscapeDataString(name)}";
        string data = Path.GetFileName(run.Description.DataSource);
        string steps = run.Description.Steps is { } last ? $"{Quantity.Count(run.Step)} of {Quantity.Count(last)} steps" : Quantity.Count(run.Step, "step");
        double done = run.Description.Steps is { } all ? Math.Min(1, (double)run.Step / all) : 1;
        Html picture = sample is null ? Html.Of($"""<span class="nothing">no samples yet</span>""")
            : sample.IsText ? Html.Of($"""<span class="words">{FirstLines(sample.File)}</span>""")
            : Html.Of($"""<img src="{address}/samples/{sample.Step}?v={sample.Version}" alt="Samples of {name} at step {Quantity.Count(sample.Step)}" loading="lazy">""");
        return Html.Of($"""
            <li class="card" data-name="{name}" data-text="{name.ToLowerInvariant()} {run.Description.Model} {data.ToLowerInvariant()} {RunSummary.TextOf(run.State)}" data-state="{RunProgress.NameOf(run.State)}">
              <a class="picture" href="{address}" tabindex="-1">{picture}</a>
              <div class="about">
                <label class="choose" title="Choose to compare"><input type="checkbox" name="run" value="{name}" form="chosen"><span class="visually-hidden">Choose {name} to compare</span></label>
                <h2><a href="{address}">{name}</a></h2>
                <p>{run.Description.Model} on {data}</p>
                <p class="standing">{Layout.Pill(RunProgress.NameOf(run.State), RunSummary.TextOf(run.State))} <span>{steps}</span></p>
                <progress value="{done.ToString("0.###", CultureInfo.InvariantCulture)}" max="1" aria-label="{name}: share of steps done"></progress>
                <p class="quality">{run.Quality}</p>
                <p class="when"><time datetime="{run.LastChange.ToString("O", CultureInfo.InvariantCulture)}">{run.LastChange.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC</time></p>
              </div>
            </li>

            """);
    }

    private static string FirstLines(string file) => string.Join('\n', File.ReadLines(file).Take(8));

    private static Html Unreadable(string name, string failure) => Html.Of($"""
        <li class="card" data-name="{name}" data-text="{name.ToLowerInvariant()}" data-state="unreadable">
          <span class="picture"><span class="nothing">cannot be read</span></span>
          <div class="about"><h2>{name}</h2><p>{failure}</p><p class="actions"><button class="button quiet danger" type="button" data-delete="{name}" aria-label="Delete {name}">Delete</button></p></div>
        </li>

        """);
}
