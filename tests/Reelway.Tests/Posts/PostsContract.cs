using System.Globalization;
using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Posts;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.X;

namespace Reelway.Tests.Posts;

/// <summary>Posts from asking to the network, on whichever database.</summary>
public abstract class PostsContract : PostsFixture
{
    [Fact]
    public async Task A_post_goes_out_within_its_window_and_never_before_its_time()
    {
        var at = Clock.GetUtcNow().AddSeconds(20);
        var asked = await Posts.AskAsync("owls", "Owls at night", at, TimeSpan.FromMinutes(1));
        Assert.InRange(asked.Posts[0].DueMs, at.ToUnixTimeMilliseconds(), at.AddMinutes(1).ToUnixTimeMilliseconds());

        await Posts.UntilAsync("owls", PostState.Sent);

        var tweet = Assert.Single(Sandbox.X.Tweets);
        Assert.Equal("Owls at night", tweet.Text);
        Assert.True(tweet.At.ToUnixTimeMilliseconds() >= asked.Posts[0].DueMs);
        var post = await Posts.FindAsync("owls");
        Assert.Equal((tweet.Id, $"https://twitter.com/fernwoodconf/status/{tweet.Id}"), (post.NetworkId, post.Link));
        await Posts.SettleEventsAsync();
        Assert.Equal("owls", Assert.Single(await Posts.EventsAsync("post.scheduled")).Data.GetProperty("referenceNumber").GetString());
        Assert.Equal(tweet.Id, Assert.Single(await Posts.EventsAsync("post.sent")).Data.GetProperty("postId").GetString());
        Assert.Empty(await Posts.EventsAsync("post.failed"));
    }

    [Fact]
    public async Task The_same_reference_again_changes_a_waiting_post_and_each_change_is_announced_once()
    {
        await Posts.AskAsync("owls", "Owls", Tomorrow);
        Assert.Equal(AskOutcome.Unchanged, (await Posts.AskAsync("owls", "Owls", Tomorrow)).Outcome);
        Assert.Equal(AskOutcome.Accepted, (await Posts.AskAsync("owls", "Owls and bees", Tomorrow)).Outcome);
        Assert.Equal(AskOutcome.Accepted, (await Posts.AskAsync("owls", "Owls and bees", Clock.GetUtcNow().AddMinutes(1))).Outcome);

        await Posts.UntilAsync("owls", PostState.Sent);

        Assert.Equal("Owls and bees", Assert.Single(Sandbox.X.Tweets).Text);
        await Posts.SettleEventsAsync();
        Assert.Equal(3, (await Posts.EventsAsync("post.scheduled")).Count);
    }

    [Fact]
    public async Task Of_two_events_with_one_reference_the_later_one_holds_in_whatever_order_they_come()
    {
        var (earlier, later) = (Clock.GetUtcNow(), Clock.GetUtcNow().AddSeconds(1));
        await Posts.AskAsync("owls", "second", Tomorrow, asked: later);

        Assert.Equal(AskOutcome.Outdated, (await Posts.AskAsync("owls", "first", Tomorrow, asked: earlier)).Outcome);
        Assert.Equal(AskOutcome.Accepted, (await Posts.AskAsync("owls", "third", Tomorrow, asked: later)).Outcome);

        Assert.Equal("third", (await Posts.FindAsync("owls")).Message);
    }

    [Fact]
    public async Task What_is_out_is_not_changed_any_more()
    {
        var at = Clock.GetUtcNow();
        await Posts.AskAsync("owls", "Owls", at);
        await Posts.UntilAsync("owls", PostState.Sent);

        Assert.Equal(AskOutcome.Unchanged, (await Posts.AskAsync("owls", "Owls", at)).Outcome);
        Assert.Equal(AskOutcome.TooLate, (await Posts.AskAsync("owls", "Bees", at)).Outcome);

        Assert.Single(Sandbox.X.Tweets);
    }

    [Fact]
    public async Task A_cancelled_post_does_not_go_out_and_its_reference_can_be_used_again()
    {
        var asked = await Posts.AskAsync("owls", "Owls", Tomorrow);
        Assert.True(await Posts.Posts.CancelAsync(asked.Posts[0].Id, Cancellation));
        Assert.False(await Posts.Posts.CancelAsync(asked.Posts[0].Id, Cancellation));

        await Posts.AskAsync("owls", "Owls after all", Clock.GetUtcNow());
        await Posts.UntilAsync("owls", PostState.Sent);

        Assert.Equal("Owls after all", Assert.Single(Sandbox.X.Tweets).Text);
    }

