using Reelway.Contracts.Servers;
using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Frame.Schedules;
using Reelway.Notifications;
using Reelway.Sandbox;
using Reelway.Sandbox.Smtp;
using Reelway.Storage;
using Reelway.Tests.Connections;
using Reelway.Tests.Events;

namespace Reelway.Tests.Notifications;

/// <summary>Events on their way to people, on whichever database, with a clock that the test moves.</summary>
public abstract class MailContract : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private readonly NotificationsOptions _options = new()
    {
        Recipients = new MailRecipients { Success = ["team@example.test", "desk@example.test"], Errors = ["admin@example.test"], Critical = ["oncall@example.test"] },
    };

    private SandboxServer _sandbox = null!;
    private SharedStore _store = null!;
    private int _recorded;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Time = _clock }, Cancellation);
        _store = await StoreAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _sandbox.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Everybody_in_a_group_gets_one_mail_about_an_event_with_a_harmless_subject()
    {
        _options.Mails = [new MailRule { Type = "talk.published", To = MailGroup.Success }, new MailRule { Type = "talk.published", To = MailGroup.Success }];
        await using var process = await StartAsync();

        await RecordAsync(process, EventProcess.Fact("owls", "Owls\r\nBcc: evil@example.test\r\n\r\n<b>now</b>"));
        await UntilMailedAsync(2);
        await EndedAsync(process);

        Assert.Equal(["desk@example.test", "team@example.test"], Mails.SelectMany(mail => mail.To).Order(StringComparer.Ordinal));
        Assert.All(Mails, mail => Assert.Equal("Reelway: A talk can be watched, and everybody concerned was notified. Owls Bcc: evil@example.test  <b>now</b>", mail.Subject));
        Assert.Contains("link: https://video.example/1", Mails[0].Text, StringComparison.Ordinal);
        Assert.All(Mails, mail => Assert.Equal("auto-generated", mail.Headers.Single(header => header.Name == "Auto-Submitted").Value));
    }

    [Fact]
    public async Task What_is_for_the_digest_is_mailed_together_once_an_hour_and_only_once()
    {
        _options.Mails = [new MailRule { Type = "talk.published", To = MailGroup.Errors, Send = MailTime.Hourly }];
        await using var process = await StartAsync();
        await RecordAsync(process, EventProcess.Fact("owls", "Owls"), EventProcess.Fact("bees", "Bees"), EventProcess.Fact("larks", "Larks"));
        await EndedAsync(process);
        Assert.Empty(Mails);

        await DigestAsync(process);
        await DigestAsync(process);

        var mail = Assert.Single(Mails);
        Assert.Equal(("admin@example.test", "Reelway: 3 events, talk.published"), (mail.To.Single(), mail.Subject));
        Assert.Matches("(?s)Owls.*Bees.*Larks", mail.Text);
    }

    [Fact]
    public async Task Whoever_is_on_call_gets_one_mail_an_hour_for_each_cause_and_the_rest_together_afterwards()
    {
        await using var process = await StartAsync();
        await RecordAsync(process, Needs("run_1", "The sheet has no talk \"Owls\". Add its row."), Dead("run_2", "The page can't be reached."), Failed("run_3"));
        await UntilMailedAsync(2);
        await RecordAsync(process, Needs("run_4", "The sheet has no talk \"Bees\". Add its row."), Needs("run_5", "The sheet has no talk \"Larks 2\". Add its row."));
        await EndedAsync(process);
        await DigestAsync(process);
        Assert.Equal(2, Mails.Count);

        _clock.Advance(TimeSpan.FromMinutes(61));
        await DigestAsync(process);
        await RecordAsync(process, Needs("run_6", "The sheet has no talk \"Tits\". Add its row."));
        await EndedAsync(process);

        Assert.Equal(3, Mails.Count);
        Assert.Contains("Bees", Mails[2].Text, StringComparison.Ordinal);
        Assert.Contains("Larks 2", Mails[2].Text, StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromMinutes(61));
        await DigestAsync(process);
        Assert.Contains("Tits", Mails[3].Text, StringComparison.Ordinal);
        Assert.All(Mails, mail => Assert.Equal("oncall@example.test", mail.To.Single()));
    }

    [Fact]
    public async Task An_alarm_about_posts_goes_to_whoever_is_on_call_with_its_reason_and_once_an_hour_for_one_cause()
    {
        await using var process = await StartAsync();

        await RecordAsync(process, PostAlarm.Example, PostAlarm.Example with { Run = "run_06agn9k2w4010", ReferenceNumber = "owls-2" });
        await UntilMailedAsync(1);
        await EndedAsync(process);

        var mail = Assert.Single(Mails);
        Assert.Equal("oncall@example.test", mail.To.Single());
        Assert.Contains("You are not permitted to perform this action", mail.Text, StringComparison.Ordinal);
        Assert.Matches("owls-[12]", mail.Text);
    }

    [Fact]
    public async Task Two_processes_that_meet_a_cause_at_once_mail_it_once_and_who_asks_again_is_still_the_one()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();

        var claimed = await Task.WhenAll(Enumerable.Range(1, 20).Select(
            i => (i % 2 == 0 ? one : other).Get<MailStore>().ClaimAsync("run.failed/x", i, new RunId(i), Cancellation)));

        var first = new RunId(Array.IndexOf(claimed, true) + 1);
        Assert.Single(claimed, true);
        Assert.True(await one.Get<MailStore>().ClaimAsync("run.failed/x", first.Value, first, Cancellation));
        _clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(19, (await other.Get<MailStore>().TakeAsync(new RunId(100), [], Cancellation)).Count);
    }

    [Fact]
    public async Task What_a_digest_had_taken_that_was_cancelled_is_in_the_next_one_and_an_open_one_keeps_it()
    {
        await using var process = await StartAsync();
        var store = process.Get<MailStore>();
        await process.Get<IDatabase>().WriteAsync(session => MailStore.WaitAsync(session, "Errors", 1, called: false), Cancellation);
        var (first, second) = (new RunId(1), new RunId(2));
        Assert.Single(await store.TakeAsync(first, [], Cancellation));
        Assert.Single(await store.TakeAsync(first, [first], Cancellation));

        Assert.Empty(await store.TakeAsync(second, [first], Cancellation));
        Assert.Single(await store.TakeAsync(second, [], Cancellation));

        Assert.Equal([second], await store.TakersAsync(Cancellation));
        await process.Get<IDatabase>().WriteAsync(session => MailStore.DoneAsync(session, second), Cancellation);
        Assert.Empty(await store.TakersAsync(Cancellation));
    }

    [Fact]
    public async Task A_mail_that_nobody_takes_announces_nothing_so_that_no_mail_is_about_mails()
    {
        _options.Recipients = new MailRecipients { Critical = ["oncall@example.test"] };
        _options.MailConnection = "nowhere";
        await using var process = await StartAsync();
        await RecordAsync(process, Dead("run_1", "The page can't be reached."));

        var stands = await Eventually.FoundAsync(
            async () => (await RunsAsync(process, MailEvent.Flow)).FirstOrDefault(run => run.State is RunState.NeedsAttention or RunState.Partial), "it stands", Cancellation);
        await process.PumpAsync();

        Assert.Contains("There is no connection \"nowhere\"", stands.Why, StringComparison.Ordinal);
        Assert.Equal(["run.failed"], (await process.Store.ListAsync(new EventQuery(), long.MaxValue, 10, Cancellation)).Select(told => told.Type));
    }

    [Fact]
    public async Task Switched_off_nobody_gets_a_mail_and_the_run_says_so()
    {
        _options.Enabled = false;
        await using var process = await StartAsync();
        await RecordAsync(process, Dead("run_1", "The page can't be reached."));
        await EndedAsync(process);

        _options.Enabled = true;
        _clock.Advance(TimeSpan.FromMinutes(61));
        await DigestAsync(process);

        Assert.Empty(Mails);
    }

    private protected abstract Task<SharedStore> StoreAsync();

    private IReadOnlyList<CaughtMail> Mails => _sandbox.Mail.Messages.Entries;

    private async Task<EventProcess> StartAsync() => await NotificationProcess.StartAsync(await _store.OpenAsync(_clock, Cancellation), _clock, _sandbox, _options);

    private static RunNeedsPerson Needs(string run, string reason) => new(run, "talks.publish", "file:///a.mp4", "missing-data", reason);

    private static RunFailed Dead(string run, string reason) => new(run, "talks.publish", "file:///a.mp4", Partial: false, DeadLetter: true, reason);

    private static RunFailed Failed(string run) => Dead(run, "The recording is empty.") with { DeadLetter = false };

    private async Task RecordAsync(EventProcess process, params IProductEvent[] facts)
    {
        foreach (var fact in facts)
        {
            await process.Get<IDatabase>().WriteAsync(session => EventStore.RecordAsync(session, fact, $"{++_recorded}", _clock.GetUtcNow()), Cancellation);
        }

        await process.PumpAsync();
    }

    private Task UntilMailedAsync(int mails) => Eventually.TrueAsync(() => Mails.Count == mails, $"{mails} mails have come", Cancellation, () => $"{Mails.Count} have.");

    private static async Task<IReadOnlyList<RunSummary>> RunsAsync(EventProcess process, string flow) => (await process.Runs.ListAsync(new RunQuery(Flow: flow), Cancellation)).Items;

    /// <summary>Until every event has been looked at, whether or not it gave a mail.</summary>
    private static Task EndedAsync(EventProcess process)
        => Eventually.TrueAsync(async () => (await RunsAsync(process, MailEvent.Flow)).All(run => run.State == RunState.Succeeded), "the events are done with", Cancellation);

    private async Task DigestAsync(EventProcess process)
    {
        var run = await process.Runs.StartAsync(MailDigest.Flow, $"notifications.digest/{++_recorded}", new ScheduledSlot("notifications.digest", _clock.GetUtcNow()), Cancellation);
        Assert.Equal(RunState.Succeeded, (await process.Runs.WaitAsync(run.Id, Cancellation)).Summary.State);
    }
}

public sealed class SqliteMailTests : MailContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnSqliteAsync();
}

public sealed class PostgresMailTests(SharedServers servers) : MailContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnPostgresAsync(servers, Cancellation);
}
