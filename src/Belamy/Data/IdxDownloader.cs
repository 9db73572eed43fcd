using Belamy.Serialization;

namespace Belamy.Data;

/// <summary>Downloads published IDX files from the first mirror that delivers the right content.</summary>
internal sealed class IdxDownloader(Func<HttpMessageHandler> handler)
{
    private const long LargestDownload = 1 << 28;

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
            try
            {
                byte[] content = Task.Run(() => FetchAsync(client, address, file.Name, options)).GetAwaiter().GetResult();
                if (file.Matches(IdxContainer.Decompress(content, address.ToString())))
                {
                    AtomicFile.WriteAllBytes(Path.Combine(folder, file.Name + ".gz"), content);
                    return null;
                }

                failures.Add($"{address.Host}: other content than published");
            }
            catch (OperationCanceledException) when (!options.CancellationToken.IsCancellationRequested)
            {
                failures.Add($"{address.Host}: no answer for {Patience.TotalSeconds} s");
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                failures.Add($"{address.Host}: {e.Message.TrimEnd('.')}");
            }
            catch (BelamyException e) when (e.InnerException is InvalidDataException)
            {
                failures.Add($"{address.Host}: damaged content");
            }
        }

        return string.Join("; ", failures);
    }

    private static async Task<byte[]> FetchAsync(HttpClient client, Uri address, string name, DataOptions options)
    {
        using var stalled = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken);
        stalled.CancelAfter(Patience);
        using HttpResponseMessage response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, stalled.Token).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        long total = response.Content.Headers.ContentLength ?? 0;
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
            if (content.Length > LargestDownload)
                throw new IOException("the answer is far larger than the file");
            options.Progress?.Invoke(new DataProgress($"downloading {name}", content.Length, total));
        }
    }
}