    [Fact]
    public async Task A_post_whose_run_is_cancelled_is_cancelled_too_and_its_reference_can_be_used_again()
    {
        await Posts.AskAsync("owls", "Owls", Tomorrow);
        var run = Assert.Single((await Posts.Runs.ListAsync(new RunQuery(Flow: SendPost.Flow), Cancellation)).Items);

        Assert.True((await Posts.Runs.CancelAsync(run.Id, "not wanted", Cancellation)).Moved);

        Assert.Equal(PostState.Cancelled, (await Posts.FindAsync("owls")).State);
        await Posts.AskAsync("owls", "Owls after all", Clock.GetUtcNow());
        await Posts.UntilAsync("owls", PostState.Sent);
        Assert.Equal("Owls after all", Assert.Single(Sandbox.X.Tweets).Text);
    }

    [Fact]
    public async Task A_post_that_a_person_finds_while_it_is_looked_for_is_neither_asked_about_nor_sent_again()
    {
        Sandbox.X.Settings = new XSettings { TimelineLagMs = 3_600_000 };
        Sandbox.Faults.Add(new SandboxFault("x", FaultEffect.LostAnswer, new FaultMatch { Method = "POST" }));
        await Posts.AskAsync("owls", "Owls", Clock.GetUtcNow());
        await Posts.PassAsync(TimeSpan.FromSeconds(1), async () => Sandbox.X.Tweets.Count == 1 && (await Posts.FindAsync("owls")).State == PostState.Sending, "it is out, unheard");

        var (post, tweet) = (await Posts.FindAsync("owls"), Assert.Single(Sandbox.X.Tweets));
        Assert.True(await Posts.Store.TellOutAsync(post.Id, tweet.Id, $"https://twitter.com/fernwoodconf/status/{tweet.Id}", 1, Cancellation));
        await Posts.UntilAsync("owls", PostState.Sent);

        Assert.Single(Sandbox.X.Tweets);
    }

    [Fact]
    public async Task A_post_whose_answer_is_lost_is_found_in_the_timeline_although_that_shows_it_late()
    {
        Sandbox.X.Settings = new XSettings { TimelineLagMs = 25_000 };
        Sandbox.Faults.Add(new SandboxFault("x", FaultEffect.LostAnswer, new FaultMatch { Method = "POST" }));
        await Posts.AskAsync("owls", "Owls", Clock.GetUtcNow());

        await Posts.UntilAsync("owls", PostState.Sent);

        Assert.Equal(Assert.Single(Sandbox.X.Tweets).Id, (await Posts.FindAsync("owls")).NetworkId);
    }

    [Theory]
    [InlineData(FaultEffect.Cut, false)]
    [InlineData(FaultEffect.LostAnswer, true)]
    public async Task A_post_that_nobody_finds_waits_for_a_person_and_goes_out_once_whatever_they_say(FaultEffect effect, bool isOut)
    {
        Sandbox.X.Settings = new XSettings { TimelineLagMs = isOut ? 600_000 : 0 };
        Sandbox.Faults.Add(new SandboxFault("x", effect, new FaultMatch { Method = "POST" }));
        await Posts.AskAsync("owls", "Owls", Clock.GetUtcNow());
        var run = await AskedAsync("owls");
        Assert.Contains("Check the account conference: the post owls may be out", run.Summary.Why, StringComparison.Ordinal);
        Assert.Equal(isOut ? 1 : 0, Sandbox.X.Tweets.Count);

        // The network's own timeline catches up; the person has not looked, and lets it be sent again.
        Sandbox.X.Settings = new XSettings();
        Assert.True((await Posts.Runs.DecideAsync(run.Summary.Id, SendPost.ConfirmStep, Decision.SendAgain, Cancellation)).Moved);
        await Posts.UntilAsync("owls", PostState.Sent);

        Assert.Equal(Assert.Single(Sandbox.X.Tweets).Id, (await Posts.FindAsync("owls")).NetworkId);
    }

    [Fact]
    public async Task A_post_that_a_person_has_found_is_not_sent_again()
    {
        Sandbox.X.Settings = new XSettings { TimelineLagMs = 3_600_000 };
        Sandbox.Faults.Add(new SandboxFault("x", FaultEffect.LostAnswer, new FaultMatch { Method = "POST" }));
        await Posts.AskAsync("owls", "Owls", Clock.GetUtcNow());
        var run = await AskedAsync("owls");

        var (post, tweet) = (await Posts.FindAsync("owls"), Assert.Single(Sandbox.X.Tweets));
        Assert.True(await Posts.Store.TellOutAsync(post.Id, tweet.Id, $"https://twitter.com/fernwoodconf/status/{tweet.Id}", 1, Cancellation));
        Assert.True((await Posts.Runs.DecideAsync(run.Summary.Id, SendPost.ConfirmStep, Decision.Sent, Cancellation)).Moved);
        await Posts.UntilAsync("owls", PostState.Sent);

        Assert.Single(Sandbox.X.Tweets);
        await Posts.SettleEventsAsync();
        Assert.Equal(tweet.Id, Assert.Single(await Posts.EventsAsync("post.sent")).Data.GetProperty("postId").GetString());
    }

