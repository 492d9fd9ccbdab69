using System.Globalization;
using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary>
/// How many requests a key, a person, or an address without either may send in a minute. Answers say how many are left, in the headers of the IETF's draft
/// (draft-ietf-httpapi-ratelimit-headers).
/// </summary>
internal sealed class RateLimits(ServerOptions options, TimeProvider time)
{
    private const string Policy = "requests";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly string[] Free = ["/healthz", "/readyz", "/app"];

    private readonly CountedWindows _windows = new(time, Window);

    public Task LimitAsync(HttpContext http, RequestDelegate next)
    {
        var limit = options.RequestsPerMinute;
        // The machine's own commands, and everybody on it as long as the door is open, are not held up.
        if (limit == 0 || Free.Any(path => http.Request.Path.StartsWithSegments(path)) || http.User.IsInRole(Visitor.OwnerRole) || Callers.IsAnybody(http.User))
        {
            return next(http);
        }

        var left = _windows.Take(Callers.CallerOf(http.User) ?? AddressBucket.Of(http), limit);
        var headers = http.Response.Headers;
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{Policy}\";q={limit};w={Window.TotalSeconds}");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{Policy}\";r={Math.Max(0, left.Left)};t={left.Seconds}");
        if (left.Left >= 0)
        {
            return next(http);
        }

        headers.RetryAfter = left.Seconds.ToString(CultureInfo.InvariantCulture);
        return WebProblems.TooManyRequests
            .With($"More than {limit} requests came within a minute with this key or from this address. The next one is answered in {left.Seconds} s.").ExecuteAsync(http);
    }
}
