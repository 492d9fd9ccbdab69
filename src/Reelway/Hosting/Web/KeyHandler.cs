using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Reelway.Hosting.Web;

/// <summary>Checks the key that a request carries.</summary>
internal sealed class KeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, KnownKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string Challenge = "Bearer realm=\"reelway\"";
    private const string Bearer = "Bearer ";

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

        if (keys.Knows(presented))
        {
            return Success("key");
        }

        Logger.WrongKey(Context.Connection.RemoteIpAddress?.ToString() ?? "a local socket");
        return AuthenticateResult.Fail("The key is not known.");
    }

    private AuthenticateResult Success(string name)
        => AuthenticateResult.Success(new AuthenticationTicket(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], Scheme.Name)), Scheme.Name));
}
