using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connectors.Mail;
using Reelway.Connectors.Smtp;
using Reelway.Contracts.Servers;

namespace Reelway.Connectors.Tests.Smtp;

/// <summary>The mailer against a mail server that is not of ours.</summary>
public sealed class MaildevTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_is_read_as_it_was_written()
    {
        await using var maildev = await NodePeer.StartMaildevAsync(Cancellation);
        var mailer = SmtpMailer.Create(
            new SmtpOptions { Host = "127.0.0.1", Port = maildev.Port, Security = SmtpSecurity.None, From = "Talks <talks@example.org>" },
            NullLoggerFactory.Instance, TimeProvider.System);
        var mail = new OutgoingMail(
            "eva@example.org", "Eva Größe", "Ihr Vortrag „Größe“ ist da 🎬", "Grüße\n.\n..Eva", "<p>Grüße &amp; <b>Dank</b></p>", "run_1/mail/eva");

        await mailer.SendAsync(mail, Cancellation);
        await mailer.SendAsync(mail, Cancellation);

        using var client = new HttpClient(new SocketsHttpHandler());
        var mails = (await client.GetFromJsonAsync<JsonElement>(new Uri(maildev.Web, "email"), Cancellation)).EnumerateArray().ToList();
        Assert.Equal(2, mails.Count);
        Assert.Equal(mail.Subject, mails[0].GetProperty("subject").GetString());
        Assert.Equal("Grüße\n.\n..Eva", mails[0].GetProperty("text").GetString()!.ReplaceLineEndings("\n").Trim());
        Assert.Contains("<p>Grüße &amp; <b>Dank</b></p>", mails[0].GetProperty("html").GetString(), StringComparison.Ordinal);
        var to = mails[0].GetProperty("to")[0];
        Assert.Equal(("eva@example.org", "Eva Größe"), (to.GetProperty("address").GetString(), to.GetProperty("name").GetString()));
        Assert.Equal(mails[0].GetProperty("headers").GetProperty("message-id").GetString(), mails[1].GetProperty("headers").GetProperty("message-id").GetString());
    }
}
