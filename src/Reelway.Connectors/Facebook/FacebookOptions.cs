using System.Text.RegularExpressions;

namespace Reelway.Connectors.Facebook;

/// <summary>Settings of one Facebook connection: an app, the user who administers the pages, and where Graph is.</summary>
public sealed partial class FacebookOptions : IConnectorOptions
{
    /// <inheritdoc/>
    public string Connection { get; init; } = "facebook";

    [Setting("Address of the Graph API. Changed only to talk to a stand-in.")]
    public Uri GraphUrl { get; init; } = new("https://graph.facebook.com");

    [Setting("Address of the video uploads, which have a host of their own. Changed only to talk to a stand-in.")]
    public Uri VideoUrl { get; init; } = new("https://graph-video.facebook.com");

    [Setting("Address of the website, where a person logs in with a browser. Changed only to talk to a stand-in.")]
    public Uri LoginUrl { get; init; } = new("https://www.facebook.com");

    /// <remarks>v23.0 is served until 2027-10-08.</remarks>
    [Setting("Version of the Graph API, such as v23.0.")]
    public string Version { get; init; } = "v23.0";

    [Setting("Id of the app, from its dashboard at developers.facebook.com.")]
    public string? AppId { get; init; }

    [Setting("Secret of the app, from the same dashboard. With it every call is signed (appsecret_proof).", Secret = true)]
    public string? AppSecret { get; init; }

    [Setting("Long-lived token of a user who may create content on the pages. Not needed once somebody has logged in to the connection.", Secret = true)]
    public string? AccessToken { get; init; }

    [Setting("Tokens of single pages, by page id, where they are not to be taken from the user's account.", Secret = true)]
    public IReadOnlyDictionary<string, string> PageTokens { get; init; } = new Dictionary<string, string>();

    [Setting("Wait after Facebook throttled a page or the app and named no time itself.")]
    public TimeSpan ThrottleWait { get; init; } = TimeSpan.FromHours(6);

    [Setting("Wait after Facebook blocked a page for abuse; trying sooner prolongs the block.")]
    public TimeSpan BlockWait { get; init; } = TimeSpan.FromHours(24);

    [Setting("Longest time that a call may take.")]
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    [Setting("Longest time that one piece of an upload may take; Facebook chooses the size of the pieces.")]
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public IEnumerable<SettingProblem> Check()
    {
        foreach (var (key, url) in new[] { ("graph_url", GraphUrl), ("video_url", VideoUrl), ("login_url", LoginUrl) })
        {
            if (!url.IsAbsoluteUri || url.Scheme is not ("https" or "http") || (url.Scheme == "http" && !url.IsLoopback))
            {
                yield return new(key, $"{key} must be an https address, or an http one on this machine.");
            }
        }

        if (!VersionPattern().IsMatch(Version))
        {
            yield return new("version", "version must look like v23.0.");
        }

        foreach (var page in PageTokens.Where(page => string.IsNullOrWhiteSpace(page.Value)))
        {
            yield return new("page_tokens", $"page_tokens has no token for page {page.Key}.");
        }

        foreach (var (key, time) in new[]
        {
            ("throttle_wait", ThrottleWait), ("block_wait", BlockWait), ("call_timeout", CallTimeout), ("transfer_timeout", TransferTimeout),
        })
        {
            if (time <= TimeSpan.Zero || time > TimeSpan.FromDays(14))
            {
                yield return new(key, $"{key} must be longer than 0 and at most 14d.");
            }
        }
    }

    [GeneratedRegex(@"^v[0-9]{1,3}\.[0-9]{1,2}$")]
    private static partial Regex VersionPattern();
}
