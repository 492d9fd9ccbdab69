using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Reelway.Frame;
using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary>Checks the key that a request carries.</summary>
internal sealed class KeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, KnownKeys keys, KeyStore store, Door door, WrongKeys wrong)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string Challenge = "Bearer realm=\"reelway\"";
    private const string Bearer = "Bearer ";

    // Set when the key was not even looked at.
    private TimeSpan? _wait;
    private ProblemHttpResult? _refusal;

    /// <summary>The key in the request's headers; null when it carries none.</summary>
    public static string? Presented(HttpRequest request)
    {
        if (request.Headers.TryGetValue("X-Api-Key", out var key))
        {
            return key.ToString().Trim();
        }

        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim() : null;
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var presented = Presented(Request);
        if (presented is null)
        {
            return door.IsOpen ? Success(Callers.Anybody(Scheme.Name)) : AuthenticateResult.NoResult();
        }

        // Nobody guesses 256 random bits, so the machine's own commands get through whoever else tries keys on it.
        if (keys.IsOwn(presented))
        {
            return Success(Callers.WithAll("this server's user", Scheme.Name, isOwner: true));
        }

        _wait = wrong.Wait(Context);
        if (_wait is not null)
        {
            return AuthenticateResult.Fail("Too many wrong keys came from this address.");
        }

        return keys.Knows(presented) ? Success(Callers.WithAll("key", Scheme.Name)) : await AuthenticateAsync(presented);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_wait is { } wait)
        {
            return WrongKeyAnswers.TooManyAsync(Context, wait);
        }

        Response.Headers.WWWAuthenticate = Challenge;
        return (_refusal ?? (Presented(Request) is null
            ? WebProblems.KeyMissing.With("This server needs a key: send it as \"Authorization: Bearer KEY\" or \"X-Api-Key: KEY\".")
            : WebProblems.KeyUnknown.With("This server does not know that key; compare it with server.api_key, or with \"reelway key list\"."))).ExecuteAsync(Context);
    }

    /// <summary>A key of the list. It is looked up each time, so that its end counts at once and at every server.</summary>
    private async Task<AuthenticateResult> AuthenticateAsync(string presented)
    {
        if (!KeyText.IsWhole(presented) || await store.FindAsync(presented, Context.RequestAborted) is not { } key)
        {
            wrong.Add(Context, presented);
            return AuthenticateResult.Fail("The key is not known.");
        }

        if (key.WhyEnded(store.Now) is { } why)
        {
            _refusal = WebProblems.KeyUnknown.With($"The key {ShownText.Name(key.Name)} ({key.Shown}) {why}.");
            return AuthenticateResult.Fail("The key has ended.");
        }

        var address = Context.Connection.RemoteIpAddress;
        if (key.AddressList is { Count: > 0 } allowed && !AddressRanges.Read(allowed, out _).Contain(address))
        {
            _refusal = WebProblems.KeyNotHere.With($"The key {ShownText.Name(key.Name)} ({key.Shown}) may not be used from {Shown(address)}.");
            return AuthenticateResult.Fail("The key may not be used from there.");
        }

        await store.NoteUseAsync(key, Shown(address), Context.RequestAborted);
        return Success(Callers.With(key, Scheme.Name));
    }

    private static string Shown(IPAddress? address) => (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString() ?? "a local socket";

    private AuthenticateResult Success(ClaimsPrincipal user) => AuthenticateResult.Success(new AuthenticationTicket(user, Scheme.Name));
}
