using Belamy.Runs;
using Belamy.Studio.Processes;
using Belamy.Studio.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Belamy.Studio.Pages;

/// <summary>What can be done with a run.</summary>
internal static class RunActions
{
    private const int LongestNotes = 20_000;

    /// <summary>Serves the actions.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder run = routes.MapGroup("/runs/{name}");
        run.MapPost("/stop", (string name, RunShelf shelf, Trainings trainings) =>
        {
            // A training that has not begun its folder yet has a name all the same.
            trainings.Stop(name, trainings.Find(name) is null ? shelf.PathOf(name) : Path.Combine(shelf.Home, name));
            return Results.NoContent();
        });
        run.MapPost("/resume", (string name, ResumeRequest request, RunShelf shelf, RunFollowers followers, Trainings trainings) =>
        {
            RunFolder folder = shelf.Open(name);
            if (folder.Owner is not null || trainings.Find(name) is { HasEnded: false })
                throw new BelamyException($"{name}: is being trained");
            trainings.Start(name, followers.Of(name).Logged(), "--resume", folder.Path, "--steps", Text(request.Steps));
            return Results.NoContent();
        });
        run.MapPost("/rate", (string name, RateRequest request, RunShelf shelf) =>
        {
            RunFolder folder = shelf.Open(name);
            if (!folder.ReadLearningRates().ContainsKey(request.Player))
                throw new BelamyException($"{name}: has no player {request.Player}");
            folder.Requests.ChangeLearningRate(request.Player, request.Rate);
            return Results.NoContent();
        });
        run.MapPost("/rename", (string name, RenameRequest request, RunShelf shelf, RunFollowers followers, Trainings trainings) =>
        {
            shelf.Rename(name, request.Name);
            Forget(name, followers, trainings);
            return Results.Json(new { address = $"/runs/{Uri.EscapeDataString(request.Name)}" });
        });
        run.MapPost("/delete", (string name, RunShelf shelf, RunFollowers followers, Trainings trainings) =>
        {
            shelf.Delete(name);
            Forget(name, followers, trainings);
            return Results.NoContent();
        });
        run.MapPost("/notes", (string name, NotesRequest request, RunShelf shelf) =>
        {
            shelf.WriteNotes(name, request.Text.Length <= LongestNotes ? request.Text : throw new BelamyException($"notes have at most {Quantity.Count(LongestNotes)} letters"));
            return Results.NoContent();
        });
    }

    private static void Forget(string name, RunFollowers followers, Trainings trainings)
    {
        followers.Forget(name);
        trainings.Forget(name);
    }

    private static string Text(long number) => number >= 1 ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : throw new BelamyException("train to a step from 1 on");

    internal sealed record ResumeRequest(long Steps);

    internal sealed record RateRequest(string Player, double Rate);

    internal sealed record RenameRequest(string Name);

    internal sealed record NotesRequest(string Text);
}
