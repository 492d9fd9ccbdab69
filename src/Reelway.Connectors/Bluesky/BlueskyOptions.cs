using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;

namespace Reelway.Connectors.Bluesky;

/// <summary>Settings of one account of Bluesky.</summary>
public sealed class BlueskyOptions() : HttpConnectionOptions("bluesky")
{
    [Setting("The account's handle, such as fernwood.bsky.social.")]
    [Required]
    public string Handle { get; init; } = "";

    [Setting("An app password, from Settings, Privacy and security, App passwords; not the account's own.", Secret = true)]
    [Required]
    public string AppPassword { get; init; } = "";

    [Setting("Address of the account's server. Another one only for accounts that are not at Bluesky's own, or to talk to a stand-in.")]
    [WebAddress]
    public Uri Url { get; init; } = new("https://bsky.social");

    [Setting("Longest time that the upload of a file may take.")]
    [Lasts("1ms", "1d")]
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromMinutes(10);
}