    [Fact]
    public async Task A_refused_post_fails_with_the_networks_words_and_a_full_window_is_waited_for()
    {
        Sandbox.Faults.Add(new SandboxFault("x", FaultEffect.RateLimit, new FaultMatch { Method = "POST" }, Minutes: 1));
        Sandbox.Faults.Add(new SandboxFault("x", FaultEffect.Status, new FaultMatch { Method = "POST" }, Status: 403));
        var before = Clock.GetUtcNow();
        await Posts.AskAsync("owls", "Owls", before);

        await Posts.UntilAsync("owls", PostState.Failed);

        Assert.True(Clock.GetUtcNow() - before >= TimeSpan.FromMinutes(1));
        Assert.Empty(Sandbox.X.Tweets);
        await Posts.SettleEventsAsync();
        var failed = Assert.Single(await Posts.EventsAsync("post.failed"));
        Assert.Equal("owls", failed.Data.GetProperty("referenceNumber").GetString());
        Assert.Contains("X does not take this post", failed.Data.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Empty(await Posts.EventsAsync("post.sent"));
    }

    [Fact]
    public async Task An_event_is_accepted_twice_and_makes_one_post_also_without_a_reference()
    {
        var at = PostTimes.Write(Tomorrow);
        string Event(string reference, string id) => $$$"""{"detail-type":"Schedule Social Post","source":"test","id":"{{{id}}}","detail":{"message":"Hello world!","platform":"twitter","scheduledDate":"{{{at}}}"{{{reference}}}}}""";

        foreach (var (text, id) in new[] { (Event("", "a"), "1"), (Event("", "a"), "2"), (Event(",\"referenceNumber\":\"owls\"", "b"), "3"), (Event(",\"referenceNumber\":\"owls\"", "c"), "4") })
        {
            Assert.Null((await Posts.Intake.TakeAsync(new ArrivedEvent(text, id, id), Cancellation)).Refusal);
        }

        Assert.Equal(["owls", "a"], (await Posts.Store.ListAsync(new PostQuery(), long.MaxValue, 10, Cancellation)).Select(post => post.Reference));
        await Posts.SettleEventsAsync();
        Assert.Equal(2, (await Posts.EventsAsync("post.scheduled")).Count);
    }

    [Fact]
    public async Task An_event_that_cant_be_accepted_is_a_dead_letter_with_its_text_and_is_accepted_when_it_is_good_by_then()
    {
        Options.Accounts.Clear();
        var text = $$$"""{"detail-type":"Schedule Social Post","detail":{"message":"Hello","platform":"twitter","scheduledDate":"{{{PostTimes.Write(Tomorrow)}}}","referenceNumber":"owls"}}""";

        var taken = await Posts.Intake.TakeAsync(new ArrivedEvent(text, "message-1", "message-1"), Cancellation);
        var again = await Posts.Intake.TakeAsync(new ArrivedEvent(text, "message-1", "message-1"), Cancellation);

        Assert.Contains("There is no account of twitter: set one in posts.accounts.", taken.Refusal, StringComparison.Ordinal);
        Assert.Equal(taken.Run, again.Run);
        var dead = await Eventually.FoundAsync(
            async () => await Posts.Runs.FindAsync(taken.Run!.Value, Cancellation) is { Summary: { State: RunState.Failed, DeadLetter: true } } run ? run : null, "a dead letter", Cancellation);
        Assert.Contains("Schedule Social Post", dead.Input.ToString(), StringComparison.Ordinal);
        await Posts.SettleEventsAsync();
        Assert.Equal("owls", Assert.Single(await Posts.EventsAsync("post.failed")).Data.GetProperty("referenceNumber").GetString());

        Options.Accounts["conference"] = new PostAccount { Platform = "twitter", Connection = "x" };
        Assert.True((await Posts.Runs.RetryAsync(taken.Run!.Value, Cancellation)).Moved);
        await Eventually.TrueAsync(async () => (await Posts.Store.FindAllAsync("owls", Cancellation)).Count > 0, "it is accepted", Cancellation);
    }

    [Fact]
    public async Task Posts_of_one_account_keep_their_distance()
    {
        Options.Spacing = TimeSpan.FromMinutes(2);
        var at = Tomorrow;
        var due = new List<long>();
        for (var number = 0; number < 5; number++)
        {
            due.Add((await Posts.AskAsync(number.ToString(CultureInfo.InvariantCulture), "Owls", at, TimeSpan.FromMinutes(3))).Posts[0].DueMs);
        }

        due.Sort();
        Assert.All(due.Zip(due.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 120_000, $"{pair.Second - pair.First} ms"));
        Assert.True(due[0] >= at.ToUnixTimeMilliseconds());
    }

    private async Task<RunView> AskedAsync(string reference)
    {
        RunView? found = null;
        await Posts.PassAsync(
            TimeSpan.FromSeconds(5),
            async () => (await Posts.FindAsync(reference)).RunId is { } id && (found = await Posts.Runs.FindAsync(new RunId(id), Cancellation)) is { Summary.State: RunState.NeedsAttention },
            "a person is asked");
        return found!;
    }
}
