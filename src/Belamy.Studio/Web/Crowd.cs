using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Belamy.Studio.Web;

/// <summary>There are as many visitors as are served at once.</summary>
internal sealed class CrowdedException(string message) : BelamyException(message);

/// <summary>How many are served at once. Whoever comes beyond that is told so before anything is done for him, so that those who were there before notice nothing.</summary>
internal sealed class Crowd : IDisposable
{
    /// <summary>Connections; beyond, they are closed before anything is said. More than all others together.</summary>
    public const int MostConnections = 1000;

    /// <summary>Pages that follow a run, at once.</summary>
    public const int MostViewers = 500;

    /// <summary>Other requests that are answered at once.</summary>
    public const int MostAnswered = 32;

    /// <summary>Those that wait for these.</summary>
    public const int MostWaiting = 224;

    /// <summary>Marks addresses whose answers last as long as somebody looks.</summary>
    public static readonly object Viewers = new ViewersMark();

    private readonly ConcurrencyLimiter _viewers = new(new() { PermitLimit = MostViewers, QueueLimit = 0 });
    private readonly ConcurrencyLimiter _answers = new(new() { PermitLimit = MostAnswered, QueueLimit = MostWaiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    /// <summary>Lets a request pass in its turn.</summary>
    /// <exception cref="CrowdedException">There are too many.</exception>
    public async Task Admit(HttpContext context, RequestDelegate next)
    {
        bool isViewer = context.GetEndpoint()?.Metadata.GetMetadata<ViewersMark>() is not null;
        using RateLimitLease lease = await (isViewer ? _viewers : _answers).AcquireAsync(1, context.RequestAborted).ConfigureAwait(false);
        if (!lease.IsAcquired)
        {
            throw new CrowdedException(isViewer
                ? $"{MostViewers} pages follow runs already, which is as many as are told of them."
                : $"{MostAnswered + MostWaiting} requests wait for an answer already; come again in a moment.");
        }

        await next(context).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _viewers.Dispose();
        _answers.Dispose();
    }

    private sealed class ViewersMark;
}
