using System.Net;
using System.Net.Http.Json;

namespace Belamy.Studio.Tests;

/// <summary>Who is let in, and what pages may do.</summary>
public sealed class GuardTests : IAsyncLifetime
{
    private RunningStudio _studio = null!;

    public async ValueTask InitializeAsync() => _studio = await RunningStudio.StartAsync();

    public ValueTask DisposeAsync() => _studio.DisposeAsync();

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    [InlineData("elsewhere.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost.elsewhere.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("192.168.0.7", HttpStatusCode.MisdirectedRequest)]
    public async Task Host_that_is_not_this_machine_is_refused(string host, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = $"{host}:{_studio.Address.Port}" } };
        request.Headers.Remove("Origin");
        using var client = new HttpClient { BaseAddress = _studio.Address };
        using HttpResponseMessage answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("http://elsewhere.example")]
    [InlineData("http://localhost:1")]
    public async Task Change_that_another_site_asks_for_is_refused(string? origin)
    {
        _studio.Train("digits", "digits", "--model", "mlp", "--batch", "2", "--set", "width=1", "latent=4", "--steps", "2");
        using var client = new HttpClient { BaseAddress = _studio.Address };
        if (origin is not null)
            client.DefaultRequestHeaders.Add("Origin", origin);
        using HttpResponseMessage answer = await client.PostAsJsonAsync("/runs/digits/delete", new { }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.True(Directory.Exists(Path.Combine(_studio.Home, "digits")));
        Assert.Equal(HttpStatusCode.NoContent, (await _studio.PostAsync("/runs/digits/delete")).Status);
        Assert.False(Directory.Exists(Path.Combine(_studio.Home, "digits")));
    }

    [Theory]
    [InlineData("/runs/..")]
    [InlineData("/runs/%2e%2e")]
    [InlineData("/runs/..%2f..%2fetc")]
    [InlineData("/runs/%2fetc/samples/1")]
    [InlineData("/runs/digits/samples/..%2f..%2frun.json")]
    [InlineData("/assets/..%2fstudio.css")]
    [InlineData("/assets/%2fetc%2fhostname")]
    [InlineData("/runs/nothing/live")]
    [InlineData("/nothing")]
    public async Task Path_is_never_taken_from_an_address(string path)
    {
        _studio.Train("digits", "digits", "--model", "mlp", "--batch", "2", "--set", "width=1", "latent=4", "--steps", "2");
        File.Copy(Path.Combine(_studio.Home, "digits", "run.json"), Path.Combine(Path.GetDirectoryName(_studio.Home)!, "run.json"));
        using HttpResponseMessage answer = await _studio.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        // An address with dots in it is that of the page above, to the client already.
        if (answer.RequestMessage!.RequestUri!.AbsolutePath == "/")
            return;
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    [InlineData("")]
    [InlineData(" blank")]
    [InlineData("a\0b")]
    public async Task Name_that_is_a_path_is_refused(string name)
    {
        _studio.Train("digits", "digits", "--model", "mlp", "--batch", "2", "--set", "width=1", "latent=4", "--steps", "2");
        (HttpStatusCode status, string text) = await _studio.PostAsync("/runs/digits/rename", new { name });
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.StartsWith("a name has letters", text, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(_studio.Home, "digits")));
    }

    [Fact]
    public async Task Request_that_is_too_large_is_refused()
    {
        using var content = new ByteArrayContent(new byte[1 << 20]);
        content.Headers.ContentType = new("application/json");
        using HttpResponseMessage answer = await _studio.Client.PostAsync(new Uri("/runs/digits/notes", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/nothing")]
    [InlineData("/assets/studio.css")]
    public async Task Answer_says_what_its_page_may_do(string path)
    {
        using HttpResponseMessage answer = await _studio.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        string policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task Page_encodes_what_others_have_named()
    {
        _studio.Train("digits", "digits", "--model", "mlp", "--batch", "2", "--set", "width=1", "latent=4", "--steps", "2");
        Directory.Move(Path.Combine(_studio.Home, "digits"), Path.Combine(_studio.Home, "<b>\"&"));
        string page = await _studio.Client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;&quot;&amp;", page, StringComparison.Ordinal);
    }
}
