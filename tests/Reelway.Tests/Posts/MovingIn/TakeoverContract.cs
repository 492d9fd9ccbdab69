using Reelway.Connectors;
using Reelway.Engine;
using Reelway.Frame.Schedules;
using Reelway.Posts;
using Reelway.Posts.MovingIn;
using Reelway.Sandbox.Faults;

namespace Reelway.Tests.Posts.MovingIn;

/// <summary>Taking over schedules, interrupted at each place: a post goes out once, here or there.</summary>
public abstract class TakeoverContract : PostsFixture
{
    private const string Group = "default";
    private const string Name = "owls-1";

    private DateTimeOffset Soon => Clock.GetUtcNow().AddMinutes(30);

    private TakeoverStore Takeovers => Posts.Get<TakeoverStore>();

    [Fact]
    public async Task A_schedule_is_switched_off_there_and_goes_out_here_at_its_time()
    {
        Schedule(Name, Soon, windowMinutes: 8);

        var taken = await TakeAsync(Name);
        var post = await Posts.FindAsync("ref-owls-1");

        Assert.Equal((TakenSchedule.Taken, post.Id.ToString()), (taken.Outcome, taken.Post));
        Assert.Equal(("Owls at night", "conference", PostState.Scheduled), (post.Message, post.Account, post.State));
        Assert.Equal(TimeSpan.FromMinutes(8), TimeSpan.FromMilliseconds(post.WindowMs));
        await ItGoesOutHereAsync();
        // Looked at again, nothing happens.
        Assert.Equal(TakenSchedule.Known, (await TakeAsync(Name)).Outcome);
    }

    [Fact]
    public async Task Interrupted_before_it_is_switched_off_it_is_taken_over_later()
    {
        Schedule(Name, Soon);
        Fault(FaultEffect.Cut);
        await Assert.ThrowsAsync<ConnectorException>(() => TakeAsync(Name));
        Assert.Equal("ENABLED", Assert.Single(Sandbox.Scheduler.Schedules).State);

        await GoOnAfterACrashAsync();

        await ItGoesOutHereAsync();
    }

    [Fact]
    public async Task Interrupted_before_it_is_switched_off_and_found_after_its_time_it_went_out_there()
    {
        Schedule(Name, Soon);
        Fault(FaultEffect.Cut);
        await Assert.ThrowsAsync<ConnectorException>(() => TakeAsync(Name));
        Clock.Advance(TimeSpan.FromDays(2));

        await GoOnAfterACrashAsync();

        Assert.Equal(Name, Assert.Single(Sandbox.Scheduler.Fired).Name);
        Assert.Empty(await Posts.Store.FindAllAsync("ref-owls-1", Cancellation));
        Assert.Equal(TakeoverState.Left, (await Takeovers.FindAsync("aws", Group, Name, Cancellation))?.State);
    }

