using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Belamy.Studio.Web;

/// <summary>Decides who may visit, and says with every answer what pages may do.</summary>
/// <remarks>
/// The studio has no accounts: who reaches it may train and delete. So it listens at this machine alone unless told otherwise, and then asks for
/// a token. A page of another site that is open in the same browser reaches it too: by a name that resolves to this machine, which the
/// header <c>Host</c> gives away, or by requests across sites, which the header <c>Origin</c> does.
/// </remarks>
internal sealed class Visitors(StudioOptions options)
{
    /// <summary>The query parameter that brings the token at the first visit.</summary>
    public const string TokenQuery = "token";

    private const string Cookie = "belamy-token";

    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The cookie of a visitor who has shown the token.</summary>
    public static string CookieOf(string token) => $"{Cookie}={token}";

    /// <summary>A token that cannot be guessed.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Lets a request pass, or answers it.</summary>
    public async Task Admit(HttpContext context, RequestDelegate next)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        HttpRequest request = context.Request;
        if (!IsOurHost(request.Host.Host))
        {
            await RefuseAsync(context, StatusCodes.Status421MisdirectedRequest, "This is not the address of the studio.").ConfigureAwait(false);
        }
        else if (!IsOurOrigin(request))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "Another site asked for this.").ConfigureAwait(false);
        }
        else if (options.Token is not { } token || IsSame(request.Cookies[Cookie], token))
        {
            await next(context).ConfigureAwait(false);
        }
        else if (HttpMethods.IsGet(request.Method) && IsSame(request.Query[TokenQuery], token))
        {
            // Kept in a cookie, so that it leaves the address line, the history and what is sent on.
            context.Response.Cookies.Append(Cookie, token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict });
            context.Response.Redirect(request.Path);
        }
        else
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "Visit the address that `belamy studio` printed: it holds the token.").ConfigureAwait(false);
        }
    }

    // A name that another site has made resolve to this machine is neither.
    private bool IsOurHost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && (options.Listen is not null || IPAddress.IsLoopback(address)))
        || (options.Listen is not null && host.Equals(Dns.GetHostName(), StringComparison.OrdinalIgnoreCase));

    private static bool IsOurOrigin(HttpRequest request)
    {
        string ours = $"{request.Scheme}://{request.Host}";
        bool isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        // Browsers send the origin with every request that changes something.
        return request.Headers.Origin is { Count: > 0 } origin
            ? origin.Count == 1 && string.Equals(origin[0], ours, StringComparison.OrdinalIgnoreCase)
            : isRead;
    }

    private static bool IsSame(string? given, string token) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(token));

    private static Task RefuseAsync(HttpContext context, int status, string sentence)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(sentence + "\n");
    }
}
