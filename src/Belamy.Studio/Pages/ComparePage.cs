using System.Text.Json.Nodes;
using Belamy.Diagnosis;
using Belamy.Reports;
using Belamy.Runs;
using Belamy.Studio.Runs;
using Belamy.Studio.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Belamy.Studio.Pages;

/// <summary>Runs beside each other: curves over each other, samples of one step, the settings that differ.</summary>
internal static class ComparePage
{
    // As many as there are colours that can be told apart.
    private const int Most = 5;

    /// <summary>Serves the page and what its curves are of.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/compare", (HttpRequest request, RunShelf shelf) => Render([.. request.Query["run"].OfType<string>()], shelf).ToResult());
        routes.MapGet("/runs/{name}/log", (string name, RunShelf shelf, RunFollowers followers) => Results.Text(Log(name, shelf.PathOf(name), followers).ToJsonString(), "application/json"));
    }

    private static JsonObject Log(string name, string path, RunFollowers followers)
    {
        JsonObject log = followers.Of(name).Log();
        log["samples"] = new JsonArray([.. RunShelf.SamplesOf(path).Where(sample => !sample.IsText).Select(sample => (JsonNode)new JsonArray(sample.Step, sample.Version.ToString()))]);
        return log;
    }

    private static Html Render(string[] names, RunShelf shelf)
    {
        string[] chosen = [.. names.Distinct()];
        if (chosen.Length is < 2 or > Most)
            throw new BelamyException($"two to {Most} runs can be compared; choose them in the list of runs");
        RunFolder[] runs = [.. chosen.Select(shelf.Open)];
        return Layout.Page("Compare", "compare", Html.Of($"""
            <div class="heading"><h1>Compare</h1></div>
            <ul id="compared" class="compared">
            {runs.Select((run, at) => Compared(chosen[at], run, at))}
            </ul>
            <div class="panel timeline across"><label for="timeline">Step</label><input type="range" id="timeline" min="0" max="0" value="0" disabled><output id="sample-step" for="timeline"></output></div>
            <section class="panel" aria-labelledby="settings-title"><h2 id="settings-title">What differs</h2>{Differences(chosen, runs)}</section>
            <div id="curves" class="curves"></div>
            """), "Runs");
    }

    private static Html Compared(string name, RunFolder run, int at)
    {
        var summary = RunSummary.Of(run);
        return Html.Of($"""
            <li class="panel" data-name="{name}">
              <h2><i class="swatch series-{at + 1}"></i><a href="/runs/{Uri.EscapeDataString(name)}">{name}</a></h2>
              <p class="muted">{run.Description.Model} on {Path.GetFileName(run.Description.DataSource)}</p>
              <div class="stage"><img alt="" hidden><p class="nothing">no samples yet</p></div>
              <p class="standing">{Layout.Pill(RunProgress.NameOf(summary.State), RunSummary.TextOf(summary.State))} <span>{summary.Quality}</span></p>
            </li>

            """);
    }

    private static Html Differences(string[] names, RunFolder[] runs)
    {
        Dictionary<string, string>[] facts = [.. runs.Select(run => Facts(run.Description))];
        string[] differing = [.. facts.SelectMany(one => one.Keys).Distinct().Where(key => facts.Select(one => one.GetValueOrDefault(key)).Distinct().Count() > 1)];
        if (differing.Length == 0)
            return Html.Of($"""<p class="muted">Model, data and settings are the same.</p>""");
        return Html.Of($"""
            <div class="scroll" tabindex="0"><table>
            <thead><tr><th scope="col">setting</th>{names.Select((name, at) => Html.Of($"""<th scope="col"><i class="swatch series-{at + 1}"></i>{name}</th>"""))}</tr></thead>
            <tbody>{differing.Select(key => Html.Of($"""<tr><th scope="row">{key}</th>{facts.Select(one => Html.Of($"<td>{one.GetValueOrDefault(key, "–")}</td>"))}</tr>"""))}</tbody>
            </table></div>
            """);
    }

    private static Dictionary<string, string> Facts(RunDescription description)
    {
        var facts = new Dictionary<string, string>
        {
            ["model"] = description.Model,
            ["data"] = description.DataSource,
            ["items"] = Quantity.Extents(description.Item.Span),
            ["steps"] = description.Steps is { } steps ? Quantity.Count(steps) : "by time",
            ["version"] = description.Version,
        };
        foreach (RecipeSetting setting in RecipeSettings.List(description.Recipe))
            facts.TryAdd(setting.Name, setting.Value);
        return facts;
    }
}
