using Reelway.Connectors.Mail;

namespace Reelway.Connectors.Mailgun;

/// <summary>Settings of one sending domain at Mailgun.</summary>
public sealed class MailgunOptions : IConnectorOptions
{
    /// <inheritdoc/>
    public string Connection { get; init; } = "mailgun";

    [Setting("Sending domain, as Mailgun lists it: mg.example.org.", Required = true)]
    public string Domain { get; init; } = "";

    [Setting("Sending key of the domain, or the account's API key.", Secret = true, Required = true)]
    public string ApiKey { get; init; } = "";

    [Setting("Region that the domain was made in: us or eu.")]
    public MailgunRegion Region { get; init; } = MailgunRegion.Us;

    [Setting("Address that mails come from, with a name if wanted: \"Talks <talks@mg.example.org>\".", Required = true)]
    public string From { get; init; } = "";

    [Setting("True to let Mailgun take mails and deliver none (o:testmode). They are charged like others.")]
    public bool TestMode { get; init; }

    [Setting("Address of the API. Changed only to talk to a stand-in.")]
    public Uri? Url { get; init; }

    [Setting("Longest time that a call may take.")]
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <remarks>Events are searchable seconds after they happen; a key that may only send can't search, so the search then ends at once.</remarks>
    [Setting("How long Mailgun's events are searched for a mail whose answer was lost; 0s: a person is asked at once.")]
    public TimeSpan LookFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The API's address.</summary>
    internal Uri Address => Url ?? new Uri(Region == MailgunRegion.Eu ? "https://api.eu.mailgun.net" : "https://api.mailgun.net");

    /// <inheritdoc/>
    public IEnumerable<SettingProblem> Check()
    {
        if (Domain.Length > 0 && Uri.CheckHostName(Domain) != UriHostNameType.Dns)
        {
            yield return new("domain", "domain must be a bare name such as mg.example.org.");
        }

        if (From.Length > 0 && MailText.AddressOf(From) is null)
        {
            yield return new("from", "from must be a mail address such as talks@mg.example.org, or \"Talks <talks@mg.example.org>\".");
        }

        if (Url is not null && (!Url.IsAbsoluteUri || Url.Scheme is not ("https" or "http") || (Url.Scheme == "http" && !Url.IsLoopback)))
        {
            yield return new("url", "url must be an https address, or an http one on this machine.");
        }

        if (CallTimeout < TimeSpan.FromSeconds(1) || CallTimeout > TimeSpan.FromMinutes(30))
        {
            yield return new("call_timeout", "call_timeout must be 1s to 30m.");
        }

        if (LookFor < TimeSpan.Zero || LookFor > TimeSpan.FromMinutes(10))
        {
            yield return new("look_for", "look_for must be 0s to 10m.");
        }
    }
}
