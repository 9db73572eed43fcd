using System.Diagnostics;
using System.Net;
using Belamy.Runs;
using Belamy.Studio.Web;

namespace Belamy.Studio.Tests;

/// <summary>Many who visit at once are served, and those beyond what is stated are told so.</summary>
public sealed class CrowdTests : IAsyncLifetime
{
    private const int Many = 200;

    private RunningStudio _studio = null!;
    private RunFolder _run = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _studio = await RunningStudio.StartAsync();
        _run = _studio.Train("live", "digits", "--model", "mlp", "--batch", "2", "--set", "width=1", "latent=4", "--steps", "20");
    }

    public ValueTask DisposeAsync() => _studio.DisposeAsync();

    [Fact]
    public async Task Two_hundred_viewers_and_a_burst_of_requests_are_served_while_a_run_is_trained()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await _studio.PostAsync("/runs/live/resume", new { steps = 10_000_000 })).Status);
        Viewer[] viewers = await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => Viewer.OpenAsync(_studio)));
        string[] pages = ["/", "/runs/live", "/runs/live/log", "/runs/live/state", "/new", "/assets/run.js"];
        HttpStatusCode[] answers = await Task.WhenAll(Enumerable.Range(0, Many).Select(at => GetAsync(pages[at % pages.Length])));
        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
        // Each of them hears of steps that came after it had come.
        await Task.WhenAll(viewers.Select(viewer => viewer.ReadUntilAsync("event: points")));
        Assert.NotNull(_run.Owner);
        foreach (Viewer viewer in viewers)
            viewer.Dispose();
    }

    [Fact]
    public async Task Viewer_beyond_those_that_are_told_is_refused_until_one_leaves()
    {
        var viewers = new List<Viewer>();
        while (viewers.Count < Crowd.MostViewers)
            viewers.AddRange(await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Viewer.OpenAsync(_studio))));
        using (HttpResponseMessage refused = await _studio.Client.GetAsync(new Uri("/runs/live/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancellation))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter!.Delta);
            Assert.Equal("500 pages follow runs already, which is as many as are told of them.", await refused.Content.ReadAsStringAsync(Cancellation));
        }

        // Who only visits is served all the same.
        Assert.Equal(HttpStatusCode.OK, await GetAsync("/runs/live"));
        viewers[0].Dispose();
        await UntilAsync(async () =>
        {
            using HttpResponseMessage answer = await _studio.Client.GetAsync(new Uri("/runs/live/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancellation);
            return answer.StatusCode == HttpStatusCode.OK;
        });
        viewers.ForEach(viewer => viewer.Dispose());
    }

    [Fact]
    public async Task Requests_beyond_those_that_may_wait_are_refused_and_the_others_answered()
    {
        // Uploads that take their time hold all places, and pages wait for them.
        var end = new TaskCompletionSource();
        Task<HttpStatusCode>[] uploads = [.. Enumerable.Range(0, Crowd.MostAnswered).Select(at => UploadAsync(at, end.Task))];
        await RunningStudio.UntilAsync(() => Directory.Exists(Path.Combine(_studio.Home, "uploads", "held")) && Directory.GetFiles(Path.Combine(_studio.Home, "uploads", "held")).Length == Crowd.MostAnswered, "the uploads");
        Task<HttpStatusCode>[] pages = [.. Enumerable.Range(0, Crowd.MostWaiting + 50).Select(_ => GetAsync("/"))];
        await RunningStudio.UntilAsync(() => pages.Count(page => page.IsCompleted) >= 50, "those that are refused");
        Assert.Equal(50, pages.Count(page => page.IsCompleted));
        end.SetResult();
        HttpStatusCode[] answers = await Task.WhenAll(pages);
        Assert.Equal(50, answers.Count(status => status == HttpStatusCode.ServiceUnavailable));
        Assert.Equal(Crowd.MostWaiting, answers.Count(status => status == HttpStatusCode.OK));
        Assert.All(await Task.WhenAll(uploads), status => Assert.Equal(HttpStatusCode.OK, status));
    }

    private async Task<HttpStatusCode> GetAsync(string path)
    {
        using HttpResponseMessage answer = await _studio.Client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> UploadAsync(int number, Task end)
    {
        using var content = new SlowContent(end);
        using HttpResponseMessage answer = await _studio.Client.PostAsync(new Uri($"/new/files/held/{number}", UriKind.Relative), content, Cancellation);
        return answer.StatusCode;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var clock = Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), "waited in vain for a free place");
            await Task.Delay(50, Cancellation);
        }
    }

    /// <summary>A page that follows the run.</summary>
    private sealed class Viewer(HttpResponseMessage answer, StreamReader reader) : IDisposable
    {
        public static async Task<Viewer> OpenAsync(RunningStudio studio)
        {
            HttpResponseMessage answer = await studio.Client.GetAsync(new Uri("/runs/live/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancellation);
            Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
            return new Viewer(answer, new StreamReader(await answer.Content.ReadAsStreamAsync(Cancellation)));
        }

        public async Task ReadUntilAsync(string line)
        {
            while (await reader.ReadLineAsync(Cancellation) is { } read)
            {
                if (read == line)
                    return;
            }

            Assert.Fail($"the stream ended before {line}");
        }

        public void Dispose()
        {
            reader.Dispose();
            answer.Dispose();
        }
    }

    /// <summary>A body that comes in small pieces until it is told to end.</summary>
    private sealed class SlowContent(Task end) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            while (!end.IsCompleted)
            {
                // More than what a server takes for a sender that sleeps.
                await stream.WriteAsync(new byte[1024]);
                await stream.FlushAsync();
                await Task.WhenAny(end, Task.Delay(100));
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
