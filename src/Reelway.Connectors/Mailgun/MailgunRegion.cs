namespace Reelway.Connectors.Mailgun;

/// <summary>Where a domain lives at Mailgun: the other region does not know it.</summary>
public enum MailgunRegion
{
    /// <summary><c>api.mailgun.net</c>.</summary>
    Us,

    /// <summary><c>api.eu.mailgun.net</c>.</summary>
    Eu,
}
