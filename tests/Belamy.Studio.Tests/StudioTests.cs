using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Belamy.Diagnosis;
using Belamy.Runs;

namespace Belamy.Studio.Tests;

/// <summary>What the pages show and do, without a browser.</summary>
public sealed class StudioTests : IAsyncLifetime
{
    private static readonly string[] Tiny = ["digits", "--model", "mlp", "--batch", "2", "--set", "width=1", "latent=4", "--checkpoint-every", "50"];
    private RunningStudio _studio = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _studio = await RunningStudio.StartAsync();

    public ValueTask DisposeAsync() => _studio.DisposeAsync();

    [Fact]
    public async Task List_names_runs_with_model_data_and_state()
    {
        Assert.Contains("No run yet", await PageAsync("/"), StringComparison.Ordinal);
        _studio.Train("first", [.. Tiny, "--steps", "200"]);
        Directory.CreateDirectory(Path.Combine(_studio.Home, "broken"));
        File.WriteAllText(Path.Combine(_studio.Home, "broken", "run.json"), "{");
        string page = await PageAsync("/");
        Assert.Contains("mlp on digits", page, StringComparison.Ordinal);
        Assert.Contains(">finished</span> <span>200 of 200 steps", page, StringComparison.Ordinal);
        Assert.Contains("cannot be read", page, StringComparison.Ordinal);
        string picture = page.Split("<img src=\"")[1].Split('"')[0];
        Assert.Equal(File.ReadAllBytes(Path.Combine(_studio.Home, "first", "samples", "step-000200.png")), await _studio.Client.GetByteArrayAsync(new Uri(picture, UriKind.Relative), Cancellation));
    }

    [Fact]
    public async Task Run_is_told_from_its_folder_alone_while_another_process_trains_it()
    {
        _studio.Train("live", [.. Tiny, "--steps", "20"]);
        using Process training = Resume("live", 100_000);
        var kinds = new List<string>();
        long last = 0;
        await foreach ((string kind, JsonElement what) in EventsAsync("live"))
        {
            kinds.Add(kind);
            if (kind == "points")
            {
                long step = what[what.GetArrayLength() - 1].GetProperty("step").GetInt64();
                Assert.True(step > last);
                last = step;
            }

            if (kind == "state" && what.GetProperty("state").GetString() == "training" && last > 0 && kinds.Count(one => one == "points") > 2)
            {
                Assert.Matches(@"^step [\d,]+ of 100,000 · [\d,]+ images a second · [\d:]+ left$", what.GetProperty("line").GetString()!);
                break;
            }
        }

        Assert.Equal("log", kinds[0]);
        Assert.All(["state", "samples", "diagnosis", "rates"], kind => Assert.Contains(kind, kinds));
        Assert.Equal(HttpStatusCode.NoContent, (await _studio.PostAsync("/runs/live/stop")).Status);
        await training.WaitForExitAsync(Cancellation);
        Assert.Equal(130, training.ExitCode);
        RunFolder run = _studio.Open("live");
        Assert.Equal(RunState.Interrupted, RunSummary.StateOf(run));
    }

