using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Belamy.Runs;
using Microsoft.AspNetCore.Builder;

namespace Belamy.Studio.Tests;

/// <summary>A studio over a folder of its own, and a client that behaves as a browser at its pages does.</summary>
internal sealed class RunningStudio : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _application;

    private RunningStudio(IPAddress? listen, string? token, string? home)
    {
        Options = new StudioOptions { Runs = home ?? _folder["runs"], Port = 0, Command = Command, Listen = listen, Token = token };
        _application = StudioServer.Create(Options);
    }

    private static string Command { get; } =
        Path.GetFullPath(typeof(RunningStudio).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "Command").Value!);

    public StudioOptions Options { get; }

    /// <summary>Its address, with a slash behind.</summary>
    public Uri Address { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public string Home => Options.Runs;

    public static async Task<RunningStudio> StartAsync(IPAddress? listen = null, string? token = null, string? home = null)
    {
        // One thread: the tests share a machine, and a tiny network gains nothing from more.
        Environment.SetEnvironmentVariable("BELAMY_THREADS", "1");
        var studio = new RunningStudio(listen, token, home);
        studio.Address = new Uri(await StudioServer.StartAsync(studio._application, studio.Options));
        studio.Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = studio.Address };
        studio.Client.DefaultRequestHeaders.Add("Origin", studio.Address.GetLeftPart(UriPartial.Authority));
        return studio;
    }

    /// <summary>Trains a run of the studio by the real command.</summary>
    public RunFolder Train(string name, params string[] arguments)
    {
        Carry(["train", .. arguments, "--out", Path.Combine(Home, name)]);
        return Open(name);
    }

    /// <summary>Carries out the real command.</summary>
    public static void Carry(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", Command, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(("", 0), (error, process.ExitCode));
    }

    public RunFolder Open(string name) => RunFolder.Open(Path.Combine(Home, name));

    /// <summary>Asks for a change.</summary>
    /// <returns>What was answered.</returns>
    public async Task<(HttpStatusCode Status, string Text)> PostAsync(string path, object? body = null)
    {
        using HttpResponseMessage answer = await Client.PostAsJsonAsync(path, body ?? new { }, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>What it tells of a run, from all that there is to what comes.</summary>
    public async IAsyncEnumerable<(string Kind, JsonElement What)> EventsAsync(string name)
    {
        using HttpResponseMessage answer = await Client.GetAsync(new Uri($"/runs/{name}/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        string kind = "";
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                kind = line["event: ".Length..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                yield return (kind, JsonElement.Parse(line["data: ".Length..]));
        }
    }

    /// <summary>Waits for something that other processes do.</summary>
    public static async Task UntilAsync(Func<bool> isSo, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(clock.Elapsed < Patience, $"waited in vain: {what}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (string run in RunFolder.List(Home).Where(run => Path.GetFileName(run) != "broken"))
        {
            // Trainings outlive a studio, but not its tests.
            if (RunFolder.Open(run) is { Owner: not null } training)
            {
                training.Requests.Stop();
                await UntilAsync(() => training.Owner is null, "the end of a training");
            }
        }

        Client.Dispose();
        await _application.StopAsync(TestContext.Current.CancellationToken);
        await _application.DisposeAsync();
        _folder.Dispose();
    }
}