    [Fact]
    public async Task Interrupted_after_it_is_switched_off_and_before_that_is_noted_it_goes_out_here()
    {
        Schedule(Name, Soon);
        Fault(FaultEffect.LostAnswer);
        await Assert.ThrowsAsync<ConnectorException>(() => TakeAsync(Name));
        Assert.Equal("DISABLED", Assert.Single(Sandbox.Scheduler.Schedules).State);
        Assert.Equal(TakeoverState.Noted, (await Takeovers.FindAsync("aws", Group, Name, Cancellation))?.State);

        await GoOnAfterACrashAsync();

        await ItGoesOutHereAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Interrupted_before_it_is_asked_for_it_goes_out_here_late_rather_than_never(int days)
    {
        var row = await SwitchedOffAsync();
        await Takeovers.MarkAsync(row, TakeoverState.Off, sentence: null, Cancellation);
        Clock.Advance(TimeSpan.FromDays(days));

        await GoOnAfterACrashAsync();

        await ItGoesOutHereAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Interrupted_after_it_is_asked_for_it_goes_out_once(bool isOutAlready)
    {
        Schedule(Name, Soon);
        await TakeAsync(Name);
        if (isOutAlready)
        {
            await ItIsSentAsync();
        }

        var row = (await Takeovers.FindAsync("aws", Group, Name, Cancellation))!;
        await Takeovers.MarkAsync(row, TakeoverState.Off, sentence: null, Cancellation);

        await GoOnAfterACrashAsync();

        await ItGoesOutHereAsync();
    }

    [Fact]
    public async Task One_that_was_switched_off_only_after_its_time_is_left_to_a_person()
    {
        Schedule(Name, Soon);
        Fault(FaultEffect.Cut);
        await Assert.ThrowsAsync<ConnectorException>(() => TakeAsync(Name));
        Clock.Advance(TimeSpan.FromDays(2));
        await Posts.Schedules.DisableAsync((await Posts.Schedules.FindAsync(Group, Name, Cancellation))!, Reelway.Posts.MovingIn.Takeovers.Note, Cancellation);

        var taken = await TakeAsync(Name);

        Assert.Equal(TakenSchedule.Unclear, taken.Outcome);
        Assert.Empty(await Posts.Store.FindAllAsync("ref-owls-1", Cancellation));
    }

    [Fact]
    public async Task What_is_not_to_be_taken_over_is_named_and_left_as_it_is()
    {
        Schedule("fired", Clock.GetUtcNow().AddHours(-1));
        Schedule("due", Clock.GetUtcNow().AddMinutes(3));
        Schedule("window", Clock.GetUtcNow().AddMinutes(-3), windowMinutes: 8);
        Schedule("off", Tomorrow);
        await Posts.Schedules.DisableAsync((await Posts.Schedules.FindAsync(Group, "off", Cancellation))!, "by hand", Cancellation);
        Sandbox.Scheduler.Create(Group, "other", Tomorrow, """{"invoice":5}""");
        Sandbox.Scheduler.Create(Group, "long", Tomorrow, $$"""{"message":"{{new string('x', 281)}}"}""");
        Schedule("good", Tomorrow);
        var before = Sandbox.Scheduler.Schedules.Select(one => (one.Name, one.State)).ToList();

        var outcomes = new List<(string, string)>();
        foreach (var (name, _) in before)
        {
            outcomes.Add((name, (await Posts.Takeovers.TakeAsync(Posts.Schedules, "aws", Group, name, dry: true, Cancellation)).Outcome));
        }

        Assert.Equal(
            [("due", "due"), ("fired", "fired"), ("good", "good"), ("long", "refused"), ("off", "off"), ("other", "refused"), ("window", "due")], outcomes);
        Assert.Equal(before, Sandbox.Scheduler.Schedules.Select(one => (one.Name, one.State)));
        Assert.Contains("counts 281 on X", (await TakeAsync("long")).Sentence, StringComparison.Ordinal);
        Assert.Equal(before, Sandbox.Scheduler.Schedules.Select(one => (one.Name, one.State)));
        Assert.Null(await Takeovers.FindAsync("aws", Group, "long", Cancellation));
    }

    [Fact]
    public async Task A_post_that_was_changed_here_later_stays_as_it_is()
    {
        Schedule(Name, Soon);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Posts.AskAsync("ref-owls-1", "Owls, changed", Soon.AddMinutes(5));

        var taken = await TakeAsync(Name);

        Assert.Equal((TakenSchedule.Taken, "Owls, changed"), (taken.Outcome, (await Posts.FindAsync("ref-owls-1")).Message));
        Assert.Equal("DISABLED", Assert.Single(Sandbox.Scheduler.Schedules).State);
    }

    private void Schedule(string name, DateTimeOffset at, int windowMinutes = 0)
        => Sandbox.Scheduler.Create(Group, name, at, $$"""{"message":"Owls at night","referenceNumber":"ref-{{name}}"}""", windowMinutes);

    private void Fault(FaultEffect effect)
        => Sandbox.Faults.Add(new SandboxFault("scheduler", effect, new FaultMatch { Parameters = new Dictionary<string, string> { ["operation"] = "UpdateSchedule" } }));

    private Task<TakenSchedule> TakeAsync(string name) => Posts.Takeovers.TakeAsync(Posts.Schedules, "aws", Group, name, dry: false, Cancellation);

    // As far as a process came that died right after its call.
    private async Task<TakeoverRow> SwitchedOffAsync()
    {
        Schedule(Name, Soon);
        Fault(FaultEffect.LostAnswer);
        await Assert.ThrowsAsync<ConnectorException>(() => TakeAsync(Name));
        return (await Takeovers.FindAsync("aws", Group, Name, Cancellation))!;
    }

    private async Task GoOnAfterACrashAsync()
    {
        await RestartAsync();
        var slot = $"posts.takeovers/{Clock.GetUtcNow().Ticks}";
        var run = await Posts.Runs.StartAsync("posts.takeover", slot, new ScheduledSlot(slot, Clock.GetUtcNow()), Cancellation);
        await Posts.PassAsync(TimeSpan.FromSeconds(1), async () => (await Posts.Runs.FindAsync(run.Id, Cancellation))?.Summary.State == RunState.Succeeded, "the run that goes on has ended");
        Assert.Empty(await Takeovers.OpenConnectionsAsync(Cancellation));
    }

    private Task ItIsSentAsync()
        => Posts.PassAsync(TimeSpan.FromMinutes(1), async () => (await Posts.FindAsync("ref-owls-1")).State == PostState.Sent, "the post is sent");

    private async Task ItGoesOutHereAsync()
    {
        await ItIsSentAsync();
        Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal("Owls at night", Assert.Single(Sandbox.X.Tweets).Text);
        Assert.Empty(Sandbox.Scheduler.Fired);
        await Posts.SettleEventsAsync();
        Assert.Single(await Posts.EventsAsync("post.scheduled"));
        Assert.Single(await Posts.EventsAsync("post.sent"));
    }
}
