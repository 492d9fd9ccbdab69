using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;

namespace Reelway.Connectors.X;

/// <summary>Settings of one account of X.</summary>
/// <remarks>The four secrets stand on the app's page "Keys and tokens". The app must have the right to read and write before the access token is made.</remarks>
public sealed class XOptions() : HttpConnectionOptions("x")
{
    [Setting("API key of the app, from its page \"Keys and tokens\".", Secret = true)]
    [Required]
    public string ApiKey { get; init; } = "";

    [Setting("API key secret of the app.", Secret = true)]
    [Required]
    public string ApiKeySecret { get; init; } = "";

    [Setting("Access token of the account that posts, made when the app had the right to read and write.", Secret = true)]
    [Required]
    public string AccessToken { get; init; } = "";

    [Setting("Secret of the access token.", Secret = true)]
    [Required]
    public string AccessTokenSecret { get; init; } = "";

    [Setting("Longest time that one piece of an upload, of 4 MiB at most, may take.")]
    [Lasts("1ms", "1d")]
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <remarks>The host is signed with each request: it must be the one that is really called.</remarks>
    [Setting("Address of the API. Changed only to talk to a stand-in.")]
    [WebAddress]
    public Uri Url { get; init; } = new("https://api.x.com");
}
