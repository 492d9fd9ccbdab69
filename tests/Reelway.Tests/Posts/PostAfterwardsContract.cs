using Reelway.Engine;
using Reelway.Frame.Audit;
using Reelway.Frame.Schedules;
using Reelway.Frame.Web;
using Reelway.Posts;
using Reelway.Posts.Alarms;
using Reelway.Posts.Measuring;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.LinkedIn;
using Reelway.Sandbox.X;

namespace Reelway.Tests.Posts;

/// <summary>Files, threads, measuring, alarms, caps and changes of what is out, on whichever database.</summary>
public abstract class PostAfterwardsContract : PostsFixture
{
    // The smallest picture there is.
    private static readonly byte[] Picture = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    [Fact]
    public async Task A_post_shows_its_file_and_is_followed_by_its_thread_and_its_comment_each_once_although_answers_are_lost()
    {
        var path = Path.Combine(Posts.Folder, "owl.gif");
        await File.WriteAllBytesAsync(path, Picture, Cancellation);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            Sandbox.Faults.Add(new SandboxFault("x", FaultEffect.LostAnswer, new FaultMatch { Method = "POST", Path = "*/tweets" }));
        }

        await TakeAsync("owls", $"'platform':'twitter','media':[{{'uri':'file://{path}','alt':'An owl'}}],'thread':['2/3','3/3'],'firstComment':'More: https://example.org'");
        await Posts.PassAsync(TimeSpan.FromSeconds(5), async () => Sandbox.X.Tweets.Count == 4 && await IsEndedAsync("owls"), "all of it is out");

