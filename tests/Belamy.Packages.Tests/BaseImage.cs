using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Belamy.Packages.Tests;

/// <summary>A registry of images on this machine that holds one, almost empty, to build others on: no network is needed.</summary>
internal sealed class BaseImage : IDisposable
{
    private const string Manifests = "application/vnd.docker.distribution.manifest.v2+json";
    private readonly Dictionary<string, (string Kind, byte[] Content)> _answers = new(StringComparer.Ordinal);
    private readonly HttpListener _listener = new();

    public BaseImage()
    {
        byte[] layer = Layer(out byte[] unpacked);
        byte[] configuration = Encoding.UTF8.GetBytes($$"""
            {"architecture":"{{Architecture}}","os":"linux","config":{"User":"1654","Env":["PATH=/usr/bin","APP_UID=1654"]},"rootfs":{"type":"layers","diff_ids":["{{Digest(unpacked)}}"]},"history":[{"created_by":"test"}]}
            """);
        byte[] manifest = Encoding.UTF8.GetBytes($$"""
            {"schemaVersion":2,"mediaType":"{{Manifests}}","config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":{{configuration.Length}},"digest":"{{Digest(configuration)}}"},
             "layers":[{"mediaType":"application/vnd.docker.image.rootfs.diff.tar.gzip","size":{{layer.Length}},"digest":"{{Digest(layer)}}"}]}
            """);
        _answers["/v2/"] = ("application/json", "{}"u8.ToArray());
        _answers["/v2/base/manifests/10.0"] = _answers[$"/v2/base/manifests/{Digest(manifest)}"] = (Manifests, manifest);
        _answers[$"/v2/base/blobs/{Digest(configuration)}"] = ("application/octet-stream", configuration);
        _answers[$"/v2/base/blobs/{Digest(layer)}"] = ("application/octet-stream", layer);
        Listen();
    }

    /// <summary>The registry, as host and port.</summary>
    public string Registry { get; private set; } = "";

    /// <summary>The name of the image.</summary>
    public string Name => $"{Registry}/base:10.0";

    private static string Architecture => Feed.System.EndsWith("arm64", StringComparison.Ordinal) ? "arm64" : "amd64";

    public void Dispose() => _listener.Close();

    public static string Digest(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";

    private static byte[] Layer(out byte[] unpacked)
    {
        using var plain = new MemoryStream();
        using (var tar = new TarWriter(plain, leaveOpen: true))
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "etc/base") { DataStream = new MemoryStream("base\n"u8.ToArray()) });
        unpacked = plain.ToArray();
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(unpacked);
        return packed.ToArray();
    }

    private void Listen()
    {
        // HttpListener takes no port that is free, it is told one.
        for (int port = 45080; ; port++)
        {
            try
            {
                _listener.Prefixes.Clear();
                _listener.Prefixes.Add($"http://localhost:{port}/");
                _listener.Start();
                Registry = $"localhost:{port}";
                _ = AnswerAsync();
                return;
            }
            catch (HttpListenerException) when (port < 45180)
            {
                // Taken.
            }
        }
    }

    private async Task AnswerAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext asked;
            try
            {
                asked = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using HttpListenerResponse response = asked.Response;
            if (!_answers.TryGetValue(asked.Request.Url!.AbsolutePath, out (string Kind, byte[] Content) answer))
            {
                response.StatusCode = (int)HttpStatusCode.NotFound;
                continue;
            }

            response.ContentType = answer.Kind;
            response.ContentLength64 = answer.Content.Length;
            response.AddHeader("Docker-Content-Digest", Digest(answer.Content));
            if (asked.Request.HttpMethod != "HEAD")
                await response.OutputStream.WriteAsync(answer.Content);
        }
    }
}
