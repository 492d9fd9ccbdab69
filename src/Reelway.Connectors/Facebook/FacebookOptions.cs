using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;

namespace Reelway.Connectors.Facebook;

/// <summary>Settings of one Facebook connection: an app, the user who administers the pages, and where Graph is.</summary>
public sealed class FacebookOptions() : HttpConnectionOptions("facebook")
{
    [Setting("Address of the Graph API. Changed only to talk to a stand-in.")]
    [WebAddress]
    public Uri GraphUrl { get; init; } = new("https://graph.facebook.com");

    [Setting("Address of the video uploads, which have a host of their own. Changed only to talk to a stand-in.")]
    [WebAddress]
    public Uri VideoUrl { get; init; } = new("https://graph-video.facebook.com");

    [Setting("Address of the website, where a person logs in with a browser. Changed only to talk to a stand-in.")]
    [WebAddress]
    public Uri LoginUrl { get; init; } = new("https://www.facebook.com");

    /// <remarks>v23.0 is served until 2027-10-08.</remarks>
    [Setting("Version of the Graph API, such as v23.0.")]
    [RegularExpression(@"v[0-9]{1,3}\.[0-9]{1,2}", ErrorMessage = "must look like v23.0.")]
    public string Version { get; init; } = "v23.0";

    [Setting("Id of the app, from its dashboard at developers.facebook.com.")]
    public string? AppId { get; init; }

    [Setting("Secret of the app, from the same dashboard. With it every call is signed (appsecret_proof).", Secret = true)]
    public string? AppSecret { get; init; }

    [Setting("Long-lived token of a user who may create content on the pages. Not needed once somebody has logged in to the connection.", Secret = true)]
    public string? AccessToken { get; init; }

    [Setting("Page that posts go out on: its id, its vanity name or its address. Not needed where the account has one page.")]
    public string? Page { get; init; }

    [Setting("Tokens of single pages, by page id, where they are not to be taken from the user's account.", Secret = true)]
    public IReadOnlyDictionary<string, string> PageTokens { get; init; } = new Dictionary<string, string>();

    [Setting("Wait after Facebook throttled a page or the app and named no time itself.")]
    [Lasts("1ms", "14d")]
    public TimeSpan ThrottleWait { get; init; } = TimeSpan.FromHours(6);

    [Setting("Wait after Facebook blocked a page for abuse; trying sooner prolongs the block.")]
    [Lasts("1ms", "14d")]
    public TimeSpan BlockWait { get; init; } = TimeSpan.FromHours(24);

    [Setting("Longest time that one piece of an upload may take; Facebook chooses the size of the pieces.")]
    [Lasts("1ms", "14d")]
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        => PageTokens.Where(page => string.IsNullOrWhiteSpace(page.Value)).Select(page => new ValidationResult($"has no token for page {page.Key}.", [nameof(PageTokens)]));
}