    [Fact]
    public async Task Training_of_the_studio_outlives_it_and_takes_another_rate()
    {
        _studio.Train("live", [.. Tiny, "--steps", "50"]);
        Assert.Equal(HttpStatusCode.NoContent, (await _studio.PostAsync("/runs/live/resume", new { steps = 10_000_000 })).Status);
        RunFolder run = _studio.Open("live");
        await RunningStudio.UntilAsync(() => run.Owner is not null && run.Log.ReadMetrics().Count > 10, "the training to go on");
        Assert.Equal((HttpStatusCode.Conflict, "live: is being trained"), await _studio.PostAsync("/runs/live/resume", new { steps = 20 }));
        Assert.Equal((HttpStatusCode.Conflict, "live: is being trained; stop it first"), await _studio.PostAsync("/runs/live/delete"));
        Assert.Equal((HttpStatusCode.Conflict, "live: is being trained; stop it first"), await _studio.PostAsync("/runs/live/rename", new { name = "other" }));
        Assert.Equal((HttpStatusCode.Conflict, "live: has no player nobody"), await _studio.PostAsync("/runs/live/rate", new { player = "nobody", rate = 0.1 }));
        Assert.Equal((HttpStatusCode.Conflict, "generator.learning-rate=0: must be above 0"), await _studio.PostAsync("/runs/live/rate", new { player = "generator", rate = 0 }));
        Assert.Equal(HttpStatusCode.NoContent, (await _studio.PostAsync("/runs/live/rate", new { player = "generator", rate = 0.125 })).Status);
        await RunningStudio.UntilAsync(() => run.Log.ReadChanges() is [{ Player: "generator", Rate: 0.125 }], "the change in the log");
        Assert.Equal(HttpStatusCode.NoContent, (await _studio.PostAsync("/runs/live/stop")).Status);
        await RunningStudio.UntilAsync(() => run.Owner is null, "the training to stop");
        Assert.Equal(0.125, run.ReadLearningRates()["generator"]);
        Assert.Equal((HttpStatusCode.Conflict, "live: nobody trains it at this moment"), await _studio.PostAsync("/runs/live/stop"));
    }

    [Fact]
    public async Task Run_is_renamed_annotated_and_deleted()
    {
        _studio.Train("first", [.. Tiny, "--steps", "10"]);
        _studio.Train("second", [.. Tiny, "--steps", "10"]);
        Assert.Equal((HttpStatusCode.Conflict, "second: is there already; choose another name"), await _studio.PostAsync("/runs/first/rename", new { name = "second" }));
        Assert.Equal((HttpStatusCode.OK, "{\"address\":\"/runs/third%20try\"}"), await _studio.PostAsync("/runs/first/rename", new { name = "third try" }));
        Assert.Equal(HttpStatusCode.NotFound, (await _studio.PostAsync("/runs/first/notes", new { text = "x" })).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await _studio.PostAsync("/runs/third%20try/notes", new { text = "a <b>\nsecond line" })).Status);
        Assert.Contains("a &lt;b&gt;&#xA;second line</textarea>", await PageAsync("/runs/third%20try"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await _studio.PostAsync("/runs/third%20try/notes", new { text = " " })).Status);
        Assert.False(File.Exists(Path.Combine(_studio.Home, "third try", "notes.txt")));
        Assert.Equal(HttpStatusCode.NoContent, (await _studio.PostAsync("/runs/third%20try/delete")).Status);
        Assert.Equal(["second"], RunFolder.List(_studio.Home).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Training_that_fails_says_why()
    {
        RunFolder run = _studio.Train("first", [.. Tiny, "--steps", "20"]);
        Assert.Equal(HttpStatusCode.NoContent, (await _studio.PostAsync("/runs/first/resume", new { steps = 5 })).Status);
        await foreach ((string kind, JsonElement what) in EventsAsync("first"))
        {
            if (kind == "state" && what.GetProperty("failure").GetString() is { } said)
            {
                Assert.StartsWith($"{run.Path}: has its 5 steps", said, StringComparison.Ordinal);
                break;
            }
        }
    }

    private async Task<string> PageAsync(string path) => await _studio.Client.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation);

    private Process Resume(string name, long steps)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", _studio.Options.Command, "train", "--resume", Path.Combine(_studio.Home, name), "--steps", $"{steps}"])
        {
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    /// <summary>What the studio tells of a run.</summary>
    private async IAsyncEnumerable<(string Kind, JsonElement What)> EventsAsync(string name)
    {
        using HttpResponseMessage answer = await _studio.Client.GetAsync(new Uri($"/runs/{name}/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancellation));
        string kind = "";
        while (await reader.ReadLineAsync(Cancellation) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                kind = line["event: ".Length..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                yield return (kind, JsonElement.Parse(line["data: ".Length..]));
        }
    }
}
