using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;

namespace Reelway.Hosting.Web;

/// <summary>A browser shows the key once and gets a cookie for it.</summary>
internal static class SignInForms
{
    public const string BeginPath = "/session/begin";
    public const string EndPath = "/session/end";

    private const string Limit = "sign-in";

    /// <summary>Guesses that one address may make in a minute.</summary>
    private const int GuessesPerMinute = 10;

    public static void AddSignIn(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.AddPolicy(Limit, http => RateLimitPartition.GetFixedWindowLimiter(
            http.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = GuessesPerMinute, Window = TimeSpan.FromMinutes(1) }));
    });

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(BeginPath, BeginAsync).AllowAnonymous().RequireRateLimiting(Limit).ExcludeFromDescription();
        routes.MapPost(EndPath, EndAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> BeginAsync(IFormCollection form, HttpContext http, KnownKeys keys, Flash flash, ILogger<KnownKeys> log)
    {
        var returnTo = form[Access.ReturnTo].ToString();
        if (!keys.Knows(form["key"].ToString().Trim()))
        {
            log.WrongKey(http.Connection.RemoteIpAddress?.ToString() ?? "a local socket");
            flash.Put(http, new Notice("That is not the key of this server. It is the setting server.api_key.", Failed: true));
            return Redirects.SeeOther(Access.SignInPath + QueryString.Create(Access.ReturnTo, returnTo));
        }

        await http.SignInAsync(Access.SessionScheme, Access.SignedIn(keys));
        return Redirects.SeeOther(returnTo);
    }

    private static async Task<IResult> EndAsync(IFormCollection form, HttpContext http)
    {
        await http.SignOutAsync(Access.SessionScheme);
        return Redirects.SeeOther(Access.SignInPath);
    }
}
