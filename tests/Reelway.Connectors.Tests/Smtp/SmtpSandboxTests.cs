using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connectors.Mail;
using Reelway.Connectors.Smtp;
using Reelway.Sandbox;
using Reelway.Sandbox.Smtp;

namespace Reelway.Connectors.Tests.Smtp;

/// <summary>The mailer against the stand-in that others wrote: what a reader of the mail would see.</summary>
public sealed class SmtpSandboxTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_is_read_as_it_was_written()
    {
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { Smtp = new SmtpSandboxOptions { RequireLogin = true, UserName = "talks", Password = "pass word" } }, Cancellation);
        var mailer = SmtpMailer.Create(
            new SmtpOptions { Host = "127.0.0.1", Port = sandbox.SmtpPort, Security = SmtpSecurity.None, From = "Talks <talks@example.org>", User = "talks", Password = "pass word" },
            NullLoggerFactory.Instance, TimeProvider.System);

        await mailer.SendAsync(
            new OutgoingMail("eva@example.org", "Eva Größe", "Ihr Vortrag „Größe“ ist da 🎬", "Grüße\n.\nEva", "<p>Grüße</p>", "run_1/mail/eva"), Cancellation);

        var mail = Assert.Single(sandbox.Mail.Messages.Entries);
        Assert.Equal(["eva@example.org"], mail.To);
        Assert.Equal("Ihr Vortrag „Größe“ ist da 🎬", mail.Subject);
        Assert.Equal(("Grüße\n.\nEva", "<p>Grüße</p>"), (mail.Text, mail.Html));
        Assert.Contains("Eva Größe", mail.Header("To"), StringComparison.Ordinal);
        Assert.EndsWith("@example.org>", mail.Header("Message-ID"), StringComparison.Ordinal);
    }
}
