using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Reelway.Configuration;

namespace Reelway.Connectors.LinkedIn;

/// <summary>Settings of one LinkedIn connection: who posts, and with which app.</summary>
public sealed partial class LinkedInOptions() : HttpConnectionOptions("linkedin")
{
    [Setting("Who posts: an organisation's id, such as 5515715, or a URN (urn:li:organization:5515715). Without it the person whose token it is posts.")]
    public string? Author { get; init; }

    [Setting("Access token with the right to post for the author. Not needed once somebody has logged in to the connection.", Secret = true)]
    public string? AccessToken { get; init; }

    [Setting("Client id of the app, from its page \"Auth\" at linkedin.com/developers. Needed to log in with a browser, and to renew.")]
    public string? ClientId { get; init; }

    [Setting("Client secret of the app, from the same page.", Secret = true)]
    public string? ClientSecret { get; init; }

    /// <remarks>Each is served for about a year; an older one is refused for every call.</remarks>
    [Setting("Version of the API, by year and month. LinkedIn serves each for about a year.")]
    [RegularExpression("20[0-9]{2}[01][0-9]", ErrorMessage = "must look like 202609.")]
    public string Version { get; init; } = "202609";

    [Setting("Address of the API. Changed only to talk to a stand-in.")]
    [WebAddress]
    public Uri Url { get; init; } = new("https://api.linkedin.com");

    [Setting("Address of the website, where a person logs in and tokens are renewed. Changed only to talk to a stand-in.")]
    [WebAddress]
    public Uri LoginUrl { get; init; } = new("https://www.linkedin.com");

    [Setting("Longest time that one piece of an upload may take; LinkedIn chooses the size of the pieces.")]
    [Lasts("1ms", "1d")]
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>URN of who posts; null for the person whose token it is.</summary>
    internal string? AuthorUrn => Author is not { Length: > 0 } author ? null : char.IsAsciiDigit(author[0]) ? $"urn:li:organization:{author}" : author;

    /// <summary>True when a person posts, of whom LinkedIn shows an app nothing.</summary>
    internal bool IsPerson => AuthorUrn?.StartsWith("urn:li:organization:", StringComparison.Ordinal) != true;

    internal bool HasApp => this is { ClientId.Length: > 0, ClientSecret.Length: > 0 };

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (AuthorUrn is { } author && !Urn().IsMatch(author))
        {
            yield return new ValidationResult("must be an organisation's id, or a URN such as urn:li:organization:5515715.", [nameof(Author)]);
        }

        if (string.IsNullOrEmpty(ClientId) != string.IsNullOrEmpty(ClientSecret))
        {
            yield return new ValidationResult("must be set together with the other one of client_id and client_secret.", [string.IsNullOrEmpty(ClientId) ? nameof(ClientId) : nameof(ClientSecret)]);
        }
    }

    [GeneratedRegex(@"^urn:li:(?:organization:[0-9]{1,20}|person:[A-Za-z0-9_\-]{1,50})$", RegexOptions.CultureInvariant)]
    private static partial Regex Urn();
}
