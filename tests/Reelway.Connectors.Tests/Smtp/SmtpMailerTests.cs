using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connectors.Mail;
using Reelway.Connectors.Smtp;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Smtp;

public sealed class SmtpMailerTests
{
    private const string Password = "correct horse battery";

    private static readonly OutgoingMail Mail = new("eva@example.org", "Eva Größe", "Your talk is out 🎬", "Hello Eva", "<p>Hello <b>Eva</b></p>", "run_1/mail/eva");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_arrives_with_both_texts_and_a_stable_id()
    {
        await using var server = new ScriptedSmtpServer();
        var mailer = Mailer(server);
        // Umlauts, a lone line feed, lines that begin with a dot: what breaks mails elsewhere.
        var mail = Mail with { Text = "Grüße, Eva 🎬\n.\n..two\nhttps://example.org/?a=b&c=d\n", Html = "<p>Grüße</p>\n.\n" };

        await mailer.SendAsync(mail, Cancellation);
        await mailer.SendAsync(mail, Cancellation);
        await mailer.SendAsync(mail with { MessageKey = "run_2/mail/eva" }, Cancellation);

        var sent = server.Taken.Select(SentMail.Parse).ToList();
        Assert.Equal("Your talk is out 🎬", sent[0].Subject);
        Assert.Equal("Eva Größe <eva@example.org>", sent[0].To);
        Assert.Equal("Talks <talks@example.org>", sent[0].From);
        Assert.Equal("Grüße, Eva 🎬\r\n.\r\n..two\r\nhttps://example.org/?a=b&c=d\r\n", sent[0].Parts["text/plain"]);
        Assert.Equal("<p>Grüße</p>\r\n.\r\n", sent[0].Parts["text/html"]);
        Assert.Matches("^<[0-9a-f]{40}@example\\.org>$", sent[0].MessageId);
        Assert.Equal(sent[0].MessageId, sent[1].MessageId);
        Assert.NotEqual(sent[0].MessageId, sent[2].MessageId);
        Assert.Contains("MAIL FROM:<talks@example.org>", server.Said);
        Assert.Contains("RCPT TO:<eva@example.org>", server.Said);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_mail_can_do_without_html_and_name(string? none)
    {
        await using var server = new ScriptedSmtpServer();

        await Mailer(server).SendAsync(Mail with { ToName = none, Html = none, Text = "" }, Cancellation);

        var sent = SentMail.Parse(Assert.Single(server.Taken));
        Assert.Equal("eva@example.org", sent.To);
        Assert.Equal(["text/plain"], sent.Parts.Keys);
    }

    [Fact]
    public async Task Letters_beyond_ascii_before_the_at_are_refused_for_good_by_a_server_without_smtputf8()
    {
        await using var server = new ScriptedSmtpServer();

        var fault = await FailAsync(Mailer(server), Mail with { To = "žofie@example.org" });

        Assert.Equal((CallFault.Permanent, false), (fault.Kind, fault.OutcomeUnknown));
        Assert.Contains("žofie@example.org", fault.Message, StringComparison.Ordinal);
        Assert.Contains("does not offer SMTPUTF8", fault.Message, StringComparison.Ordinal);
        Assert.Empty(server.Taken);
    }

    [Fact]
    public async Task A_server_with_smtputf8_gets_such_a_mail()
    {
        await using var server = new ScriptedSmtpServer { OffersUtf8 = true };

        await Mailer(server).SendAsync(Mail with { To = "žofie@example.org" }, Cancellation);

        Assert.Single(server.Taken);
        Assert.Contains(server.Said, line => line.StartsWith("MAIL FROM:", StringComparison.Ordinal) && line.Contains("SMTPUTF8", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_domain_beyond_ascii_is_written_in_ascii()
    {
        await using var server = new ScriptedSmtpServer();

        await Mailer(server).SendAsync(Mail with { To = "eva@bücher.example" }, Cancellation);

        Assert.Contains("RCPT TO:<eva@xn--bcher-kva.example>", server.Said);
    }

    [Theory]
    [InlineData(SmtpStep.Greeting)]
    [InlineData(SmtpStep.Hello)]
    [InlineData(SmtpStep.From)]
    [InlineData(SmtpStep.To)]
    [InlineData(SmtpStep.Data)]
    [InlineData(SmtpStep.Dot)]
    public async Task An_answer_says_that_the_mail_was_not_taken_wherever_it_comes(SmtpStep step)
    {
        Assert.Equal((CallFault.Transient, false), await FaultAsync(step, new(SmtpTroubleKind.Answer, "451 4.3.0 later")));
        Assert.Equal((CallFault.Transient, false), await FaultAsync(step, new(SmtpTroubleKind.Answer, "421 4.3.2 closing")));
        Assert.Equal((CallFault.Permanent, false), await FaultAsync(step, new(SmtpTroubleKind.Answer, "550 5.1.1 no")));
        Assert.Equal((CallFault.Permanent, false), await FaultAsync(step, new(SmtpTroubleKind.Answer, "554 5.7.1 no")));
    }

    [Theory]
    [InlineData(SmtpStep.Greeting, false)]
    [InlineData(SmtpStep.Hello, false)]
    [InlineData(SmtpStep.From, false)]
    [InlineData(SmtpStep.To, false)]
    [InlineData(SmtpStep.Data, false)]
    [InlineData(SmtpStep.Dot, true)]
    public async Task A_lost_connection_leaves_the_outcome_unknown_from_the_dot_on(SmtpStep step, bool unknown)
    {
        Assert.Equal((CallFault.Transient, unknown), await FaultAsync(step, new(SmtpTroubleKind.Close)));
        Assert.Equal((CallFault.Transient, unknown), await FaultAsync(step, new(SmtpTroubleKind.Reset)));
        Assert.Equal((CallFault.Transient, unknown), await FaultAsync(step, new(SmtpTroubleKind.Silence), TimeSpan.FromSeconds(1)));
        Assert.Equal((CallFault.Transient, unknown), await FaultAsync(step, new(SmtpTroubleKind.Answer, "what?")));
    }

    [Theory]
    [InlineData(SmtpTroubleKind.Close)]
    [InlineData(SmtpTroubleKind.Reset)]
    public async Task A_large_mail_whose_text_is_cut_is_a_transient_fault(SmtpTroubleKind kind)
    {
        await using var server = new ScriptedSmtpServer { Step = SmtpStep.Text, Trouble = new(kind) };

        // Whether it counts as unknown depends on how much the runtime had read when it noticed.
        var fault = await FailAsync(Mailer(server), Mail with { Html = new string('x', 3_000_000) });

        Assert.Equal(CallFault.Transient, fault.Kind);
        Assert.Contains("closed the connection", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_that_was_taken_stays_sent_whatever_the_goodbye_is()
    {
        foreach (var trouble in new SmtpTrouble[] { new(SmtpTroubleKind.Close), new(SmtpTroubleKind.Reset), new(SmtpTroubleKind.Answer, "550 no"), new(SmtpTroubleKind.Silence) })
        {
            await using var server = new ScriptedSmtpServer { Step = SmtpStep.Quit, Trouble = trouble };
            await Mailer(server).SendAsync(Mail, Cancellation);
            Assert.Single(server.Taken);
        }
    }

    [Theory]
    [InlineData(SmtpStep.Greeting)]
    [InlineData(SmtpStep.To)]
    [InlineData(SmtpStep.Data)]
    public async Task A_send_cancelled_before_the_text_ends_as_cancelled(SmtpStep step)
    {
        await using var server = new ScriptedSmtpServer { Step = step, Trouble = new(SmtpTroubleKind.Silence) };
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var watch = Stopwatch.StartNew();

        var sending = Mailer(server).SendAsync(Mail, cancel.Token);
        await server.TroubleReachedAsync(Cancellation);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_send_cancelled_after_the_text_may_have_been_taken()
    {
        await using var server = new ScriptedSmtpServer { Step = SmtpStep.Dot, Trouble = new(SmtpTroubleKind.Silence, TakesMail: true) };
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var sending = Mailer(server).SendAsync(Mail, cancel.Token);
        await server.TroubleReachedAsync(Cancellation);
        await cancel.CancelAsync();

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => sending);
        Assert.True(fault.OutcomeUnknown);
        Assert.Contains("eva@example.org: it was cancelled while", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_send_cancelled_after_the_text_still_hears_the_answer()
    {
        await using var server = new ScriptedSmtpServer
        {
            Step = SmtpStep.Dot,
            Trouble = new(SmtpTroubleKind.Silence, Pause: TimeSpan.FromMilliseconds(300), TakesMail: true),
        };
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var sending = Mailer(server).SendAsync(Mail, cancel.Token);
        await server.TroubleReachedAsync(Cancellation);
        await cancel.CancelAsync();

        await sending;
        Assert.Single(server.Taken);
    }

    [Fact]
    public async Task A_send_cancelled_before_it_began_connects_to_nothing()
    {
        await using var server = new ScriptedSmtpServer();
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Mailer(server).SendAsync(Mail, cancel.Token));

        Assert.Empty(server.Said);
    }

    [Fact]
    public async Task A_server_that_is_not_there_leaves_nothing_unknown()
    {
        var server = new ScriptedSmtpServer();
        await server.DisposeAsync();

        var refused = await FailAsync(Mailer(server), Mail);
        var nameless = await FailAsync(Mailer(server, options => new SmtpOptions
        {
            Host = "no-such-host.invalid",
            Port = options.Port,
            Security = options.Security,
            From = options.From,
        }), Mail);

        Assert.Equal((CallFault.Transient, false), (refused.Kind, refused.OutcomeUnknown));
        Assert.Equal((CallFault.Transient, false), (nameless.Kind, nameless.OutcomeUnknown));
        Assert.Contains("no-such-host.invalid", nameless.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_starttls_gets_neither_password_nor_mail()
    {
        await using var server = new ScriptedSmtpServer { WantsLogin = true };

        var fault = await FailAsync(Mailer(server, options => WithLogin(options, SmtpSecurity.StartTls)), Mail);

        Assert.Equal(CallFault.Permanent, fault.Kind);
        Assert.Contains("STARTTLS", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Said, line => line.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_gets_neither_password_nor_mail_from_the_first_byte_on()
    {
        using var certificate = SelfSigned();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var handshake = HandshakeAsync(listener, certificate);

        var fault = await FailAsync(
            Mailer(((IPEndPoint)listener.LocalEndpoint).Port, options => WithLogin(options, SmtpSecurity.Tls)), Mail);

        Assert.Equal((CallFault.Permanent, false), (fault.Kind, fault.OutcomeUnknown));
        Assert.Contains("check the name and the certificate", fault.Message, StringComparison.Ordinal);
        Assert.Equal("", await handshake);
    }

    [Fact]
    public async Task A_server_that_does_not_encrypt_from_the_first_byte_is_reported_as_such()
    {
        await using var server = new ScriptedSmtpServer();

        var fault = await FailAsync(Mailer(server, options => WithLogin(options, SmtpSecurity.Tls)), Mail);

        Assert.False(fault.OutcomeUnknown);
        Assert.Contains("security: starttls for 587", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Said, line => line.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_login_lets_mails_through_and_a_refused_one_holds_up_the_connection()
    {
        await using var server = new ScriptedSmtpServer { WantsLogin = true };
        await Mailer(server, options => WithLogin(options, SmtpSecurity.None)).SendAsync(Mail, Cancellation);
        Assert.Single(server.Taken);

        var fault = await FailAsync(Mailer(server), Mail);

        Assert.Equal((CallFault.Auth, "connection:mail-main", "530"), (fault.Kind, fault.Scope, fault.RemoteCode));
    }

    [Fact]
    public async Task The_password_is_in_no_message_even_when_the_server_quotes_it()
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(Password));
        foreach (var step in new[] { SmtpStep.From, SmtpStep.Dot, SmtpStep.To })
        {
            await using var server = new ScriptedSmtpServer { WantsLogin = true, Step = step, Trouble = new(SmtpTroubleKind.Answer, $"550 what is {Password} or {encoded} " + new string('!', 3000)) };
            using var log = new CapturedLog();

            var fault = await FailAsync(Mailer(server, options => WithLogin(options, SmtpSecurity.None), log), Mail);

            Assert.DoesNotContain(Password, fault + log.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(encoded, fault + log.Text, StringComparison.Ordinal);
            Assert.InRange(fault.Message.Length, 1, 1100);
        }
    }

    [Fact]
    public async Task Names_can_not_add_an_address()
    {
        await using var server = new ScriptedSmtpServer();

        await Mailer(server).SendAsync(Mail with { ToName = "Eva\" <bob@example.org>, \"" }, Cancellation);

        Assert.Equal("RCPT TO:<eva@example.org>", Assert.Single(server.Said, line => line.StartsWith("RCPT", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Many_mails_at_the_same_time_do_not_get_in_each_others_way()
    {
        await using var server = new ScriptedSmtpServer();
        var mailer = Mailer(server);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(number => mailer.SendAsync(Mail with { MessageKey = $"mail/{number}" }, Cancellation)));

        Assert.Equal(16, server.Taken.Select(mail => SentMail.Parse(mail).MessageId).Distinct().Count());
    }

    private static async Task<(CallFault Kind, bool OutcomeUnknown)> FaultAsync(SmtpStep step, SmtpTrouble trouble, TimeSpan? timeout = null)
    {
        await using var server = new ScriptedSmtpServer { Step = step, Trouble = trouble };
        var fault = await FailAsync(
            Mailer(server, options => new SmtpOptions { Host = options.Host, Port = options.Port, Security = options.Security, From = options.From, Timeout = timeout ?? options.Timeout }), Mail);
        Assert.Empty(server.Taken);
        return (fault.Kind, fault.OutcomeUnknown);
    }

    private static Task<ConnectorException> FailAsync(SmtpMailer mailer, OutgoingMail mail)
        => Assert.ThrowsAsync<ConnectorException>(() => mailer.SendAsync(mail, Cancellation));

    // Everything that a client says once it is encrypted; it should hang up before.
    private static async Task<string> HandshakeAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using var client = await listener.AcceptTcpClientAsync(Cancellation);
        await using var stream = new SslStream(client.GetStream());
        try
        {
            await stream.AuthenticateAsServerAsync(certificate);
            await stream.WriteAsync("220 scripted\r\n"u8.ToArray(), Cancellation);
            using var reader = new StreamReader(stream);
            return await reader.ReadToEndAsync(Cancellation);
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            return "";
        }
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(150));
    }

    private static SmtpMailer Mailer(ScriptedSmtpServer server, Func<SmtpOptions, SmtpOptions>? change = null, CapturedLog? log = null)
        => Mailer(server.Port, change, log);

    private static SmtpMailer Mailer(int port, Func<SmtpOptions, SmtpOptions>? change = null, CapturedLog? log = null)
    {
        var options = new SmtpOptions
        {
            Connection = "mail-main",
            Host = "127.0.0.1",
            Port = port,
            Security = SmtpSecurity.None,
            From = "Talks <talks@example.org>",
        };
        return SmtpMailer.Create(change?.Invoke(options) ?? options, log ?? (Microsoft.Extensions.Logging.ILoggerFactory)NullLoggerFactory.Instance, TimeProvider.System);
    }

    private static SmtpOptions WithLogin(SmtpOptions options, SmtpSecurity security) => new()
    {
        Connection = options.Connection,
        Host = options.Host,
        Port = options.Port,
        Security = security,
        From = options.From,
        User = "talks",
        Password = Password,
    };
}
