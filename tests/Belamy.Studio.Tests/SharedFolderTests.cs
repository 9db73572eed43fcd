using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Belamy.Diagnosis;
using Belamy.Runs;

namespace Belamy.Studio.Tests;

/// <summary>Two studios over one folder of runs, and one that is killed: a run belongs to its folder, not to who shows it.</summary>
public sealed class SharedFolderTests : IAsyncLifetime
{
    private const long Endless = 10_000_000;

    private RunningStudio _first = null!;
    private RunningStudio _second = null!;
    private RunFolder _run = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private long LastStep => (long)_run.Log.ReadMetrics()[^1]["step"];

    public async ValueTask InitializeAsync()
    {
        _first = await RunningStudio.StartAsync();
        _second = await RunningStudio.StartAsync(home: _first.Home);
        _run = _first.Train("live", "digits", "--model", "mlp", "--batch", "2", "--set", "width=1", "latent=4", "--checkpoint-every", "50", "--steps", "50");
    }

    public async ValueTask DisposeAsync()
    {
        await _second.DisposeAsync();
        await _first.DisposeAsync();
    }

    [Fact]
    public async Task Run_that_one_studio_trains_is_seen_and_stopped_by_the_other()
    {
        foreach ((RunningStudio here, RunningStudio there) in new[] { (_second, _first), (_first, _second) })
        {
            Assert.Equal(HttpStatusCode.NoContent, (await here.PostAsync("/runs/live/resume", new { steps = Endless })).Status);
            await FollowAsync(there, LastStep);
            Assert.Contains("data-state=\"training\"", await there.Client.GetStringAsync(new Uri("/", UriKind.Relative), Cancellation), StringComparison.Ordinal);
            Assert.Equal((HttpStatusCode.Conflict, "live: is being trained"), await there.PostAsync("/runs/live/resume", new { steps = Endless }));
            Assert.Equal((HttpStatusCode.Conflict, "live: is being trained; stop it first"), await there.PostAsync("/runs/live/delete"));
            Assert.Equal(HttpStatusCode.NoContent, (await there.PostAsync("/runs/live/stop")).Status);
            await RunningStudio.UntilAsync(() => _run.Owner is null, "the training to stop");
            await StateAsync(here, "interrupted");
            await StateAsync(there, "interrupted");
        }

        AssertNothingIsLost();
    }

    [Fact]
    public async Task Both_studios_at_once_train_a_run_once()
    {
        (HttpStatusCode Status, string)[] answers = await Task.WhenAll(
            _first.PostAsync("/runs/live/resume", new { steps = Endless }), _second.PostAsync("/runs/live/resume", new { steps = Endless }));
        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.NoContent or HttpStatusCode.Conflict));
        await FollowAsync(_first, LastStep);
        await FollowAsync(_second, LastStep);
        // The folder is held by one process; the other one's says so and ends.
        Assert.Equal(HttpStatusCode.NoContent, (await _first.PostAsync("/runs/live/stop")).Status);
        await RunningStudio.UntilAsync(() => _run.Owner is null, "the training to stop");
        AssertNothingIsLost();
    }

    [Fact]
    public async Task Training_of_a_studio_that_is_killed_goes_on_and_another_takes_over()
    {
        (Process studio, Uri address) = await LaunchAsync();
        using (studio)
        {
            using var client = new HttpClient { BaseAddress = address };
            client.DefaultRequestHeaders.Add("Origin", address.GetLeftPart(UriPartial.Authority));
            using HttpResponseMessage answer = await client.PostAsJsonAsync("/runs/live/resume", new { steps = Endless }, Cancellation);
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
            await RunningStudio.UntilAsync(() => _run.Owner is not null && LastStep > 100, "the training");
            // As kill -9 does.
            studio.Kill();
            await studio.WaitForExitAsync(Cancellation);
        }

        RunOwner trainer = _run.Owner!;
        long step = LastStep;
        await using (RunningStudio another = await RunningStudio.StartAsync(home: _first.Home))
        {
            await FollowAsync(another, step);
            Assert.Equal(trainer, _run.Owner);
            Assert.Equal(HttpStatusCode.NoContent, (await another.PostAsync("/runs/live/rate", new { player = "generator", rate = 0.125 })).Status);
            await RunningStudio.UntilAsync(() => _run.Log.ReadChanges() is [{ Rate: 0.125 }], "the change in the log");
            Assert.Equal(HttpStatusCode.NoContent, (await another.PostAsync("/runs/live/stop")).Status);
            await RunningStudio.UntilAsync(() => _run.Owner is null, "the training to stop");
            await StateAsync(another, "interrupted");
        }

        AssertNothingIsLost();
    }

    /// <summary>Waits until a studio tells live of a step beyond another.</summary>
    private static async Task FollowAsync(RunningStudio studio, long step)
    {
        bool isTraining = false;
        await foreach ((string kind, JsonElement what) in studio.EventsAsync("live"))
        {
            isTraining |= kind == "state" && what.GetProperty("state").GetString() == "training";
            if (isTraining && kind == "points" && what[what.GetArrayLength() - 1].GetProperty("step").GetInt64() > step)
                return;
        }
    }

    private static async Task StateAsync(RunningStudio studio, string state)
    {
        await foreach ((string kind, JsonElement what) in studio.EventsAsync("live"))
        {
            if (kind == "state" && what.GetProperty("state").GetString() == state)
                return;
        }
    }

    /// <summary>The log has each of its steps once, and the weights are those of the last.</summary>
    private void AssertNothingIsLost()
    {
        long[] steps = [.. _run.Log.ReadMetrics().Select(line => (long)line["step"])];
        Assert.Equal(Enumerable.Range(1, steps.Length).Select(at => 10L * at), steps.Where(step => step % 10 == 0));
        Assert.InRange(_run.SavedStep, steps[^1], steps[^1] + 9);
        Assert.Equal(RunState.Interrupted, RunSummary.StateOf(_first.Open("live")));
    }

    /// <summary>A studio in a process of its own.</summary>
    private async Task<(Process Studio, Uri Address)> LaunchAsync()
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", typeof(StudioServer).Assembly.Location, _first.Home, "0", "loopback", _first.Options.Command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Process studio = Process.Start(start)!;
        while (await studio.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            if (Uri.TryCreate(line.Trim(), UriKind.Absolute, out Uri? address))
                return (studio, address);
        }

        throw new InvalidOperationException("the studio did not say where it is");
    }
}
