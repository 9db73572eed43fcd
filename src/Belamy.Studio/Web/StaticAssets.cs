using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Belamy.Studio.Web;

/// <summary>Style, scripts and pictures of the pages, which the assembly holds.</summary>
internal static class StaticAssets
{
    private const string Prefix = "assets/";

    private static readonly FrozenDictionary<string, Asset> All = Read();

    /// <summary>Serves them at <c>/assets/NAME</c>.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/assets/{**name}", (string name, HttpContext context) =>
    {
        if (!All.TryGetValue(name, out Asset? asset))
            return Results.NotFound();
        // Asked for again at each visit, and answered by "unchanged": a newer version is seen at once.
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(asset.Content, asset.Type, entityTag: asset.Tag);
    });

    private static FrozenDictionary<string, Asset> Read()
    {
        Assembly assembly = typeof(StaticAssets).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToFrozenDictionary(name => name[Prefix.Length..].Replace('\\', '/'), name =>
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            string type = Path.GetExtension(name) switch
            {
                ".css" => "text/css; charset=utf-8",
                ".js" => "text/javascript; charset=utf-8",
                ".svg" => "image/svg+xml",
                _ => "text/plain; charset=utf-8",
            };
            return new Asset(content, type, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\""));
        });
    }

    private sealed record Asset(byte[] Content, string Type, EntityTagHeaderValue Tag);
}
