using System.Text;
using Belamy.Reports;
using Microsoft.AspNetCore.Http;

namespace Belamy.Studio.Web;

/// <summary>Pages as answers.</summary>
internal static class HtmlResults
{
    /// <summary>Sends it as a page.</summary>
    public static IResult ToResult(this Html page, int status = StatusCodes.Status200OK) => Results.Content(page.Text, "text/html; charset=utf-8", Encoding.UTF8, status);
}
