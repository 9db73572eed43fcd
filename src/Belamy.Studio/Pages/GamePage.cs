using Belamy.Lessons;
using Belamy.Objectives;
using Belamy.Reports;
using Belamy.Studio.Games;
using Belamy.Studio.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Belamy.Studio.Pages;

/// <summary>The game in slow motion: points, field and arrows between any two moves, and the story that they tell.</summary>
internal static class GamePage
{
    // Rates of sliders are powers of ten.
    private const string RateRange = "min=\"-5\" max=\"-1\" step=\"0.05\"";

    /// <summary>Serves the page and its moves.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder game = routes.MapGroup("/game");
        game.MapGet("", (string? lesson) => Render(Lesson.Find(lesson) ?? Lesson.All[0]).ToResult());
        game.MapPost("/begin", (BeginRequest request, SlowGames games) =>
            Json(games.Begin(request.Lesson, request.Data, request.Seed, request.Settings ?? new GameSettings(), (name, begun) => GameState.Write(name, begun, isWhole: true))));
        game.MapPost("/{name}/play", (string name, PlayRequest request, SlowGames games) => Json(games.With(name, playing =>
        {
            Play(playing, request);
            return (playing, GameState.Write(name, playing, isWhole: false));
        })));
        game.MapPost("/{name}/set", (string name, GameSettings settings, SlowGames games) => Json(games.With(name, playing =>
        {
            SlowGame next = playing.With(SlowGames.Apply(playing.Recipe, settings));
            return (next, GameState.Write(name, next, isWhole: true));
        })));
    }

    private static IResult Json(byte[] state) => Results.Bytes(state, "application/json");

    private static void Play(SlowGame game, PlayRequest request)
    {
        Action move = request.Move switch
        {
            "discriminator" => game.MoveDiscriminator,
            "generator" => game.MoveGenerator,
            "both" => game.PlayStep,
            _ => throw new BelamyException("there is no such move"),
        };
        for (int count = Math.Clamp(request.Count, 1, SlowGames.MostAtOnce); count > 0; count--)
            move();
    }

    private static Html Render(Lesson lesson) => Layout.Page("The game, in slow motion", "game", Html.Of($"""
        <link rel="stylesheet" href="/assets/game.css">
        <div id="game" data-lesson="{lesson.Name}" data-most="{SlowGames.MostAtOnce}">
        <div class="heading"><div><h1>The game, in slow motion</h1><p class="standing">A forger and an expert learn from each other. Both are real networks, played by the trainer's own moves.</p></div></div>
        <div class="lessons" role="group" aria-label="What to see">
        {Lesson.All.Select(one => Html.Of($"""<button class="button" type="button" data-lesson="{one.Name}" data-text="{one.Text}" data-steps="{one.Steps}" aria-pressed="{(one == lesson ? "true" : "false")}">{one.Title}</button>"""))}
        </div>
        <p id="tells">{lesson.Text}</p>
        <div class="board">
          <section class="panel plane" aria-label="The game">
            <div class="picture-of-it"><canvas id="plane" role="img" aria-label="Nothing yet"></canvas><p id="broken" class="notice failure" hidden>A number is no longer finite: the game has come apart. Lower the rates and begin anew.</p></div>
            <p class="key" aria-hidden="true"><span><i class="dot real"></i>real</span><span><i class="dot made"></i>forged</span><span><i class="tint real"></i>taken for real</span><span><i class="tint made"></i>taken for forged</span><span><i class="arrow"></i>where forgeries are drawn</span></p>
            <div class="moves">
              <button class="button primary" type="button" id="play" aria-pressed="false">Play</button>
              <button class="button" type="button" data-move="both">One step</button>
              <button class="button of-expert" type="button" data-move="discriminator">Discriminator</button>
              <button class="button of-forger" type="button" data-move="generator">Generator</button>
              <label class="pace">Pace <select id="pace"><option value="1">slow</option><option value="5" selected>usual</option><option value="25">fast</option></select></label>
              <span class="again"><button class="button quiet" type="button" id="reset">Reset</button><button class="icon" type="button" id="dice" aria-label="Another beginning" title="Another beginning"><svg viewBox="0 0 24 24" aria-hidden="true"><rect x="4" y="4" width="16" height="16" rx="3"/><circle class="solid" cx="9" cy="9" r="1.4"/><circle class="solid" cx="15" cy="15" r="1.4"/><circle class="solid" cx="15" cy="9" r="1.4"/><circle class="solid" cx="9" cy="15" r="1.4"/></svg></button></span>
            </div>
            <p class="count"><b id="step">step 0</b> <span id="due" class="muted"></span> <output id="here" class="muted"></output></p>
          </section>
          <div class="stack">
            <section class="panel of-expert" aria-labelledby="expert-title">
              <h2 id="expert-title">The expert's move <span class="muted">discriminator D</span></h2>
              <p class="wants">makes its loss smaller: sure of real ones, sure of forged ones</p>
              <div class="formula" id="discriminator-formula"></div>
              <label class="slide">Learning rate <output id="discriminator-rate-now"></output><input type="range" id="discriminator-rate" {new Html(RateRange)} value="-3"></label>
              <label class="slide">Moves in a step <output id="moves-now"></output><input type="range" id="moves" min="1" max="{SlowGames.MostMoves}" step="1" value="1"></label>
            </section>
            <section class="panel of-forger" aria-labelledby="forger-title">
              <h2 id="forger-title">The forger's move <span class="muted">generator G</span></h2>
              <p class="wants">follows the arrows: half of them are shorter than <b id="arrow">0</b></p>
              <div class="formula" id="generator-formula"></div>
              <label class="slide">Learning rate <output id="generator-rate-now"></output><input type="range" id="generator-rate" {new Html(RateRange)} value="-3"></label>
            </section>
            <section class="panel" aria-labelledby="rules-title">
              <h2 id="rules-title">The rules</h2>
              <div class="rules">
                <label>Objective <select id="objective">{Objective.All.Where(one => one.DiscriminatorFormula is not null).Select(one => Option(one.Name))}</select></label>
                <label>Penalty <select id="penalty">{SlowGames.PenaltyChoices.Select(one => Option(one.Name))}</select></label>
                <label>Data <select id="data">{SlowGame.DataNames.Select(Option)}</select></label>
              </div>
            </section>
          </div>
        </div>
        <div class="columns even">
          <section class="panel" aria-labelledby="says-title"><h2 id="says-title">What D says on the average</h2><div class="chart small" id="says"></div></section>
          <section class="panel" aria-labelledby="stands-title"><h2 id="stands-title">How it stands</h2>
            <dl class="facts stands"><div><dt>D of real ones</dt><dd id="of-real"></dd></div><div><dt>D of forged ones</dt><dd id="of-made"></dd></div><div><dt>right about real ones</dt><dd id="right-real"></dd></div><div><dt>right about forged ones</dt><dd id="right-made"></dd></div><div><dt>heaps that forgeries reach</dt><dd id="reached"></dd></div></dl>
          </section>
        </div>
        <section class="panel story" aria-labelledby="story-title"><h2 id="story-title">The story</h2>
        <div class="parts">{Story.Parts.Select(part => Html.Of($"""<article><h3>{part.Title}</h3><p>{part.Text}</p>{Beside(part.Place)}</article>"""))}</div>
        </section>
        </div>
        """), "Game");

    private static Html Beside(StoryPlace place) => place is StoryPlace.Discriminator or StoryPlace.Generator
        ? Html.Of($"""<p class="beside" data-beside="{(place == StoryPlace.Discriminator ? "discriminator" : "generator")}"></p>""")
        : default;

    private static Html Option(string name) => Html.Of($"""<option value="{name}">{name}</option>""");

    internal sealed record BeginRequest(string Lesson, string? Data, long Seed, GameSettings? Settings);

    internal sealed record PlayRequest(string Move, int Count);
}
