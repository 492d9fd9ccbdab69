using Microsoft.AspNetCore.Http.HttpResults;

namespace Reelway.Frame.Web;

/// <summary>The redirect after a form post.</summary>
internal static class Redirects
{
    /// <summary>303 to an address of this server; to the start page for any other, so that nobody is led away.</summary>
    public static IResult SeeOther(string? address) => new SeeOtherResult(Local(address));

    /// <summary>The address, when it is one of this server; else the start page.</summary>
    public static string Local(string? address) => RedirectHttpResult.IsLocalUrl(address) ? address! : "/";

    private sealed class SeeOtherResult(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = address;
            return Task.CompletedTask;
        }
    }
}
