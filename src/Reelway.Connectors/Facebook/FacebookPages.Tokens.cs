namespace Reelway.Connectors.Facebook;

/// <summary>Tokens: making them last, and looking into them.</summary>
public sealed partial class FacebookPages
{
    /// <summary>A long-lived token (about 60 days) for a user token that is still valid; called with a long-lived one, it renews it.</summary>
    public async Task<FacebookToken> ExchangeTokenAsync(string userToken, CancellationToken cancellation)
    {
        _redactor.Add(userToken);
        var (appId, appSecret) = App();
        // The call carries no token besides the one exchanged; app id and secret authenticate it.
        var (reply, answer) = await _client.GetUnsignedAsync(
            "exchange a user token", "oauth/access_token",
            [("grant_type", "fb_exchange_token"), ("client_id", appId), ("client_secret", appSecret), ("fb_exchange_token", userToken)],
            FacebookJson.Default.TokenReply, cancellation);
        _redactor.Add(reply.AccessToken);
        return string.IsNullOrEmpty(reply.AccessToken)
            ? throw _client.Faults.Malformed(answer, "the answer has no token")
            : new FacebookToken(reply.AccessToken, reply.ExpiresIn is { } seconds ? _clock.GetUtcNow().AddSeconds(seconds) : null);
    }

    /// <summary>What Facebook knows of a token: whether it is valid, until when, and what it may do.</summary>
    public async Task<TokenInspection> InspectTokenAsync(string token, CancellationToken cancellation)
    {
        _redactor.Add(token);
        var (reply, answer) = await _client.GetAsync(
            "inspect a token", "debug_token", AppToken(),
            [("input_token", token)], FacebookJson.Default.InspectionReply, cancellation);
        var data = reply.Data ?? throw _client.Faults.Malformed(answer, "the answer has no data");
        var problem = data.Error is { } error
            ? _redactor.Clean($"{error.Message} [{FacebookFaults.CodeOf(error.Code, error.Subcode)}]")
            : data.IsValid == true ? null : "Facebook does not say why";
        return new TokenInspection(
            data.IsValid == true, data.Type, data.AppId, data.UserId, data.ProfileId, data.Scopes ?? [],
            TimeOf(data.ExpiresAt), TimeOf(data.DataAccessExpiresAt), problem);
    }

    /// <summary>What Facebook knows of the user's token; null when there is none, or no app to ask with.</summary>
    internal async Task<TokenInspection?> InspectAsync(CancellationToken cancellation)
    {
        var keys = await _keys.CurrentAsync(cancellation);
        return keys.UserToken is { } token && HasApp ? await InspectTokenAsync(token, cancellation) : null;
    }

    /// <summary>The fault that a token is which Facebook calls invalid.</summary>
    internal ConnectorException Refused(TokenInspection token)
        => _client.Faults.NeedsLogin($"the token of connection {_options.Connection} is refused: {token.Problem}; log in again");

    private GraphToken AppToken()
    {
        var (id, secret) = App();
        return new GraphToken($"{id}|{secret}", IsApp: true);
    }

    private (string Id, string Secret) App()
        => _options is { AppId.Length: > 0, AppSecret.Length: > 0 }
            ? (_options.AppId, _options.AppSecret)
            : throw _client.Faults.Own(CallFault.Permanent, $"connection {_options.Connection} has no app_id or app_secret; set both to work with tokens");

    // 0 stands for never; seconds beyond what a date can hold are as good as never.
    private static DateTimeOffset? TimeOf(long? unixSeconds)
        => unixSeconds is > 0 and <= 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(unixSeconds.Value) : null;
}
