using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Reelway.Connectors.Mail;

namespace Reelway.Connectors.Smtp;

/// <summary>A mail as the runtime sends it, and how far its sending went.</summary>
internal sealed class SmtpMessage : IDisposable
{
    private readonly WatchedStream _last;

    public SmtpMessage(OutgoingMail mail, MailEnvelope envelope)
    {
        Message = new MailMessage(envelope.From, envelope.To)
        {
            Subject = mail.Subject,
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        Message.Headers.Add("Message-ID", envelope.MessageId);
        _last = AddView(mail.Text, MediaTypeNames.Text.Plain);
        if (!string.IsNullOrEmpty(mail.Html))
        {
            // Readers show the last alternative that they can.
            _last = AddView(mail.Html, MediaTypeNames.Text.Html);
        }
    }

    public MailMessage Message { get; }

    /// <summary>True from when the server may have taken the mail.</summary>
    public bool MayBeTaken => _last.Ended;

    public void Dispose() => Message.Dispose();

    private WatchedStream AddView(string text, string mediaType)
    {
        // One blank line for an empty text: a part without a byte would never be read to its end.
        var content = new WatchedStream(Encoding.UTF8.GetBytes(MailText.WithMailLineEnds(text.Length == 0 ? "\n" : text)));
        Message.AlternateViews.Add(new AlternateView(content, new ContentType(mediaType) { CharSet = "utf-8" })
        {
            // Named, so that the runtime need not read the text beforehand to choose one.
            TransferEncoding = TransferEncoding.Base64,
        });
        return content;
    }
}
