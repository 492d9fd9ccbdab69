using System.Net;
using System.Net.Mail;
using System.Net.Mime;

namespace Reelway.Sandbox.Tests.Smtp;

/// <summary>The mail client that .NET brings along, against the catcher.</summary>
public sealed class SystemNetMailTests
{
    [Fact]
    public async Task A_mail_with_both_bodies_an_attachment_and_letters_of_many_kinds_arrives_readable()
    {
        await using var http = await SandboxHttp.StartAsync();
        var subject = "Ihr Vortrag „Größe & Maß“ ist online – 日本語のとても長い題名でいくつもの符号化語になる 🎬";
        var text = "Guten Tag Jürgen,\r\n.\r\n..mit Punkten\r\n" + new string('ä', 200) + "\r\n";
        using var mail = new MailMessage("bot@example.org", "juergen@example.org", subject, text);
        mail.To.Add(new MailAddress("ada@example.org", "Ada Lövelace"));
        mail.AlternateViews.Add(AlternateView.CreateAlternateViewFromString("<p>Grüße 🎬</p>", null, MediaTypeNames.Text.Html));
        mail.Attachments.Add(Attachment.CreateAttachmentFromString("a,b", "programme.csv"));
        mail.Headers.Add("Message-ID", "<stable@example.org>");
        using var client = new SmtpClient("127.0.0.1", http.Server.SmtpPort);

        await client.SendMailAsync(mail, SandboxHttp.Cancellation);

        var caught = Assert.Single(http.Server.Mail.Messages.Entries);
        Assert.Equal(subject, caught.Subject);
        Assert.Equal(text.ReplaceLineEndings("\n"), caught.Text);
        Assert.Equal("<p>Grüße 🎬</p>", caught.Html);
        Assert.Equal(["juergen@example.org", "ada@example.org"], caught.To);
        Assert.Contains("Ada Lövelace", caught.Header("To"), StringComparison.Ordinal);
        Assert.Equal("<stable@example.org>", caught.Header("message-id"));
        Assert.Equal(("programme.csv", 3), (Assert.Single(caught.Attachments).Name, caught.Attachments[0].Bytes));
        using var raw = await http.SendAsync(HttpMethod.Get, "/_sandbox/smtp/mails/1/raw");
        Assert.Equal(caught.Bytes.ToArray(), await raw.Content.ReadAsByteArrayAsync(SandboxHttp.Cancellation));
    }

    [Fact]
    public async Task An_international_address_arrives()
    {
        await using var http = await SandboxHttp.StartAsync();
        using var mail = new MailMessage("bot@example.org", "jürgen@example.org", "Grüße", "Hallo");
        using var client = new SmtpClient("127.0.0.1", http.Server.SmtpPort) { DeliveryFormat = SmtpDeliveryFormat.International };

        await client.SendMailAsync(mail, SandboxHttp.Cancellation);

        Assert.Equal("jürgen@example.org", Assert.Single(Assert.Single(http.Server.Mail.Messages.Entries).To));
        Assert.Equal("Grüße", http.Server.Mail.Messages.Entries[0].Subject);
    }

    [Fact]
    public async Task A_login_is_made_when_credentials_are_set()
    {
        await using var http = await SandboxHttp.StartAsync(new SandboxOptions { Smtp = new() { RequireLogin = true, UserName = "u", Password = "p" } });
        using var mail = new MailMessage("bot@example.org", "ada@example.org", "x", "x");
        using var good = new SmtpClient("127.0.0.1", http.Server.SmtpPort) { UseDefaultCredentials = false, Credentials = new NetworkCredential("u", "p") };
        using var bad = new SmtpClient("127.0.0.1", http.Server.SmtpPort) { UseDefaultCredentials = false, Credentials = new NetworkCredential("u", "q") };

        await good.SendMailAsync(mail, SandboxHttp.Cancellation);
        await Assert.ThrowsAsync<SmtpException>(() => bad.SendMailAsync(mail, SandboxHttp.Cancellation));

        Assert.Single(http.Server.Mail.Messages.Entries);
    }

    [Fact]
    public async Task A_refused_recipient_is_reported_by_name()
    {
        await using var http = await SandboxHttp.StartAsync();
        await http.OrderFaultAsync("""{"system":"smtp","match":{"method":"RCPT","path":"gone@*"},"effect":"status","status":550}""");
        using var mail = new MailMessage("bot@example.org", "gone@example.org", "x", "x");
        using var client = new SmtpClient("127.0.0.1", http.Server.SmtpPort);

        var fault = await Assert.ThrowsAsync<SmtpFailedRecipientException>(() => client.SendMailAsync(mail, SandboxHttp.Cancellation));

        Assert.Equal((SmtpStatusCode.MailboxUnavailable, "<gone@example.org>"), (fault.StatusCode, fault.FailedRecipient));
        Assert.Empty(http.Server.Mail.Messages.Entries);
    }

    [Fact]
    public async Task Encryption_is_not_offered_and_the_client_says_so()
    {
        await using var http = await SandboxHttp.StartAsync();
        using var mail = new MailMessage("bot@example.org", "ada@example.org", "x", "x");
        using var client = new SmtpClient("127.0.0.1", http.Server.SmtpPort) { EnableSsl = true };

        await Assert.ThrowsAsync<SmtpException>(() => client.SendMailAsync(mail, SandboxHttp.Cancellation));

        Assert.Empty(http.Server.Mail.Messages.Entries);
    }
}
