using System.Net.Mail;

namespace Reelway.Connectors.Mail;

/// <summary>Who a mail is from, whom it goes to and what it is recognised by, once all of it was found to be in order.</summary>
internal sealed record MailEnvelope(MailAddress From, MailAddress To, string MessageId)
{
    /// <summary>The envelope of a mail.</summary>
    /// <param name="connector">The system that is to send it.</param>
    /// <param name="from">The connection's sender; null when it is no address.</param>
    /// <param name="redactor">Knows the connection's secrets.</param>
    /// <exception cref="ConnectorException">Something in it must not go out; permanent.</exception>
    public static MailEnvelope Of(OutgoingMail mail, string connector, MailAddress? from, Redactor redactor)
    {
        ArgumentException.ThrowIfNullOrEmpty(mail.MessageKey);
        if (from is null)
        {
            throw Refused("from of the connection is not a mail address; correct it");
        }

        if (MailText.HasControl(mail.Subject) || MailText.HasControl(mail.ToName))
        {
            throw Refused($"the subject or the name of the mail to {mail.To} holds a line break or another control character; remove it");
        }

        var to = MailText.AddressOf(mail.To, mail.ToName)
            ?? throw Refused($"\"{mail.To}\" is not a mail address ({OutgoingMail.WhyNoAddress(mail.To) ?? "its name can't be written beside it"}); correct it in the list that it comes from");
        return new MailEnvelope(from, to, MailText.MessageId(mail.MessageKey, from.Host));

        ConnectorException Refused(string sentence) => new(connector, CallFault.Permanent, redactor.Clean(sentence));
    }
}
