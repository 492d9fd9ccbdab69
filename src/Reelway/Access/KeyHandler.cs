using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary>Checks the key that a request carries.</summary>
internal sealed class KeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, KnownKeys keys, WrongKeys wrong)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string Challenge = "Bearer realm=\"reelway\"";
    private const string Bearer = "Bearer ";

    // Set when the key was not even looked at.
    private TimeSpan? _wait;

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

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_wait is { } wait)
        {
            return WrongKeyAnswers.TooManyAsync(Context, wait);
        }

        Response.Headers.WWWAuthenticate = Challenge;
        return WebProblems.KeyUnknown.With("This server does not know that key; compare it with server.api_key.").ExecuteAsync(Context);
    }

    private AuthenticateResult Authenticate()
    {
        var presented = Presented(Request);
        if (presented is null)
        {
            return keys.Required ? AuthenticateResult.NoResult() : Success("anybody on this machine");
        }

        // Nobody guesses 256 random bits, so the machine's own commands get through whoever else tries keys on it.
        if (keys.IsOwn(presented))
        {
            return Success("this server's user", isOwner: true);
        }

        _wait = wrong.Wait(Context);
        if (_wait is not null)
        {
            return AuthenticateResult.Fail("Too many wrong keys came from this address.");
        }

        if (keys.Knows(presented))
        {
            return Success("key");
        }

        wrong.Add(Context, presented);
        return AuthenticateResult.Fail("The key is not known.");
    }

    private AuthenticateResult Success(string name, bool isOwner = false)
    {
        Claim[] claims = [new(ClaimTypes.Name, name), .. isOwner ? [new Claim(ClaimTypes.Role, Visitor.OwnerRole)] : Array.Empty<Claim>()];
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name)), Scheme.Name));
    }
}
