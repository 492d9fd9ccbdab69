using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Mvc;
using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary>A browser shows a name with a password, or a key, once, and gets a cookie for it.</summary>
internal static class SignInForms
{
    public const string BeginPath = "/session/begin";

    /// <summary>How often one address may try in a minute.</summary>
    public const string Limit = "sign-in";

    /// <summary>What somebody may send who is not known yet.</summary>
    public const int MostBytes = 16 * 1024;

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
            AddressBucket.Of(http), _ => new FixedWindowRateLimiterOptions { PermitLimit = GuessesPerMinute, Window = TimeSpan.FromMinutes(1) }));
    });

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(BeginPath, BeginAsync).AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(MostBytes)).RequireRateLimiting(Limit).ExcludeFromDescription();
        routes.MapPost(Visitor.SignOutPath, EndAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> BeginAsync(
        IFormCollection form, HttpContext http, ServerOptions options, KnownKeys keys, SignIns signIns, Sessions sessions, Flash flash, WrongKeys wrong)
    {
        var returnTo = form[Visitor.ReturnTo].ToString();
        if (SessionCookies.WhyNot(http, options) is { } why)
        {
            return Refused(why);
        }

        if (form["key"].ToString().Trim() is { Length: > 0 } key)
        {
            if (!keys.Knows(key))
            {
                wrong.Add(http, key);
                return Refused("That is not the key of this server. It is the setting server.api_key.");
            }

            await sessions.BeginWithKeyAsync(http);
            return Redirects.SeeOther(returnTo);
        }

        var name = form["name"].ToString();
        if (signIns.Wait(name) is { } wait)
        {
            var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            Failures.Explain(http, WebProblems.TooManyRequests.With($"Too many wrong passwords came for this name. The next one is looked at in {seconds} s."));
            return Results.Empty;
        }

        if (await signIns.FindAsync(name, form["password"].ToString(), AddressBucket.Of(http), http.RequestAborted) is not { } person)
        {
            return Refused(SignIns.Wrong);
        }

        await sessions.BeginAsync(http, person);
        return Redirects.SeeOther(returnTo);

        IResult Refused(string sentence)
        {
            flash.Put(http, new Notice(sentence, Failed: true));
            return Redirects.SeeOther(Visitor.SignInPath + QueryString.Create(Visitor.ReturnTo, returnTo));
        }
    }

    private static async Task<IResult> EndAsync(IFormCollection form, HttpContext http, Sessions sessions)
    {
        await sessions.EndAsync(http);
        return Redirects.SeeOther(Visitor.SignInPath);
    }
}
