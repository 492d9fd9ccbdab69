using System.Text;
using MimeKit;
using Reelway.Connectors.Mail;

namespace Reelway.Connectors.Smtp;

/// <summary>A mail as it is sent, and how far its sending went.</summary>
internal sealed class SmtpMessage : IDisposable
{
    private readonly SmtpProgress _progress;
    private readonly WatchedStream _last;

    public SmtpMessage(OutgoingMail mail, MailEnvelope envelope, SmtpProgress progress)
    {
        _progress = progress;
        Message = new MimeMessage
        {
            Subject = mail.Subject,
            MessageId = envelope.MessageId.Trim('<', '>'),
        };
        Message.From.Add(Mailbox(envelope.From));
        Message.To.Add(Mailbox(envelope.To));
        if (mail.IsNotice)
        {
            Message.Headers.Add(OutgoingMail.AutoSubmitted.Name, OutgoingMail.AutoSubmitted.Value);
        }

        var text = Part("plain", mail.Text);
        if (string.IsNullOrEmpty(mail.Html))
        {
            (Message.Body, _last) = text;
        }
        else
        {
            // Readers show the last alternative that they can.
            (var html, _last) = Part("html", mail.Html);
            Message.Body = new MultipartAlternative(text.Part, html);
        }
    }

    public MimeMessage Message { get; }

    /// <summary>True from when the server may have taken the mail.</summary>
    public bool MayBeTaken => _last.Ended;

    public void Dispose() => Message.Dispose();

    private static MailboxAddress Mailbox(System.Net.Mail.MailAddress address) => new(Encoding.UTF8, address.DisplayName, address.Address);

    private (MimePart Part, WatchedStream Content) Part(string subtype, string text)
    {
        // One blank line for an empty text: a part without a byte would never be read to its end.
        var content = new WatchedStream(Encoding.UTF8.GetBytes(MailText.WithMailLineEnds(text.Length == 0 ? "\n" : text)), () => _progress.WantsText);
        var part = new MimePart("text", subtype) { Content = new MimeContent(content), ContentTransferEncoding = ContentEncoding.Base64 };
        part.ContentType.Charset = "utf-8";
        return (part, content);
    }
}
