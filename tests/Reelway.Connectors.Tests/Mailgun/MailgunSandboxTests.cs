using Reelway.Connectors.Mail;
using Reelway.Connectors.Mailgun;
using Reelway.Contracts.Connectors;
using Reelway.Sandbox;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.Mailgun;

namespace Reelway.Connectors.Tests.Mailgun;

/// <summary>The mailer against the stand-in, which checks what Mailgun checks.</summary>
public sealed class MailgunSandboxTests : IAsyncLifetime
{
    private static readonly OutgoingMail Mail = new(
        "eva@example.org", "Größe, \"Eva\"", "Ihr Vortrag „Größe“ ist da 🎬", "Grüße\n.\nEva", "<p>Grüße</p>", "run_1/mail/eva");

    private readonly MailgunSandboxOptions _account = new();
    private readonly CapturedLog _log = new();
    private ConnectorHttp _http = null!;
    private SandboxServer _sandbox = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Mailgun = _account }, Cancellation);
        _http = new ConnectorHttp(TimeProvider.System, _log);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _sandbox.DisposeAsync();
        _log.Dispose();
    }

    [Theory]
    [InlineData("mg.example.org", MailgunRegion.Us, "us")]
    [InlineData("mg.example.eu", MailgunRegion.Eu, "eu")]
    public async Task A_mail_is_read_as_it_was_written_in_both_regions(string domain, MailgunRegion region, string path)
    {
        await Mailer(domain, path, region: region).SendAsync(Mail, Cancellation);

        var taken = Assert.Single(_sandbox.Mailgun.Messages.Entries);
        Assert.Equal((path, domain, false), (taken.Region, taken.Domain, taken.IsTest));
        Assert.Equal(["eva@example.org"], taken.To);
        Assert.Equal($"\"Talks\" <talks@{domain}>", taken.From);
        Assert.Equal((Mail.Subject, Mail.Text, Mail.Html), (taken.Subject, taken.Text, taken.Html));
        Assert.Matches($"^<[0-9a-f]{{40}}@{domain}>$", taken.Id);
    }

    [Fact]
    public async Task A_notice_says_that_a_machine_wrote_it_and_another_mail_does_not()
    {
        await Mailer().SendAsync(Mail with { IsNotice = true }, Cancellation);
        await Mailer().SendAsync(Mail, Cancellation);

        Assert.Equal(["auto-generated", null], _sandbox.Mailgun.Messages.Entries.Select(mail => mail.Headers.GetValueOrDefault("Auto-Submitted")));
    }

    [Fact]
    public async Task A_test_mail_says_that_it_is_one()
    {
        await Mailer(testMode: true).SendAsync(Mail, Cancellation);

        Assert.True(Assert.Single(_sandbox.Mailgun.Messages.Entries).IsTest);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_mail_whose_answer_was_lost_is_found_and_counts_as_sent(bool hasIdOfItsOwn)
    {
        // Late enough that the first search finds nothing.
        _sandbox.Mailgun.Settings = new MailgunSettings { EventLagMs = 300, OwnMessageIds = hasIdOfItsOwn };
        _sandbox.Faults.Add(new SandboxFault("mailgun", FaultEffect.LostAnswer, new FaultMatch { Path = "*/messages" }));

        await Mailer(lookFor: TimeSpan.FromSeconds(30)).SendAsync(Mail, Cancellation);

        Assert.Single(_sandbox.Mailgun.Messages.Entries);
        Assert.Contains("show that it was taken", _log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("key-sandbox-mailgun-account", "the connection was lost")]
    [InlineData("key-sandbox-mailgun-sending", "the connection was lost")]
    public async Task A_mail_that_is_not_found_may_still_have_been_taken(string key, string said)
    {
        _sandbox.Faults.Add(new SandboxFault("mailgun", FaultEffect.Cut, new FaultMatch { Path = "*/messages" }));

        var fault = await FailAsync(Mailer(key: key, lookFor: TimeSpan.FromMilliseconds(1)));

        Assert.True(fault.OutcomeUnknown);
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.Empty(_sandbox.Mailgun.Messages.Entries);
    }

    [Fact]
    public async Task A_search_that_fails_leaves_the_first_fault_standing()
    {
        _sandbox.Faults.Add(new SandboxFault("mailgun", FaultEffect.LostAnswer, new FaultMatch { Path = "*/messages" }));

        var fault = await FailAsync(Mailer(key: _account.SendingKey, lookFor: TimeSpan.FromSeconds(30)));

        Assert.Equal((CallFault.Transient, true), (fault.Kind, fault.OutcomeUnknown));
        Assert.Contains("can't be searched", _log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mg.example.org", "eu", "key-sandbox-mailgun-account", CallFault.Auth, "region")]
    [InlineData("mg.example.eu", "us", "key-sandbox-mailgun-account", CallFault.Auth, "Domain not found")]
    [InlineData("mg.example.org", "us", "key-of-somebody-else", CallFault.Auth, "api_key")]
    public async Task What_stops_every_mail_holds_up_the_connection(string domain, string path, string key, CallFault kind, string said)
    {
        var fault = await FailAsync(Mailer(domain, path, key));

        Assert.Equal((kind, false, "connection:mailgun"), (fault.Kind, fault.OutcomeUnknown, fault.Scope));
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_domain_that_may_not_send_holds_up_the_connection()
    {
        _sandbox.Mailgun.Settings = new MailgunSettings { DisabledDomains = ["mg.example.org"] };

        Assert.Equal(CallFault.Auth, (await FailAsync(Mailer())).Kind);
    }

    [Theory]
    [InlineData(402, CallFault.Auth, "account")]
    [InlineData(403, CallFault.Permanent, "may do")]
    [InlineData(413, CallFault.Permanent, "25 MB")]
    [InlineData(400, CallFault.Permanent, "its words say why")]
    public async Task Each_refusal_says_what_to_do(int status, CallFault kind, string said)
    {
        _sandbox.Faults.Add(new SandboxFault("mailgun", FaultEffect.Status, Status: status));

        var fault = await FailAsync(Mailer());

        Assert.Equal((kind, false), (fault.Kind, fault.OutcomeUnknown));
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_throttled_account_names_the_wait_in_words()
    {
        _sandbox.Faults.Add(new SandboxFault("mailgun", FaultEffect.RateLimit, Minutes: 7));

        var fault = await FailAsync(Mailer());

        Assert.Equal((CallFault.RateLimited, "connection:mailgun"), (fault.Kind, fault.Scope));
        // Both write whole seconds.
        Assert.InRange(fault.RetryAfter!.Value, TimeSpan.FromMinutes(6.9), TimeSpan.FromMinutes(7.1));
    }

    [Fact]
    public async Task A_connection_can_be_checked_without_a_mail()
    {
        await Mailer().CheckAsync(Cancellation);

        Assert.Equal(CallFault.Auth, (await Assert.ThrowsAsync<ConnectorException>(() => Mailer(key: "key-wrong").CheckAsync(Cancellation))).Kind);
        Assert.Empty(_sandbox.Mailgun.Messages.Entries);
    }

    private MailgunMailer Mailer(
        string domain = "mg.example.org", string path = "us", string? key = null, TimeSpan? lookFor = null, bool testMode = false, MailgunRegion region = MailgunRegion.Us)
        => MailgunMailer.Create(
            new MailgunOptions
            {
                Domain = domain,
                ApiKey = key ?? _account.ApiKey,
                From = $"Talks <talks@{domain}>",
                Url = new Uri(_sandbox.HttpUrl, $"mailgun/{path}"),
                Region = region,
                LookFor = lookFor ?? TimeSpan.Zero,
                TestMode = testMode,
            },
            _http);

    private static Task<ConnectorException> FailAsync(MailgunMailer mailer)
        => Assert.ThrowsAsync<ConnectorException>(() => mailer.SendAsync(Mail, Cancellation));
}
