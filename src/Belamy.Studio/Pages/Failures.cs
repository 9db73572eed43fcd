using Belamy.Reports;
using Belamy.Studio.Games;
using Belamy.Studio.Runs;
using Belamy.Studio.Web;
using Microsoft.AspNetCore.Http;

namespace Belamy.Studio.Pages;

/// <summary>What visitors are told of what went wrong: one line, and no more of the machine than that.</summary>
internal static class Failures
{
    /// <summary>Answers requests that failed.</summary>
    public static async Task Explain(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (NoSuchRunException e) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, StatusCodes.Status404NotFound, e.Message).ConfigureAwait(false);
        }
        catch (CrowdedException e) when (!context.Response.HasStarted)
        {
            context.Response.Headers.RetryAfter = "5";
            await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, e.Message).ConfigureAwait(false);
        }
        catch (NoSuchGameException e) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, StatusCodes.Status404NotFound, e.Message).ConfigureAwait(false);
        }
        catch (BelamyException e) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, StatusCodes.Status409Conflict, e.Message).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, e.StatusCode, e.StatusCode == StatusCodes.Status413PayloadTooLarge ? "That is more than is taken at once." : "That request cannot be understood.").ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer.
        }
    }

    /// <summary>Answers a request for what is not there.</summary>
    public static Task NotFound(HttpContext context) => AnswerAsync(context, StatusCodes.Status404NotFound, "There is nothing here.");

    private static Task AnswerAsync(HttpContext context, int status, string sentence)
    {
        bool isPage = HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
        if (isPage)
        {
            Html page = Layout.Page("Not possible", null, Html.Of($"""<div class="empty"><h1>{sentence}</h1><p><a class="button" href="/">All runs</a></p></div>"""));
            return page.ToResult(status).ExecuteAsync(context);
        }

        return Results.Text(sentence, "text/plain; charset=utf-8", statusCode: status).ExecuteAsync(context);
    }
}
