using Microsoft.AspNetCore.Http.Features;

namespace Reelway.Frame.Telemetry;

/// <summary>Completes the framework's span of a request with what is known only at its end: the route and the status.</summary>
internal static class RequestTrace
{
    /// <summary>The middleware; it comes before all others.</summary>
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span)
        {
            // A path that leads nowhere is anybody's; as a name it would make a group of its own.
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
            span.DisplayName = route is null ? context.Request.Method : $"{context.Request.Method} {route}";
            span.SetTag("http.route", route).SetTag("http.response.status_code", context.Response.StatusCode);
        }
    }
}
