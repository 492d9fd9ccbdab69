using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;
using Reelway.Connectors.Mail;

namespace Reelway.Connectors.Mailgun;

/// <summary>Settings of one sending domain at Mailgun.</summary>
public sealed class MailgunOptions() : HttpConnectionOptions("mailgun")
{
    [Setting("Sending domain, as Mailgun lists it: mg.example.org.")]
    [Required]
    public string Domain { get; init; } = "";

    [Setting("Sending key of the domain, or the account's API key.", Secret = true)]
    [Required]
    public string ApiKey { get; init; } = "";

    [Setting("Region that the domain was made in: us or eu.")]
    public MailgunRegion Region { get; init; } = MailgunRegion.Us;

    [Setting(MailText.FromHelp)]
    [Required]
    [MailAddress]
    public string From { get; init; } = "";

    [Setting("True to let Mailgun take mails and deliver none (o:testmode). They are charged like others.")]
    public bool TestMode { get; init; }

    [Setting("Address of the API. Changed only to talk to a stand-in.")]
    [WebAddress]
    public Uri? Url { get; init; }

    /// <remarks>Events are searchable seconds after they happen; a key that may only send can't search, so the search then ends at once.</remarks>
    [Setting("How long Mailgun's events are searched for a mail whose answer was lost; 0s: a person is asked at once.")]
    [Lasts("0s", "10m")]
    public TimeSpan LookFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The API's address.</summary>
    internal Uri Address => Url ?? new Uri(Region == MailgunRegion.Eu ? "https://api.eu.mailgun.net" : "https://api.mailgun.net");

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Domain.Length > 0 && Uri.CheckHostName(Domain) != UriHostNameType.Dns)
        {
            yield return new("must be a bare name such as mg.example.org.", [nameof(Domain)]);
        }
    }
}