        var (post, second, third, comment) = (Sandbox.X.Tweets[0], Sandbox.X.Tweets[1], Sandbox.X.Tweets[2], Sandbox.X.Tweets[3]);
        Assert.Equal(("Owls at night", "2/3", "3/3", "More: https://example.org"), (post.Text, second.Text, third.Text, comment.Text));
        Assert.Equal((post.Id, second.Id, third.Id), (second.ReplyTo, third.ReplyTo, comment.ReplyTo));
        Assert.Equal("An owl", Assert.Single(post.Media).AltText);
        Assert.Equal(PostState.Sent, (await Posts.FindAsync("owls")).State);
        await Posts.SettleEventsAsync();
        Assert.Single(await Posts.EventsAsync("post.sent"));
    }

    [Fact]
    public async Task A_thread_that_fails_after_its_post_is_out_is_retried_from_there_and_the_post_has_not_failed()
    {
        Sandbox.X.Settings = new XSettings { RefusesSelfReplies = true };
        await TakeAsync("owls", "'platform':'twitter','thread':['2/2']");
        await Posts.PassAsync(TimeSpan.FromSeconds(5), async () => (await RunAsync("owls"))?.Summary.State == RunState.Failed, "the thread fails");
        var post = await Posts.FindAsync("owls");
        Assert.Equal(PostState.Sent, post.State);
        Assert.NotNull(post.Problem);

        Sandbox.X.Settings = new XSettings();
        Assert.True((await Posts.Runs.RetryAsync(new RunId(post.RunId!.Value), Cancellation)).Moved);
        await Posts.PassAsync(TimeSpan.FromSeconds(5), () => IsEndedAsync("owls"), "it goes on");

        Assert.Equal(["Owls at night", "2/2"], Sandbox.X.Tweets.Select(tweet => tweet.Text));
        Assert.Null((await Posts.FindAsync("owls")).Problem);
        await Posts.SettleEventsAsync();
        Assert.Empty(await Posts.EventsAsync("post.failed"));
    }

    [Fact]
    public async Task A_post_is_measured_an_hour_a_day_and_a_week_after_it_went_out()
    {
        Sandbox.X.Settings = new XSettings { Likes = 7 };
        await TakeAsync("owls", "'platform':'twitter'");
        await Posts.PassAsync(TimeSpan.FromSeconds(5), () => IsEndedAsync("owls"), "it is out, and its measurements wait");

        var id = (await Posts.FindAsync("owls")).Id;
        foreach (var (number, wait) in new[] { TimeSpan.FromHours(1), TimeSpan.FromHours(23), TimeSpan.FromDays(6) }.Index())
        {
            // Nothing is being asked at this moment, so that no call is cut off by the jump.
            Clock.Advance(wait);
            await Posts.PassAsync(TimeSpan.FromSeconds(5), async () => (await Posts.Get<PostMeasureStore>().ListAsync(id, Cancellation)).Count == number + 1, $"it is measured {number + 1} times");
        }

        var measures = await Posts.Get<PostMeasureStore>().ListAsync(id, Cancellation);
        Assert.Equal(["1h", "1d", "7d"], measures.Select(measure => measure.Stage));
        Assert.All(measures, measure => Assert.Equal(7, measure.Likes));
        await Posts.SettleEventsAsync();
        Assert.Equal(3, (await Posts.EventsAsync("post.measured")).Count);
        Assert.True(Assert.Single(await Posts.Get<PostMeasureStore>().HistoryAsync("conference", Cancellation)).Value >= 7);
    }

    [Fact]
    public async Task A_cap_holds_before_anything_is_sent_and_the_post_goes_out_when_it_is_raised()
    {
        Options.Caps["x"] = new PostCaps { Posts = 1 };
        await TakeAsync("owls", "'platform':'twitter'");
        await Posts.UntilAsync("owls", PostState.Sent);
        await TakeAsync("bees", "'platform':'twitter'", "Bees by day");

        await Posts.PassAsync(TimeSpan.FromSeconds(5), async () => (await RunAsync("bees"))?.Summary.State == RunState.NeedsAttention, "the second waits");
        Assert.Contains("has used up its 1 posts of 2026-05 (posts.caps.x.posts)", (await RunAsync("bees"))!.Summary.Why, StringComparison.Ordinal);
        Assert.Single(Sandbox.X.Tweets);

        Options.Caps["x"] = new PostCaps { Posts = 2 };
        Assert.True((await Posts.Runs.RetryAsync((await RunAsync("bees"))!.Summary.Id, Cancellation)).Moved);
        await Posts.UntilAsync("bees", PostState.Sent);
    }

    [Fact]
    public async Task A_dead_letter_that_nobody_looks_after_raises_one_alarm_and_is_mirrored_and_again_when_it_fails_again()
    {
        Sandbox.Sqs.Create("dead");
        Options.DeadLetterQueue.Queue = "dead";
        var taken = await Posts.Intake.TakeAsync(new ArrivedEvent("no event", "1", "1"), Cancellation);
        await Posts.PassAsync(TimeSpan.FromSeconds(1), async () => (await Posts.Runs.FindAsync(taken.Run!.Value, Cancellation))?.Summary.State == RunState.Failed, "it is a dead letter");
        await RaiseAsync("early");
        Assert.Empty(await Posts.EventsAsync("post.alarm"));

        Clock.Advance(TimeSpan.FromMinutes(61));
        await RaiseAsync("first");
        await RaiseAsync("second");
        Assert.Equal(taken.Run!.Value.ToString(), Assert.Single(await Posts.EventsAsync("post.alarm")).Data.GetProperty("run").GetString());
        Assert.Contains(taken.Run!.Value.ToString(), Assert.Single(Sandbox.Sqs.Messages("dead")).Body, StringComparison.Ordinal);

        Assert.True((await Posts.Runs.RetryAsync(taken.Run.Value, Cancellation)).Moved);
        await Posts.PassAsync(TimeSpan.FromSeconds(1), async () => (await Posts.Runs.FindAsync(taken.Run!.Value, Cancellation))?.Summary.State == RunState.Failed, "it fails again");
        Clock.Advance(TimeSpan.FromMinutes(61));
        await RaiseAsync("third");
        Assert.Equal(2, (await Posts.EventsAsync("post.alarm")).Count);
    }

    [Fact]
    public async Task However_many_failed_after_it_an_old_dead_letter_raises_its_alarm()
    {
        var old = await Posts.Intake.TakeAsync(new ArrivedEvent("no event", "old", "old"), Cancellation);
        await Posts.PassAsync(TimeSpan.FromSeconds(1), async () => (await Posts.Runs.FindAsync(old.Run!.Value, Cancellation))?.Summary.State == RunState.Failed, "it is a dead letter");
        Clock.Advance(TimeSpan.FromMinutes(61));
        var young = await Task.WhenAll(Enumerable.Range(0, PostAlarms.MostAtOnce).Select(i => Posts.Intake.TakeAsync(new ArrivedEvent($"no event {i}", $"{i}", $"{i}"), Cancellation)));
        await Posts.PassAsync(
            TimeSpan.FromMilliseconds(100),
            async () => (await Posts.Runs.ListAsync(new RunQuery(States: [RunState.Failed], Limit: 1 + young.Length), Cancellation)).Items.Count == 1 + young.Length, "all are dead letters");

        await RaiseAsync("first");

        Assert.Equal(old.Run!.Value.ToString(), Assert.Single(await Posts.EventsAsync("post.alarm")).Data.GetProperty("run").GetString());
    }

    [Fact]
    public async Task A_post_that_is_out_is_taken_back_by_a_person_who_is_in_the_audit_log()
    {
        await TakeAsync("owls", "'platform':'twitter'");
        await Posts.UntilAsync("owls", PostState.Sent);

        await Posts.Changes.DeleteAsync(await Posts.FindAsync("owls"), "kim", Cancellation);

        var post = await Posts.FindAsync("owls");
        Assert.Equal(PostState.Deleted, post.State);
        Assert.Empty(Sandbox.X.Tweets);
        Assert.Equal(("kim", "post.deleted"), Assert.Single((await Posts.Get<AuditStore>().ListAsync($"post/{post.Id}", 10, Cancellation)).Select(entry => (entry.Actor, entry.Action))));
    }

    [Fact]
    public async Task A_post_that_is_out_says_something_else_where_its_network_allows_that_and_the_audit_log_has_both_texts()
    {
        await TakeAsync("owls", "'platforms':['twitter','linkedin']");
        await Posts.UntilAsync("owls", PostState.Sent);
        await Posts.PassAsync(TimeSpan.FromSeconds(5), async () => (await Posts.FindAsync("owls", "linkedin")).State == PostState.Sent, "it is out on LinkedIn");

        var refused = await Posts.Changes.EditAsync(await Posts.FindAsync("owls", "linkedin"), new string('x', 3001), "kim", Cancellation);
        var changed = await Posts.Changes.EditAsync(await Posts.FindAsync("owls", "linkedin"), "Owls at noon", "kim", Cancellation);
        var never = await Assert.ThrowsAsync<RefusalException>(async () => await Posts.Changes.EditAsync(await Posts.FindAsync("owls"), "Owls at noon", "kim", Cancellation));

        Assert.Contains("3001 characters", Assert.Single(refused).Sentence, StringComparison.Ordinal);
        Assert.Empty(changed);
        Assert.Contains("X does not let a post that is out be changed", never.Message, StringComparison.Ordinal);
        Assert.Equal(("Owls at noon", "Owls at noon"), ((await Posts.FindAsync("owls", "linkedin")).Message, Assert.Single(Sandbox.LinkedIn.Shares).Text));
        Assert.Equal("Owls at night", (await Posts.FindAsync("owls")).Message);
        var entry = Assert.Single(await Posts.Get<AuditStore>().ListAsync($"post/{(await Posts.FindAsync("owls", "linkedin")).Id}", 10, Cancellation));
        Assert.Equal(("kim", "post.edited"), (entry.Actor, entry.Action));
    }

    [Theory]
    [InlineData(FaultEffect.LostAnswer)]
    [InlineData(FaultEffect.Cut)]
    public async Task Where_a_network_makes_no_second_post_of_the_same_nobody_is_asked_after_a_lost_answer(FaultEffect effect)
    {
        Sandbox.LinkedIn.Settings = new LinkedInSettings { TimelineLagMs = 3_600_000 };
        Sandbox.Faults.Add(new SandboxFault("linkedin", effect, new FaultMatch { Method = "POST", Path = "*/posts" }));

        await TakeAsync("owls", "'platform':'linkedin'");
        await Posts.PassAsync(TimeSpan.FromSeconds(5), async () => (await Posts.FindAsync("owls", "linkedin")).State == PostState.Sent, "it is out");

        Assert.Equal(Assert.Single(Sandbox.LinkedIn.Shares).Urn, (await Posts.FindAsync("owls", "linkedin")).NetworkId);
    }

    private async Task RaiseAsync(string slot)
    {
        var run = await Posts.Runs.StartAsync("posts.alarm", slot, new ScheduledSlot(slot, Clock.GetUtcNow()), Cancellation);
        await Posts.PassAsync(TimeSpan.FromMilliseconds(100), async () => (await Posts.Runs.FindAsync(run.Id, Cancellation))?.Summary.State == RunState.Succeeded, "the alarms are raised");
        await Posts.SettleEventsAsync();
    }

    private async Task TakeAsync(string reference, string more, string message = "Owls at night")
        => Assert.Null((await Posts.Intake.TakeAsync(
            new ArrivedEvent(Event(Clock.GetUtcNow(), reference, more).Replace("Owls at night", message, StringComparison.Ordinal), reference, reference), Cancellation)).Refusal);

    private async Task<RunView?> RunAsync(string reference)
        => (await Posts.FindAsync(reference)).RunId is { } run ? await Posts.Runs.FindAsync(new RunId(run), Cancellation) : null;

    private async Task<bool> IsEndedAsync(string reference) => (await RunAsync(reference))?.Summary.State == RunState.Succeeded;
}
