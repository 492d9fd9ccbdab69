using System.Text.Json;

namespace Reelway.Connectors.LinkedIn;

/// <summary>Who a connection posts as, with which token, and how it comes by one.</summary>
internal sealed class LinkedInAccount(LinkedInOptions options, LinkedInClient client, ConnectionTools tools, Redactor redactor)
{
    // Tokens live 60 days; a renewal may fail for a while.
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(14);

    private LinkedInKeys? _last;
    private (long Version, string Urn)? _person;

    /// <summary>Makes a call with the connection's token, and once more with a renewed one when it is refused.</summary>
    /// <remarks>A refused token means that the call had no effect, so the repetition is safe for writes too.</remarks>
    public async Task<T> WithTokenAsync<T>(Func<string, Task<T>> call, CancellationToken cancellation)
    {
        var keys = await CurrentAsync(cancellation);
        try
        {
            return await call(keys.Token);
        }
        catch (ConnectorException fault) when (fault is { Kind: CallFault.Auth, IsDenied: false } && keys.Login?.RefreshToken is not null && tools.Renew is not null)
        {
            if (await tools.Renew(options.Connection, keys.Version, token => RefreshAsync(keys.Login, token), cancellation) is null
                || await CurrentAsync(cancellation) is not { } fresh || fresh.Token == keys.Token)
            {
                throw;
            }

            return await call(fresh.Token);
        }
    }

    /// <summary>URN of who posts.</summary>
    public async Task<string> AuthorAsync(CancellationToken cancellation)
    {
        if (options.AuthorUrn is { } author)
        {
            return author;
        }

        var version = (await CurrentAsync(cancellation)).Version;
        if (_person is not { } known || known.Version != version)
        {
            _person = known = (version, $"urn:li:person:{(await WhoAsync(cancellation)).Sub}");
        }

        return known.Urn;
    }

    /// <summary>Whose the token is.</summary>
    public Task<PersonReply> WhoAsync(CancellationToken cancellation) => WithTokenAsync(token => WhoAsync(token, cancellation), cancellation);

    /// <summary>When a person must log in again; null when that is not known.</summary>
    public async Task<DateTimeOffset?> EndsAtAsync(CancellationToken cancellation)
        => (await CurrentAsync(cancellation)).Login is { } login ? login.RefreshToken is null ? login.ExpiresAt : login.RefreshExpiresAt ?? login.ExpiresAt : null;

