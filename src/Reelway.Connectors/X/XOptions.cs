namespace Reelway.Connectors.X;

/// <summary>Settings of one account of X.</summary>
/// <remarks>The four secrets stand on the app's page "Keys and tokens". The app must have the right to read and write before the access token is made.</remarks>
public sealed class XOptions : IConnectorOptions
{
    /// <inheritdoc/>
    public string Connection { get; init; } = "x";

    [Setting("API key of the app, from its page \"Keys and tokens\".", Secret = true, Required = true)]
    public string ApiKey { get; init; } = "";

    [Setting("API key secret of the app.", Secret = true, Required = true)]
    public string ApiKeySecret { get; init; } = "";

    [Setting("Access token of the account that posts, made when the app had the right to read and write.", Secret = true, Required = true)]
    public string AccessToken { get; init; } = "";

    [Setting("Secret of the access token.", Secret = true, Required = true)]
    public string AccessTokenSecret { get; init; } = "";

    /// <remarks>The host is signed with each request: it must be the one that is really called.</remarks>
    [Setting("Address of the API. Changed only to talk to a stand-in.")]
    public Uri Url { get; init; } = new("https://api.x.com");

    [Setting("Longest time that a call may take.")]
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public IEnumerable<SettingProblem> Check()
    {
        if (!Url.IsAbsoluteUri || Url.Scheme is not ("https" or "http") || (Url.Scheme == "http" && !Url.IsLoopback))
        {
            yield return new("url", "url must be an https address, or an http one on this machine.");
        }

        if (CallTimeout < TimeSpan.FromSeconds(1) || CallTimeout > TimeSpan.FromMinutes(30))
        {
            yield return new("call_timeout", "call_timeout must be 1s to 30m.");
        }
    }
}
