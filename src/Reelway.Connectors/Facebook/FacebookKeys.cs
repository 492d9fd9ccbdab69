using System.Text.Json;

namespace Reelway.Connectors.Facebook;

/// <summary>The tokens that a connection works with now.</summary>
/// <param name="Version">Another one when another login holds; 0 for the configured ones.</param>
/// <param name="UserToken">Null when there is none.</param>
/// <param name="PageTokens">Tokens of single pages, by page id, which go before those that the user's account lists.</param>
internal sealed record FacebookKeys(long Version, string? UserToken, IReadOnlyDictionary<string, string> PageTokens)
{
    /// <summary>What the login has left behind; null when nobody has logged in.</summary>
    public FacebookLogin? Login { get; init; }

    /// <summary>True when there is nothing to call Facebook with.</summary>
    public bool IsEmpty => UserToken is null && PageTokens.Count == 0;

    public override string ToString() => $"keys {Version}";
}

/// <summary>Finds the tokens of a connection: those of its login, else the configured ones.</summary>
internal sealed class FacebookKeySource(FacebookOptions options, Func<string, CancellationToken, Task<KeptLogin?>> logins, Redactor redactor)
{
    private volatile FacebookKeys? _last;

    private FacebookKeys Configured => new(0, string.IsNullOrEmpty(options.AccessToken) ? null : options.AccessToken, options.PageTokens);

    /// <summary>The tokens as of now; a login that another process has made is among them.</summary>
    public async Task<FacebookKeys> CurrentAsync(CancellationToken cancellation)
    {
        if (await logins(options.Connection, cancellation) is not { } kept)
        {
            return Configured;
        }

        if (_last is { } last && last.Version == kept.Version)
        {
            return last;
        }

        return _last = Of(kept);
    }

    private FacebookKeys Of(KeptLogin kept)
    {
        FacebookLogin login;
        try
        {
            login = FacebookLogin.Parse(kept.Secret);
        }
        catch (JsonException problem)
        {
            throw new ConnectorException(
                FacebookConnector.Name, CallFault.Auth, $"what the login of connection {options.Connection} has left behind is not readable; log in again", problem)
            {
                Scope = ConnectionScope.Of(options.Connection),
                Remedy = new Remedy(RemedyAction.LogIn, options.Connection),
            };
        }

        redactor.Add(login.UserToken);
        foreach (var token in login.PageTokens.Values)
        {
            redactor.Add(token);
        }

        return new FacebookKeys(kept.Version, login.UserTokenBeside(Configured.UserToken), Merged(login.PageTokens)) { Login = login };
    }

    private Dictionary<string, string> Merged(IReadOnlyDictionary<string, string> tokens)
    {
        var merged = new Dictionary<string, string>(options.PageTokens);
        foreach (var (page, token) in tokens)
        {
            merged[page] = token;
        }

        return merged;
    }
}
