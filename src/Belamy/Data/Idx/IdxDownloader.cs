using System.Security.Cryptography;
using Belamy.Files;

namespace Belamy.Data;

/// <summary>Downloads published IDX files from the first mirror that delivers the right content.</summary>
internal sealed class IdxDownloader(Func<HttpMessageHandler> handler)
{
    // What gzip and its header may add to content that does not compress.
    private const long Overhead = 1 << 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Downloads a file into a folder, unless it is there already.</summary>
    /// <returns>Null on success, else what went wrong at each mirror.</returns>
    /// <exception cref="BelamyException">The folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public string? Download(IdxFile file, IReadOnlyList<string> mirrors, string folder, DataOptions options)
    {
        if (IdxContainer.Open(folder)?.Contains(file.Name) == true)
            return null;
        using HttpMessageHandler messages = handler();
        using var client = new HttpClient(messages, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var failures = new List<string>();
        foreach (string mirror in mirrors)
        {
            var address = new Uri($"{mirror}{file.Name}.gz");
            byte[]? content = null;
            try
            {
                content = Task.Run(() => FetchAsync(client, address, file, options)).GetAwaiter().GetResult();
            }
            catch (OperationCanceledException) when (!options.CancellationToken.IsCancellationRequested)
            {
                failures.Add($"{address.Host}: no answer for {Patience.TotalSeconds} s");
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                failures.Add($"{address.Host}: {e.Message.TrimEnd('.')}");
            }

            if (content is null)
                continue;
            if (IsAsPublished(content, file, address))
            {
                AtomicFile.WriteAllBytes(Path.Combine(folder, file.Name + ".gz"), content);
                return null;
            }

            failures.Add($"{address.Host}: other content than published");
        }

        return string.Join("; ", failures);
    }

    /// <summary>Compares the hash while unpacking; no more is unpacked than was published, and none of it is kept.</summary>
    private static bool IsAsPublished(byte[] content, IdxFile file, Uri address)
    {
        try
        {
            if (!IdxArray.IsGzip(content))
                return false;
            using var unpacked = new GzipReader(new MemoryStream(content), file.Length, address.ToString());
            return Convert.ToHexStringLower(SHA256.HashData(unpacked)) == file.Sha256;
        }
        catch (BelamyException)
        {
            return false;
        }
    }

    private static async Task<byte[]> FetchAsync(HttpClient client, Uri address, IdxFile file, DataOptions options)
    {
        long most = file.Length + Overhead;
        using var stalled = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken);
        stalled.CancelAfter(Patience);
        using HttpResponseMessage response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, stalled.Token).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        long total = response.Content.Headers.ContentLength ?? 0;
        if (total > most)
            throw TooLarge();
        using Stream body = await response.Content.ReadAsStreamAsync(stalled.Token).ConfigureAwait(false);
        using var content = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (true)
        {
            stalled.CancelAfter(Patience);
            int read = await body.ReadAsync(buffer, stalled.Token).ConfigureAwait(false);
            if (read == 0)
                return content.ToArray();
            content.Write(buffer, 0, read);
            if (content.Length > most)
                throw TooLarge();
            options.Progress?.Invoke(new DataProgress($"downloading {file.Name}", content.Length, total));
        }
    }

    private static IOException TooLarge() => new("the answer is larger than the file");
}