    /// <summary>Takes a token, or the whole answer of LinkedIn's token endpoint, once it has shown whose it is.</summary>
    public async Task<NewLogin> LogInAsync(string secret, CancellationToken cancellation)
    {
        secret = secret.Trim();
        var login = secret.StartsWith('{') ? Pasted(secret)
            : secret.Length == 0 || secret.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter))
                ? throw client.Faults.Own("that is not a token: it is one word, as LinkedIn's page \"OAuth tools\" shows it")
                : new LinkedInLogin(secret, null, null, null);
        return await KeptAsync(login, cancellation);
    }

    /// <summary>Where a person grants what is needed; null without an app to grant it to.</summary>
    public Uri? LoginDialog(string redirect, string state)
    {
        if (!options.HasApp)
        {
            return null;
        }

        // Reading back, and figures, are given for organisations only.
        var scope = options.IsPerson ? "openid profile w_member_social" : "openid profile w_organization_social r_organization_social rw_organization_admin";
        var query = string.Join('&', new[] { ("response_type", "code"), ("client_id", options.ClientId!), ("redirect_uri", redirect), ("state", state), ("scope", scope) }
            .Select(field => $"{field.Item1}={Uri.EscapeDataString(field.Item2)}"));
        return LinkedInClient.Below(options.LoginUrl, $"oauth/v2/authorization?{query}");
    }

    /// <summary>Exchanges the code that the dialog has sent back.</summary>
    public async Task<NewLogin> LogInAsync(LoginCode code, CancellationToken cancellation)
    {
        redactor.Add(code.Code);
        var answer = await client.TokenAsync(
            "exchange the code of the login", CallEffect.Once, Form([new("grant_type", "authorization_code"), new("code", code.Code), new("redirect_uri", code.Redirect)]), cancellation);
        return await KeptAsync(From(client.Read(answer, LinkedInJson.Default.LinkedInTokenReply)) ?? throw client.Faults.Malformed(answer), cancellation);
    }

    /// <summary>Renews the token when its end comes near; null when it does not, or LinkedIn gave nothing to renew it by.</summary>
    public async Task<NewLogin?> RenewAsync(CancellationToken cancellation)
        => (await CurrentOrNoneAsync(cancellation))?.Login is { RefreshToken: not null, ExpiresAt: { } end } login && options.HasApp && end - tools.Clock.GetUtcNow() < RenewBefore
            ? await RefreshAsync(login, cancellation) : null;

    private async Task<NewLogin> RefreshAsync(LinkedInLogin login, CancellationToken cancellation)
    {
        var answer = await client.TokenAsync("renew the token", CallEffect.Repeatable, Form([new("grant_type", "refresh_token"), new("refresh_token", login.RefreshToken!)]), cancellation);
        var fresh = From(client.Read(answer, LinkedInJson.Default.LinkedInTokenReply)) ?? throw client.Faults.Malformed(answer);
        return Kept(fresh with { RefreshToken = fresh.RefreshToken ?? login.RefreshToken, RefreshExpiresAt = fresh.RefreshExpiresAt ?? login.RefreshExpiresAt }, options.AuthorUrn ?? "the same person");
    }

    private List<KeyValuePair<string, string>> Form(IEnumerable<KeyValuePair<string, string>> fields)
        => options.HasApp ? [.. fields, new("client_id", options.ClientId!), new("client_secret", options.ClientSecret!)]
            : throw client.Faults.Own($"connection {options.Connection} has no client_id and client_secret; set both to log in with a browser and to renew");

    private async Task<NewLogin> KeptAsync(LinkedInLogin login, CancellationToken cancellation)
    {
        redactor.Add(login.AccessToken);
        redactor.Add(login.RefreshToken);
        var who = await WhoAsync(login.AccessToken, cancellation);
        return Kept(login, options.AuthorUrn is { } author ? $"{who.Name ?? who.Sub} for {author}" : who.Name ?? who.Sub!);
    }

    private NewLogin Kept(LinkedInLogin login, string summary) => new(login.ToText(), summary, login.RefreshToken is null ? login.ExpiresAt : login.RefreshExpiresAt ?? login.ExpiresAt)
    {
        Scopes = [ConnectionScope.Of(options.Connection)],
        Warnings = login.RefreshToken is null ? ["LinkedIn gave no refresh token, as most apps get none: somebody must log in again before the token ends, 60 days after it was made."] : [],
    };

    private async Task<PersonReply> WhoAsync(string token, CancellationToken cancellation)
    {
        var answer = await client.WhoAsync(token, cancellation);
        return client.Read(answer, LinkedInJson.Default.PersonReply) is { Sub.Length: > 0 } person ? person : throw client.Faults.Malformed(answer);
    }

    private LinkedInLogin Pasted(string text)
    {
        try
        {
            return From(JsonSerializer.Deserialize(text, LinkedInJson.Default.LinkedInTokenReply)) ?? throw new JsonException("No token.");
        }
        catch (JsonException)
        {
            throw client.Faults.Own("that is not what LinkedIn's token endpoint answers: it has a member access_token");
        }
    }

    private LinkedInLogin? From(LinkedInTokenReply? reply)
    {
        redactor.Add(reply?.AccessToken);
        redactor.Add(reply?.RefreshToken);
        var now = tools.Clock.GetUtcNow();
        return reply is { AccessToken.Length: > 0 }
            ? new LinkedInLogin(reply.AccessToken, After(now, reply.ExpiresIn), reply.RefreshToken is { Length: > 0 } refresh ? refresh : null, After(now, reply.RefreshTokenExpiresIn))
            : null;
    }

    private static DateTimeOffset? After(DateTimeOffset now, long? seconds) => seconds is > 0 and < 10_000_000_000 ? now.AddSeconds(seconds.Value) : null;

    private async Task<LinkedInKeys> CurrentAsync(CancellationToken cancellation)
        => await CurrentOrNoneAsync(cancellation) ?? throw client.Faults.NeedsLogin($"connection {options.Connection} has no token; log in");

    // A login goes before the configured token: whoever logs in means it.
    private async Task<LinkedInKeys?> CurrentOrNoneAsync(CancellationToken cancellation)
    {
        if (await tools.Logins(options.Connection, cancellation) is not { } kept)
        {
            return string.IsNullOrEmpty(options.AccessToken) ? null : new LinkedInKeys(0, options.AccessToken, null);
        }

        if (_last is { } last && last.Version == kept.Version)
        {
            return last;
        }

        try
        {
            var login = LinkedInLogin.Parse(kept.Secret);
            redactor.Add(login.AccessToken);
            redactor.Add(login.RefreshToken);
            return _last = new LinkedInKeys(kept.Version, login.AccessToken, login);
        }
        catch (JsonException problem)
        {
            throw client.Faults.NeedsLogin($"what the login of connection {options.Connection} has left behind is not readable; log in again", problem);
        }
    }
}

/// <summary>The token that a connection works with now.</summary>
/// <param name="Version">Another one when another login holds; 0 for the configured token.</param>
internal sealed record LinkedInKeys(long Version, string Token, LinkedInLogin? Login)
{
    public override string ToString() => $"keys {Version}";
}
