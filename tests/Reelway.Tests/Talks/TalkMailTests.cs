using Reelway.Engine;
using Reelway.Frame.Metrics;
using Reelway.Sandbox.Faults;

namespace Reelway.Tests.Talks;

public sealed class TalkMailTests(SampleRecording sample) : IClassFixture<SampleRecording>
{
    private const string Owls = "Owls,,3,Barn,\"Ada Example; Bo Sample\",About owls.,\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_address_that_is_refused_neither_stops_nor_repeats_the_others()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls);
        Fault(talks, FaultEffect.Status, "RCPT", "ada@example.test", status: 550);
        var run = await talks.PublishAsync(talks.Record("Owls.mp4"));
        Assert.Equal(RunState.Partial, run.Summary.State);
        Assert.Contains("Ada Example was not notified", run.Summary.Why, StringComparison.Ordinal);
        Assert.Equal(["bo@example.test"], Receivers(talks));
        Assert.Contains("/videos/", await File.ReadAllTextAsync(talks.SheetPath, Cancellation), StringComparison.Ordinal);

        run = await talks.RetryAsync(run);
        Assert.Equal(RunState.Succeeded, run.Summary.State);
        Assert.Equal(["bo@example.test", "ada@example.test"], Receivers(talks));
        Assert.Single(talks.Sandbox.Facebook.Videos);
    }

    [Fact]
    public async Task No_metric_says_whom_a_talk_concerns_or_has_a_label_without_end()
    {
        using var book = new MetricsBook([.. MetricsApi.Meters, "Reelway.Media"], this);
        await using var talks = await TalksHarness.StartAsync(sample, Owls);
        var run = await talks.PublishAsync(talks.Record("Owls.mp4"));
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);

        var families = book.Read().Where(family => family.Name.StartsWith("reelway_", StringComparison.Ordinal)).ToList();
        Assert.Contains(families, family => family.Series.Keys.Any(labels => labels.Contains("step=\"mail\"", StringComparison.Ordinal)));
        foreach (var (labels, family) in families.SelectMany(family => family.Series.Keys.Select(labels => (labels, family))))
        {
            // Words of our own and numbers of versions: nothing that a sheet, a file's name or an address can be.
            Assert.Matches("^([a-z_]+=\"[a-z0-9.+-]{0,60}\",?)*$", labels);
            Assert.True(family.Series.Count < 100, family.Name);
        }
    }

    [Fact]
    public async Task An_address_that_is_none_is_named_and_its_correction_is_taken_by_a_retry()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls);
        talks.WritePeople(TalksHarness.People.Replace("ada@example.test", "ada at example", StringComparison.Ordinal));
        var run = await talks.PublishAsync(talks.Record("Owls.mp4"));
        Assert.Equal(RunState.Partial, run.Summary.State);
        Assert.Contains("\"ada at example\" is not a mail address", run.Summary.Why, StringComparison.Ordinal);

        talks.WritePeople(TalksHarness.People);
        run = await talks.RetryAsync(run);
        Assert.Equal(RunState.Succeeded, run.Summary.State);
        Assert.Equal(["bo@example.test", "ada@example.test"], Receivers(talks));
    }

    [Fact]
    public async Task Each_of_two_addresses_in_a_cell_gets_the_mail_once_also_when_the_other_is_refused_at_first()
    {
        await using var talks = await TalksHarness.StartAsync(sample, "Owls,,3,Barn,Ada Example,About owls.,\n");
        talks.WritePeople("First name,Last name,Mail\nAda,Example,\"ada@example.test\nada2@example.test\"\n");
        Fault(talks, FaultEffect.Status, "RCPT", "ada2@example.test", status: 550);
        var run = await talks.PublishAsync(talks.Record("Owls.mp4"));
        Assert.Equal(RunState.Partial, run.Summary.State);
        Assert.Equal(["ada@example.test"], Receivers(talks));

        run = await talks.RetryAsync(run);
        Assert.Equal(RunState.Succeeded, run.Summary.State);
        Assert.Equal(["ada@example.test", "ada2@example.test"], Receivers(talks));
    }

    [Fact]
    public async Task What_is_no_address_beside_one_is_named_and_its_correction_is_all_that_a_retry_sends()
    {
        await using var talks = await TalksHarness.StartAsync(sample, "Owls,,3,Barn,Ada Example,About owls.,\n");
        talks.WritePeople("First name,Last name,Mail\nAda,Example,\"ada@example.test, ada2@example.test.\"\n");
        var run = await talks.PublishAsync(talks.Record("Owls.mp4"));
        Assert.Equal(RunState.Partial, run.Summary.State);
        Assert.Contains("In people.csv row 2, column \"Mail\", \"ada2@example.test.\" is not a mail address: it ends with a dot.", run.Summary.Why, StringComparison.Ordinal);
        Assert.Equal(["ada@example.test"], Receivers(talks));

        talks.WritePeople("First name,Last name,Mail\nAda,Example,\"ada@example.test; ada2@example.test; ada3@example.test\"\n");
        run = await talks.RetryAsync(run);
        Assert.Equal(RunState.Succeeded, run.Summary.State);
        Assert.Equal(["ada@example.test", "ada2@example.test", "ada3@example.test"], Receivers(talks));
    }

    [Fact]
    public async Task A_server_that_is_busy_is_asked_again()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls);
        Fault(talks, FaultEffect.Status, "RCPT", "ada@example.test", status: 451);
        var run = await talks.PublishAsync(talks.Record("Owls.mp4"));
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        Assert.Equal(["ada@example.test", "bo@example.test"], Receivers(talks).Order());
    }

    [Theory]
    [InlineData(Decision.Sent, 1)]
    [InlineData(Decision.SendAgain, 2)]
    public async Task A_mail_that_may_have_gone_waits_for_a_person_while_the_others_go(Decision decision, int mailsToAda)
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls);
        Fault(talks, FaultEffect.LostAnswer, "DATA", "ada@example.test");
        var run = await talks.PublishAsync(talks.Record("Owls.mp4"));
        Assert.Equal((RunState.NeedsAttention, AttentionReason.Decision), (run.Summary.State, run.Summary.Attention));
        Assert.Equal(["ada@example.test", "bo@example.test"], Receivers(talks).Order());

        var step = Assert.Single(run.Steps, each => each.Decidable);
        Assert.Equal("mail:ada@example.test", step.Name);
        await talks.Runs.DecideAsync(run.Summary.Id, step.Name, decision, Cancellation);
        run = await talks.Runs.WaitAsync(run.Summary.Id, Cancellation);
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        Assert.Equal(mailsToAda, Receivers(talks).Count(address => address == "ada@example.test"));
        Assert.Equal(1, Receivers(talks).Count(address => address == "bo@example.test"));
    }

    [Fact]
    public async Task Speakers_without_address_or_unknown_are_named_and_everybody_else_is_told()
    {
        await using var talks = await TalksHarness.StartAsync(sample, "Owls,,3,Barn,\"Ada Example, Cy Silent, Eve Nobody\",About owls.,\n");
        var run = await talks.PublishAsync(talks.Record("Owls.mp4"));
        Assert.Equal(RunState.Partial, run.Summary.State);
        Assert.Equal(["ada@example.test"], Receivers(talks));
        Assert.Contains("Cy Silent has no address in people.csv row 4", run.Summary.Why, StringComparison.Ordinal);
        Assert.Contains("Eve Nobody is not in people.csv. Add the address there", run.Summary.Why, StringComparison.Ordinal);
        Assert.Contains(
            "Ada Example, Cy Silent and Eve Nobody", Assert.Single(talks.Sandbox.Facebook.Videos).Description, StringComparison.Ordinal);

        talks.WritePeople(TalksHarness.People + "Eve,Nobody,,eve@example.test\n");
        run = await talks.RetryAsync(run);
        Assert.Equal(RunState.Partial, run.Summary.State);
        Assert.DoesNotContain("Eve", run.Summary.Why, StringComparison.Ordinal);
        Assert.Equal(["ada@example.test", "eve@example.test"], Receivers(talks));
    }

    [Fact]
    public async Task With_notifications_switched_off_nothing_is_sent_and_the_run_says_so()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls);
        talks.Notifications.Enabled = false;

        var run = await talks.PublishAsync(talks.Record("Owls.mp4"));

        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        Assert.Empty(Receivers(talks));
        var mails = run.Steps.Where(step => step.Name.StartsWith("mail:", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, mails.Count);
        Assert.All(mails, step => Assert.Equal(StepState.Skipped, step.State));
        Assert.All(mails, step => Assert.Contains("notifications.enabled is false", step.Sentence, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Receivers(TalksHarness talks) => talks.Sandbox.Mail.Messages.Entries.Select(mail => mail.To[0]);

    private static void Fault(TalksHarness talks, FaultEffect effect, string command, string address, int? status = null)
        => talks.Sandbox.Faults.Add(new SandboxFault("smtp", effect, Status: status, Match: new FaultMatch { Method = command, Path = address }));
}
