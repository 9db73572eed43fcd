using System.Net;
using Belamy.Studio.Web;

namespace Belamy.Studio.Tests;

/// <summary>A studio that other machines may visit asks for its token.</summary>
public sealed class TokenTests
{
    [Fact]
    public async Task Visitor_without_the_token_sees_nothing()
    {
        string token = Visitors.NewToken();
        await using RunningStudio studio = await RunningStudio.StartAsync(IPAddress.Loopback, token);
        Assert.Equal(32, token.Length);
        Assert.NotEqual(token, Visitors.NewToken());
        foreach (string path in new[] { "/", "/assets/studio.css", $"/?token={token}0", "/?token=", $"/?token={token.ToUpperInvariant()}x" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await studio.PostAsync($"/runs/digits/stop?token={token}")).Status);

        HttpResponseMessage first = await GetAsync($"/?token={token}");
        Assert.Equal((HttpStatusCode.Redirect, "/"), (first.StatusCode, first.Headers.Location!.ToString()));
        string cookie = Assert.Single(first.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        // The client keeps the cookie, as a browser does.
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/")).StatusCode);

        async Task<HttpResponseMessage> GetAsync(string path) => await studio.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
    }
}
