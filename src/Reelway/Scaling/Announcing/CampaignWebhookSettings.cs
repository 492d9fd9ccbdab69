using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Reelway.Configuration;
using Reelway.Frame;
using Reelway.Frame.Texts;

namespace Reelway.Scaling.Announcing;

/// <summary>A webhook that campaigns call, <c>scaling.webhooks.NAME</c>.</summary>
internal sealed partial class CampaignWebhookSettings
{
    private const int LongestTemplate = 32 * 1024;

    [Setting("Whether it is called. Default: campaign_status_update is, asset_upload_complete is not.")]
    public bool? Enabled { get; set; }

    [Setting("What it is for.")]
    public string? Description { get; set; }

    [Setting("Address that is called; without one it is not called.", Address = true)]
    public string? Url { get; set; }

    [Setting("POST, PUT or PATCH.")]
    public string Method { get; set; } = "POST";

    [Setting("Headers that are sent with each call.", Secret = true)]
    public IReadOnlyDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>();

    [Setting("As whom it is called; goes before an Authorization among the headers.")]
    public CampaignWebhookAuth Auth { get; set; } = new();

    [Setting("Longest time until the whole answer is there.")]
    [Lasts("1s", "10m")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    [Setting("How often a call is repeated that failed in passing.")]
    [Range(0, 100)]
    public int MaxRetries { get; set; } = 3;

    [Setting("The payload, JSON with {placeholders}. Default: all that is known.")]
    public string? PayloadTemplate { get; set; }

    /// <summary>What is wrong with it, each behind its name.</summary>
    public IEnumerable<string> Problems(string name)
    {
        if (CampaignWebhook.PlacesOf(name) is not { } places)
        {
            yield return $": nothing calls a webhook of this name; there are {string.Join(" and ", CampaignWebhook.Names)}.";
            yield break;
        }

        if (!string.IsNullOrEmpty(Url) && !(Uri.TryCreate(Url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0))
        {
            yield return ".url must be an http or https address without a user in it, such as https://hub.example/campaigns.";
        }

        if (Enabled == true && string.IsNullOrEmpty(Url))
        {
            yield return ".url is not set, and enabled is true; set the address, or enabled to false.";
        }

        if (Method.ToUpperInvariant() is not ("POST" or "PUT" or "PATCH"))
        {
            yield return ".method must be POST, PUT or PATCH.";
        }

        foreach (var (header, value) in Headers)
        {
            if (!HeaderName().IsMatch(header) || value.Any(letter => letter is < ' ' or > '~'))
            {
                yield return $".headers.{ShownText.Name(header)} must be a header's name with printable ASCII characters for its value.";
            }
        }

        foreach (var problem in Auth.Problems().Append(TemplateProblem(places)).OfType<string>())
        {
            yield return problem;
        }
    }

    private string? TemplateProblem(IReadOnlyList<string> places)
    {
        if (string.IsNullOrWhiteSpace(PayloadTemplate))
        {
            return null;
        }

        try
        {
            return PayloadTemplate.Length > LongestTemplate
                ? $".payload_template has {PayloadTemplate.Length} characters; at most {LongestTemplate} are taken."
                : JsonTemplate.Parse(PayloadTemplate).Places.FirstOrDefault(place => !places.Contains(place.Name)) is { Name: { } unknown, Where: var where }
                    ? $".payload_template has {{{unknown}}} at {where}, which nothing fills; there are {string.Join(", ", places)}."
                    : null;
        }
        catch (FormatException problem)
        {
            return $".payload_template: {problem.Message}";
        }
    }

    [GeneratedRegex("^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$")]
    private static partial Regex HeaderName();
}

/// <summary>How a webhook's caller makes itself known.</summary>
internal enum CampaignWebhookAuthType
{
    /// <summary>Not at all, or by a header.</summary>
    None,

    /// <summary>By a token.</summary>
    Bearer,

    /// <summary>By a user and a password.</summary>
    Basic,
}

/// <summary>As whom a webhook is called.</summary>
internal sealed class CampaignWebhookAuth
{
    [Setting("none, bearer or basic.")]
    public CampaignWebhookAuthType Type { get; set; }

    [Setting("Of bearer: the token.", Secret = true)]
    public string? Token { get; set; }

    [Setting("Of basic: the user.")]
    public string? Username { get; set; }

    [Setting("Of basic: the password.", Secret = true)]
    public string? Password { get; set; }

    /// <summary>The header's value; null: none is sent.</summary>
    /// <remarks>A bearer without a token sends none, as the older system did.</remarks>
    internal string? Header => Type switch
    {
        CampaignWebhookAuthType.Bearer when Token is { Length: > 0 } token => $"Bearer {token}",
        CampaignWebhookAuthType.Basic => $"Basic {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{Username}:{Password}"))}",
        _ => null,
    };

    internal IEnumerable<string> Problems()
    {
        if (Type == CampaignWebhookAuthType.Basic && (string.IsNullOrEmpty(Username) || Username.Contains(':', StringComparison.Ordinal)))
        {
            yield return ".auth.username is needed for basic, without a colon in it.";
        }

        if (Type == CampaignWebhookAuthType.Bearer && Token is { Length: > 0 } token && token.Any(letter => letter is <= ' ' or > '~'))
        {
            yield return ".auth.token must be printable ASCII characters without spaces.";
        }
    }
}
