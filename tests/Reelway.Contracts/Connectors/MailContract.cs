using System.Diagnostics;
using System.Net;
using System.Text;
using Reelway.Connectors;
using Reelway.Connectors.Mail;

namespace Reelway.Contracts.Connectors;

/// <summary>What every way to send mail must do. A new one adds one subclass with its harness, and no new assertions.</summary>
public abstract class MailContract
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    // Two steps of the clock that SMTP's time-out has: long enough for a loopback server on a busy machine.
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    private static readonly OutgoingMail Mail = new(
        "eva@example.org", "Eva Größe", "Your talk is out 🎬", "Hello Eva", "<p>Hello <b>Eva</b></p>", "run_1/mail/eva");

    /// <summary>The way with sends that end after <paramref name="timeout"/>.</summary>
    protected abstract ValueTask<IMailHarness> StartAsync(TimeSpan timeout, CancellationToken cancellation);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_key_gives_the_same_message_id_and_another_key_another()
    {
        await using var harness = await StartAsync(Long, Cancellation);

        await harness.Mailer.SendAsync(Mail, Cancellation);
        await harness.Mailer.SendAsync(Mail with { Subject = "Corrected" }, Cancellation);
        await harness.Mailer.SendAsync(Mail with { MessageKey = "run_2/mail/eva" }, Cancellation);

        Assert.Equal(3, harness.Taken.Count);
        Assert.Equal(harness.Taken[0], harness.Taken[1]);
        Assert.NotEqual(harness.Taken[0], harness.Taken[2]);
        Assert.All(harness.Taken, id => Assert.Matches("^<[0-9a-f]{40}@[a-z.]+>$", id));
        Assert.All(harness.Taken, id => Assert.DoesNotContain("run_", id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_mails_at_the_same_time_do_not_get_in_each_others_way()
    {
        await using var harness = await StartAsync(Long, Cancellation);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(number => harness.Mailer.SendAsync(Mail with { MessageKey = $"mail/{number}" }, Cancellation)));

        Assert.Equal(16, harness.Taken.Distinct().Count());
    }

    [Theory]
    [InlineData(MailTrouble.HangsUpBefore, 0)]
    [InlineData(MailTrouble.HangsUpAfter, 1)]
    [InlineData(MailTrouble.CutsTheAnswer, 1)]
    [InlineData(MailTrouble.TalksNonsense, 1)]
    public async Task A_lost_answer_leaves_the_outcome_unknown_and_is_not_repeated(MailTrouble trouble, int taken)
    {
        await using var harness = await StartAsync(Long, Cancellation);
        harness.Behave(trouble);

        var fault = await FailAsync(harness);

        Assert.Equal((CallFault.Transient, true), (fault.Kind, fault.OutcomeUnknown));
        Assert.Equal(taken, harness.Taken.Count);
    }

    [Theory]
    [InlineData(MailTrouble.FallsSilentBefore, 0)]
    [InlineData(MailTrouble.FallsSilentAfter, 1)]
    [InlineData(MailTrouble.DripsTheAnswer, 1)]
    public async Task A_server_that_never_ends_its_answer_costs_no_more_than_the_time_limit(MailTrouble trouble, int taken)
    {
        await using var harness = await StartAsync(Short, Cancellation);
        harness.Behave(trouble);
        var watch = Stopwatch.StartNew();

        var fault = await FailAsync(harness);

        Assert.Equal((CallFault.Transient, true), (fault.Kind, fault.OutcomeUnknown));
        Assert.Equal(taken, harness.Taken.Count);
        Assert.InRange(watch.Elapsed, Short / 2, TimeSpan.FromSeconds(25));
    }

    [Fact]
    public async Task A_send_cancelled_before_it_began_says_nothing()
    {
        await using var harness = await StartAsync(Long, Cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => harness.Mailer.SendAsync(Mail, new CancellationToken(canceled: true)));

        Assert.True(harness.IsUntouched);
    }

    [Fact]
    public async Task A_send_cancelled_under_way_may_have_been_taken()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        harness.Behave(MailTrouble.FallsSilentAfter);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var sending = harness.Mailer.SendAsync(Mail, cancel.Token);
        await harness.TroubleReachedAsync(Cancellation);
        await cancel.CancelAsync();

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => sending);
        Assert.True(fault.OutcomeUnknown);
        Assert.Single(harness.Taken);
    }

    [Fact]
    public async Task A_server_that_is_not_there_leaves_nothing_unknown()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        await harness.EndServerAsync();

        var fault = await FailAsync(harness);

        Assert.Equal((CallFault.Transient, false), (fault.Kind, fault.OutcomeUnknown));
    }

    [Fact]
    public async Task A_storm_of_breakdowns_takes_no_mail_and_ends_with_it()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        harness.Behave(MailTrouble.BreaksDown);
        for (var time = 0; time < 5; time++)
        {
            Assert.Equal(CallFault.Transient, (await FailAsync(harness)).Kind);
        }

        Assert.Empty(harness.Taken);
        harness.Behave(MailTrouble.None);
        await harness.Mailer.SendAsync(Mail, Cancellation);
        Assert.Single(harness.Taken);
    }

    [Fact]
    public async Task A_refused_login_holds_up_the_connection_and_a_right_one_lets_mails_through()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        harness.Behave(MailTrouble.LoginRefused);

        var fault = await FailAsync(harness);

        Assert.Equal((CallFault.Auth, false), (fault.Kind, fault.OutcomeUnknown));
        Assert.StartsWith("connection:", fault.Scope, StringComparison.Ordinal);
        harness.Behave(MailTrouble.None);
        await harness.Mailer.SendAsync(Mail, Cancellation);
        Assert.Single(harness.Taken);
    }

    [Fact]
    public async Task Too_many_mails_are_told_as_such()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        harness.Behave(MailTrouble.Throttled);

        var fault = await FailAsync(harness);

        Assert.Equal((harness.Throttling, false, null), (fault.Kind, fault.OutcomeUnknown, fault.RetryAfter));
        Assert.Empty(harness.Taken);
    }

    [Theory]
    [InlineData("")]
    [InlineData("eva")]
    [InlineData("eva@")]
    [InlineData("@example.org")]
    [InlineData("eva@example.org, bob@example.org")]
    [InlineData("Eva <eva@example.org>")]
    [InlineData("eva@example.org\r\nRCPT TO:<bob@example.org>")]
    [InlineData("eva@exa mple.org")]
    [InlineData(" eva@example.org")]
    [InlineData("eva@example.org>")]
    [InlineData("eva@@example.org")]
    [InlineData("(x)eva@example.org")]
    [InlineData("eva@example.org.")]
    [InlineData("eva@example..org")]
    [InlineData("eva@.example.org")]
    [InlineData("eva.@example.org")]
    [InlineData("eva@exa_mple.org")]
    [InlineData("eva\u200b@example.org")]
    public async Task What_is_no_address_is_refused_before_anything_is_said(string to)
    {
        await using var harness = await StartAsync(Long, Cancellation);

        var fault = await FailAsync(harness, Mail with { To = to });

        Assert.Equal((CallFault.Permanent, false), (fault.Kind, fault.OutcomeUnknown));
        Assert.Contains("is not a mail address", fault.Message, StringComparison.Ordinal);
        Assert.True(harness.IsUntouched);
        Assert.False(OutgoingMail.IsAddress(to));
    }

    [Theory]
    [InlineData("\r\nBcc: bob@example.org")]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\u0000")]
    [InlineData("\u0085")]
    [InlineData("\u2028")]
    public async Task Nothing_can_begin_another_header(string injected)
    {
        await using var harness = await StartAsync(Long, Cancellation);

        var subject = await FailAsync(harness, Mail with { Subject = "Hi" + injected });
        var name = await FailAsync(harness, Mail with { ToName = "Eva" + injected });

        Assert.Equal((CallFault.Permanent, CallFault.Permanent), (subject.Kind, name.Kind));
        Assert.True(harness.IsUntouched);
    }

    [Theory]
    [InlineData(null, null, "")]
    [InlineData("", "", "Text")]
    [InlineData("Eva", "<p>Only this</p>", "")]
    public async Task A_mail_can_do_without_name_text_or_html(string? name, string? html, string text)
    {
        await using var harness = await StartAsync(Long, Cancellation);

        await harness.Mailer.SendAsync(Mail with { ToName = name, Html = html, Text = text }, Cancellation);

        Assert.Single(harness.Taken);
    }

    [Fact]
    public async Task A_large_mail_goes_out_whole()
    {
        await using var harness = await StartAsync(Long, Cancellation);

        await harness.Mailer.SendAsync(Mail with { Html = new string('ü', 1_500_000) }, Cancellation);

        Assert.Single(harness.Taken);
    }

    [Fact]
    public async Task No_secret_is_in_any_message_or_log_line()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        var texts = new StringBuilder();
        foreach (var trouble in new[] { MailTrouble.LoginRefused, MailTrouble.Throttled, MailTrouble.BreaksDown, MailTrouble.TalksNonsense, MailTrouble.HangsUpAfter })
        {
            harness.Behave(trouble);
            texts.Append(await FailAsync(harness));
        }

        var all = texts.ToString() + harness.Log.Text;
        Assert.NotEmpty(harness.Log.Text);
        Assert.All(harness.Secrets, secret => Assert.DoesNotContain(secret, all, StringComparison.OrdinalIgnoreCase));
        Assert.All(harness.Secrets, secret => Assert.DoesNotContain(WebUtility.UrlEncode(secret), all, StringComparison.OrdinalIgnoreCase));
    }

    protected static Task<ConnectorException> FailAsync(IMailHarness harness, OutgoingMail? mail = null)
        => Assert.ThrowsAsync<ConnectorException>(() => harness.Mailer.SendAsync(mail ?? Mail, Cancellation));
}
