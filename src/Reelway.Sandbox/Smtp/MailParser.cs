using System.Text;

namespace Reelway.Sandbox.Smtp;

/// <summary>Reads what a mail says, as far as a person or a test wants to know it.</summary>
internal static class MailParser
{
    private const int DeepestNesting = 10;

    public static CaughtMail Parse(ReadOnlyMemory<byte> bytes)
    {
        var part = MimePart.Parse(Encoding.Latin1.GetString(bytes.Span));
        var found = new Found();
        Collect(part, found, 0);
        return new CaughtMail(
            0, default, "", [], EncodedWords.Decode(part.Header("Subject") ?? ""),
            [.. part.Headers.Select(header => header with { Value = EncodedWords.Decode(header.Value) })],
            found.Text, found.Html, found.Attachments, TransferEncoding.Text(bytes.ToArray(), null))
        {
            Bytes = bytes,
        };
    }

    private static void Collect(MimePart part, Found found, int depth)
    {
        if (depth < DeepestNesting && part.ContentType.Value.StartsWith("multipart/", StringComparison.Ordinal))
        {
            foreach (var inner in part.Parts())
            {
                Collect(inner, found, depth + 1);
            }

            return;
        }

        var disposition = HeaderParameters.Parse(part.Header("Content-Disposition") ?? "inline");
        var isAttachment = disposition.Value == "attachment";
        if (!isAttachment && part.ContentType.Value == "text/plain" && found.Text is null)
        {
            found.Text = Text(part);
        }
        else if (!isAttachment && part.ContentType.Value == "text/html" && found.Html is null)
        {
            found.Html = Text(part);
        }
        else
        {
            var name = disposition.Find("filename") ?? part.ContentType.Find("name") ?? "";
            found.Attachments.Add(new MailAttachment(EncodedWords.Decode(name), part.ContentType.Value, part.Content.Length));
        }
    }

    private static string Text(MimePart part)
        => TransferEncoding.Text(part.Content, part.ContentType.Find("charset")).Replace("\r\n", "\n", StringComparison.Ordinal);

    private sealed class Found
    {
        public string? Text { get; set; }

        public string? Html { get; set; }

        public List<MailAttachment> Attachments { get; } = [];
    }
}
