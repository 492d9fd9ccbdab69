namespace Reelway.Connectors.Facebook;

/// <summary>Logging in with a browser: a dialog of Facebook's website, and the code that it sends back.</summary>
public sealed partial class FacebookPages
{
    /// <summary>Where a person grants what is needed; null without an app to grant it to.</summary>
    /// <param name="redirect">Where the browser goes with the answer.</param>
    /// <param name="state">Comes back with it.</param>
    /// <remarks>Without <c>rerequest</c> Facebook does not ask again for what was once declined.</remarks>
    public Uri? LoginDialog(string redirect, string state)
        => HasApp
            ? FacebookClient.Url(_options.LoginUrl, $"{_options.Version}/dialog/oauth",
            [
                ("client_id", _options.AppId!), ("redirect_uri", redirect), ("state", state), ("response_type", "code"),
                ("scope", string.Join(',', FacebookPermissions.Needed)), ("auth_type", "rerequest"),
            ])
            : null;

    /// <summary>Exchanges the code for the user's token, and goes on as with a pasted one.</summary>
    public async Task<NewLogin> LogInAsync(LoginCode code, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(code);
        _redactor.Add(code.Code);
        var (appId, appSecret) = App();
        var (reply, answer) = await _client.RedeemAsync(
            "exchange the code of the login", "oauth/access_token",
            [("client_id", appId), ("redirect_uri", code.Redirect), ("client_secret", appSecret), ("code", code.Code)],
            FacebookJson.Default.TokenReply, cancellation);
        _redactor.Add(reply.AccessToken);
        return string.IsNullOrEmpty(reply.AccessToken)
            ? throw _client.Faults.Malformed(answer, "the answer has no token")
            : await LogInAsync(reply.AccessToken, cancellation);
    }
}
