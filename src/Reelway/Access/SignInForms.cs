using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Reelway.Frame.Sessions;
using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary>A browser shows the key once and gets a cookie for it.</summary>
internal static class SignInForms
{
    public const string BeginPath = "/session/begin";

    private const string Limit = "sign-in";

    /// <summary>Guesses that one address may make in a minute.</summary>
    private const int GuessesPerMinute = 10;

    public static void AddSignIn(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = static (rejected, _) =>
        {
            if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
            {
                rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            }

            return ValueTask.CompletedTask;
        };
        limiter.AddPolicy(Limit, http => RateLimitPartition.GetFixedWindowLimiter(
            http.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = GuessesPerMinute, Window = TimeSpan.FromMinutes(1) }));
    });

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(BeginPath, BeginAsync).AllowAnonymous().RequireRateLimiting(Limit).ExcludeFromDescription();
        routes.MapPost(Visitor.SignOutPath, EndAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> BeginAsync(IFormCollection form, HttpContext http, KnownKeys keys, Flash flash, WrongKeys wrong)
    {
        var returnTo = form[Visitor.ReturnTo].ToString();
        var key = form["key"].ToString().Trim();
        if (!keys.Knows(key))
        {
            wrong.Add(http, key);
            flash.Put(http, new Notice("That is not the key of this server. It is the setting server.api_key.", Failed: true));
            return Redirects.SeeOther(Visitor.SignInPath + QueryString.Create(Visitor.ReturnTo, returnTo));
        }

        await http.SignInAsync(Visitor.SessionScheme, AccessSchemes.SignedIn(keys));
        return Redirects.SeeOther(returnTo);
    }

    private static async Task<IResult> EndAsync(IFormCollection form, HttpContext http, SessionStore sessions)
    {
        // Before the cookie is taken from the browser: a copy of it must not work on.
        if (http.User.FindFirstValue(AccessSchemes.SessionClaim) is { } session)
        {
            await sessions.EndAsync(session, http.RequestAborted);
        }

        await http.SignOutAsync(Visitor.SessionScheme);
        return Redirects.SeeOther(Visitor.SignInPath);
    }
}
