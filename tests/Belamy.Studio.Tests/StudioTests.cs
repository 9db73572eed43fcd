using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Belamy.Diagnosis;
using Belamy.Runs;
using Belamy.Studio.Runs;

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
    public async Task Run_of_a_time_that_was_ended_early_is_not_said_to_have_ended_by_time()
    {
        _studio.Train("first", [.. Tiny, "--time", "1s"]);
        Assert.Contains("data-state=\"stopped\">stopped<", await PageAsync("/runs/first"), StringComparison.Ordinal);
        var timed = RunFolder.Open(Path.Combine(_studio.Home, "first"));
        Assert.Equal(2 * timed.SavedStep, RunProgress.Of(timed, null, 0, null).Proposed);
    }

    [Fact]
    public async Task Function_that_fills_no_holes_is_said_to_have_none()
    {
        _studio.Train("first", ["digits", "--model", "context-encoder", "--set", "width=2", "--batch", "2", "--steps", "3"]);
        using HttpResponseMessage answer = await _studio.Client.GetAsync(new Uri("/runs/first/generator/hole/mask?seed=1", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("mask: has no holes of its own", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Truncation_of_styles_is_the_same_where_a_sample_is_shown_and_where_it_is_moved()
    {
        _studio.Train("first", ["digits", "--model", "stylegan2", "--set", "width=2", "latent=4", "--batch", "2", "--steps", "2"]);
        byte[] whole = await PictureAsync("sample.png", ""), truncated = await PictureAsync("sample.png", "&truncation=0.1");
        Assert.NotEqual(whole, truncated);
        Assert.Equal(whole, await PictureAsync("moved.png", ""));
        Assert.Equal(truncated, await PictureAsync("moved.png", "&truncation=0.1"));
        Assert.NotEqual(await _studio.Client.GetByteArrayAsync(Walk(""), Cancellation), await _studio.Client.GetByteArrayAsync(Walk("&truncation=0.1"), Cancellation));

        Task<byte[]> PictureAsync(string picture, string more) => _studio.Client.GetByteArrayAsync(new Uri($"/runs/first/generator/{picture}?seed=1&index=1{more}", UriKind.Relative), Cancellation);

        static Uri Walk(string more) => new($"/runs/first/generator/walk.png?seed=1&from=0&to=1{more}", UriKind.Relative);
    }

    [Fact]
    public async Task Run_is_told_from_its_folder_alone_while_another_process_trains_it()
    {
        _studio.Train("live", [.. Tiny, "--steps", "20"]);
        using Process training = Resume("live", 100_000);
        var kinds = new List<string>();
        long last = 0;
        await foreach ((string kind, JsonElement what) in _studio.EventsAsync("live"))
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
        // The process ends a moment after it has let the run go; until then there is something to stop.
        (HttpStatusCode Status, string Text) again;
        do
            again = await _studio.PostAsync("/runs/live/stop");
        while (again.Status == HttpStatusCode.NoContent);
        Assert.Equal((HttpStatusCode.Conflict, "live: nobody trains it at this moment"), again);
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
    public async Task Run_that_is_damaged_is_told_of_and_harms_no_other()
    {
        RunFolder run = _studio.Train("first", [.. Tiny, "--steps", "20"]);
        _studio.Train("second", [.. Tiny, "--steps", "20"]);
        // A process that was killed leaves part of a line, a disk that fails something else.
        File.AppendAllText(run.Log.Path, "no line\n{\"step\":30,\"generat");
        Assert.Contains("step 20 of 20", await PageAsync("/runs/first"), StringComparison.Ordinal);
        Assert.Equal("[10,20]", JsonElement.Parse(await PageAsync("/runs/first/log")).GetProperty("steps").GetRawText());

        File.WriteAllText(Path.Combine(run.Path, "run.json"), "{\"model\":");
        string list = await PageAsync("/");
        Assert.Contains("cannot be read", list, StringComparison.Ordinal);
        Assert.Contains("20 of 20 steps", list, StringComparison.Ordinal);
        foreach (string page in new[] { "/runs/first", "/runs/first/generator", "/compare?run=first&run=second" })
        {
            using HttpResponseMessage answer = await _studio.Client.GetAsync(new Uri(page, UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            Assert.Contains("run.json", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.NoContent, (await _studio.PostAsync("/runs/first/delete")).Status);
        Assert.DoesNotContain("cannot be read", await PageAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_follows_whatever_others_do_to_the_folder()
    {
        RunFolder first = _studio.Train("first", [.. Tiny, "--steps", "20"]);
        Assert.Contains("20 of 20 steps", await PageAsync("/"), StringComparison.Ordinal);
        using (Process training = Resume("first", 10_000_000))
        {
            await RunningStudio.UntilAsync(() => first.Owner is not null, "the training");
            Assert.Contains("data-state=\"training\"", await PageAsync("/"), StringComparison.Ordinal);
            first.Requests.Stop();
            await training.WaitForExitAsync(Cancellation);
        }

        Assert.Contains("data-state=\"interrupted\"", await PageAsync("/"), StringComparison.Ordinal);
        Directory.Move(first.Path, Path.Combine(_studio.Home, "moved"));
        string page = await PageAsync("/");
        Assert.Contains("data-name=\"moved\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-name=\"first\"", page, StringComparison.Ordinal);
        using HttpResponseMessage gone = await _studio.Client.GetAsync(new Uri("/runs/first", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Port_that_is_taken_is_named_in_a_line()
    {
        using Process second = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", _studio.Options.Command, "studio", _studio.Home, "--port", $"{_studio.Address.Port}"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string error = await second.StandardError.ReadToEndAsync(Cancellation);
        await second.WaitForExitAsync(Cancellation);
        Assert.Equal((2, ""), (second.ExitCode, await second.StandardOutput.ReadToEndAsync(Cancellation)));
        Assert.Matches($@"^belamy: port {_studio.Address.Port} of this machine cannot be listened at \([^\n]+\); try another --port\n$", error);
    }

    [Fact]
    public async Task Training_that_fails_says_why()
    {
        RunFolder run = _studio.Train("first", [.. Tiny, "--steps", "20"]);
        Assert.Equal(HttpStatusCode.NoContent, (await _studio.PostAsync("/runs/first/resume", new { steps = 5 })).Status);
        await foreach ((string kind, JsonElement what) in _studio.EventsAsync("first"))
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
}
