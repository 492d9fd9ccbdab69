using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Reelway.Frame.Sessions;
using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary>
/// Sessions of browsers. The cookie says whose it is and with which stamp; at every request it is asked whether that still holds, so that a person who is disabled,
/// or has signed out everywhere, is out at once and at every server, and a new role counts from the next click.
/// </summary>
internal sealed class Sessions(SessionStore ended, PersonStore people, KnownKeys keys)
{
    private const string StampClaim = "stamp";
    private const string FingerprintClaim = "key";

    /// <summary>Begins a session of a browser that has shown the server's key.</summary>
    public Task BeginWithKeyAsync(HttpContext http) => BeginAsync(http, Keyed(SessionStore.NewName(), keys.Fingerprint));

    /// <summary>Begins a session of a person.</summary>
    public Task BeginAsync(HttpContext http, PersonRow person) => BeginAsync(http, Personal(person, SessionStore.NewName()));

    /// <summary>Ends the session that a browser had, and says with what a person's new one begins.</summary>
    public async Task<ClaimsPrincipal> RenewAsync(HttpContext http, PersonRow person)
    {
        await EndBeforeAsync(http);
        return Personal(person, SessionStore.NewName());
    }

    /// <summary>Ends the session that a request came in with.</summary>
    public async Task EndAsync(HttpContext http)
    {
        // Before the cookie is taken from the browser: a copy of it must not work on.
        if (http.User.FindFirstValue(Callers.SessionClaim) is { } session)
        {
            await ended.EndAsync(session, http.RequestAborted);
        }

        await http.SignOutAsync(Visitor.SessionScheme);
    }

    /// <summary>Looks whether a session still holds, and what its person may do today.</summary>
    public async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        if (context.Principal is { } user && await TodayAsync(user, context.HttpContext.RequestAborted) is { } today)
        {
            context.ReplacePrincipal(today);
            return;
        }

        context.RejectPrincipal();
    }

    /// <summary>Whoever a session belongs to as they are today; null when it has ended.</summary>
    public async Task<ClaimsPrincipal?> TodayAsync(ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (user.FindFirstValue(Callers.SessionClaim) is not { } session || await ended.HasEndedAsync(session, cancellation))
        {
            return null;
        }

        if (Callers.PersonOf(user) is not { } id)
        {
            return keys.Required && user.FindFirstValue(FingerprintClaim) == keys.Fingerprint ? Keyed(session, keys.Fingerprint) : null;
        }

        if (await people.FindAsync(id, cancellation) is not { DisabledAt: null } person || person.Stamp != user.FindFirstValue(StampClaim))
        {
            return null;
        }

        await people.NoteSeenAsync(person, cancellation);
        return Personal(person, session);
    }

    private async Task BeginAsync(HttpContext http, ClaimsPrincipal user)
    {
        await EndBeforeAsync(http);
        await http.SignInAsync(Visitor.SessionScheme, user);
    }

    /// <summary>What the browser had before is worth nothing afterwards, so that nobody can have given it to the browser.</summary>
    private async Task EndBeforeAsync(HttpContext http)
    {
        var before = await http.AuthenticateAsync(Visitor.SessionScheme);
        if (before.Principal?.FindFirstValue(Callers.SessionClaim) is { } session)
        {
            await ended.EndAsync(session, http.RequestAborted);
        }
    }

    private static ClaimsPrincipal Personal(PersonRow person, string session)
        => Callers.With(person, Visitor.SessionScheme, new Claim(Callers.SessionClaim, session), new Claim(StampClaim, person.Stamp));

    private static ClaimsPrincipal Keyed(string session, string fingerprint)
        => Callers.WithAll("operator", Visitor.SessionScheme, more: [new Claim(Callers.SessionClaim, session), new Claim(FingerprintClaim, fingerprint)]);
}
