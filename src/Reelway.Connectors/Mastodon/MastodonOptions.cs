using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;

namespace Reelway.Connectors.Mastodon;

/// <summary>Settings of one account on one instance of Mastodon.</summary>
public sealed class MastodonOptions() : HttpConnectionOptions("mastodon")
{
    [Setting("Address of the instance that the account is on, such as https://mastodon.social.")]
    [WebAddress]
    [Required]
    public Uri? Url { get; init; }

    [Setting("Access token of an application of the account's, from its page Development, with the scopes read and write.", Secret = true)]
    [Required]
    public string AccessToken { get; init; } = "";

    [Setting("Longest text that the instance takes; a link counts 23.")]
    [Range(1, 100_000)]
    public int LongestText { get; init; } = 500;

    [Setting("Longest time that the upload of a file may take.")]
    [Lasts("1ms", "1d")]
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromMinutes(10);
}
