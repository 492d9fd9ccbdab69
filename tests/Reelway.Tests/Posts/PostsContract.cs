using System.Globalization;
using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Posts;
using Reelway.Sandbox;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.X;
using Reelway.Tests.Connections;

namespace Reelway.Tests.Posts;

/// <summary>Posts from asking to the network, on whichever database.</summary>
public abstract class PostsContract : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private readonly PostsOptions _options = new()
    {
        Accounts = new() { ["conference"] = new PostAccount { Platform = "twitter", Connection = "x" } },
        Window = TimeSpan.FromMinutes(8),
    };

    private SandboxServer _sandbox = null!;
    private SharedStore _store = null!;
    private PostsProcess _posts = null!;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DateTimeOffset Tomorrow => _clock.GetUtcNow().AddDays(1);

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Time = _clock }, Cancellation);
        _store = await StoreAsync();
        _posts = await PostsProcess.StartAsync(await _store.OpenAsync(_clock, Cancellation), _clock, _sandbox, _options);
    }

    public async ValueTask DisposeAsync()
    {
        await _posts.DisposeAsync();
        await _store.DisposeAsync();
        await _sandbox.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_post_goes_out_within_its_window_and_never_before_its_time()
    {
        var at = _clock.GetUtcNow().AddSeconds(20);
        var asked = await _posts.AskAsync("owls", "Owls at night", at, TimeSpan.FromMinutes(1));
        Assert.InRange(asked.Post.DueMs, at.ToUnixTimeMilliseconds(), at.AddMinutes(1).ToUnixTimeMilliseconds());

        await _posts.UntilAsync("owls", PostState.Sent);

        var tweet = Assert.Single(_sandbox.X.Tweets);
        Assert.Equal("Owls at night", tweet.Text);
        Assert.True(tweet.At.ToUnixTimeMilliseconds() >= asked.Post.DueMs);
        var post = await _posts.FindAsync("owls");
        Assert.Equal((tweet.Id, $"https://twitter.com/fernwoodconf/status/{tweet.Id}"), (post.NetworkId, post.Link));
        await _posts.SettleEventsAsync();
        Assert.Equal("owls", Assert.Single(await _posts.EventsAsync("post.scheduled")).Data.GetProperty("referenceNumber").GetString());
        Assert.Equal(tweet.Id, Assert.Single(await _posts.EventsAsync("post.sent")).Data.GetProperty("postId").GetString());
        Assert.Empty(await _posts.EventsAsync("post.failed"));
    }

    [Fact]
    public async Task The_same_reference_again_changes_a_waiting_post_and_each_change_is_announced_once()
    {
        await _posts.AskAsync("owls", "Owls", Tomorrow);
        Assert.Equal(AskOutcome.Unchanged, (await _posts.AskAsync("owls", "Owls", Tomorrow)).Outcome);
        Assert.Equal(AskOutcome.Accepted, (await _posts.AskAsync("owls", "Owls and bees", Tomorrow)).Outcome);
        Assert.Equal(AskOutcome.Accepted, (await _posts.AskAsync("owls", "Owls and bees", _clock.GetUtcNow().AddMinutes(1))).Outcome);

        await _posts.UntilAsync("owls", PostState.Sent);

        Assert.Equal("Owls and bees", Assert.Single(_sandbox.X.Tweets).Text);
        await _posts.SettleEventsAsync();
        Assert.Equal(3, (await _posts.EventsAsync("post.scheduled")).Count);
    }

    [Fact]
    public async Task Of_two_events_with_one_reference_the_later_one_holds_in_whatever_order_they_come()
    {
        var (earlier, later) = (_clock.GetUtcNow(), _clock.GetUtcNow().AddSeconds(1));
        await _posts.AskAsync("owls", "second", Tomorrow, asked: later);

        Assert.Equal(AskOutcome.Outdated, (await _posts.AskAsync("owls", "first", Tomorrow, asked: earlier)).Outcome);
        Assert.Equal(AskOutcome.Accepted, (await _posts.AskAsync("owls", "third", Tomorrow, asked: later)).Outcome);

        Assert.Equal("third", (await _posts.FindAsync("owls")).Message);
    }

    [Fact]
    public async Task What_is_out_is_not_changed_any_more()
    {
        var at = _clock.GetUtcNow();
        await _posts.AskAsync("owls", "Owls", at);
        await _posts.UntilAsync("owls", PostState.Sent);

        Assert.Equal(AskOutcome.Unchanged, (await _posts.AskAsync("owls", "Owls", at)).Outcome);
        Assert.Equal(AskOutcome.TooLate, (await _posts.AskAsync("owls", "Bees", at)).Outcome);

        Assert.Single(_sandbox.X.Tweets);
    }

    [Fact]
    public async Task A_cancelled_post_does_not_go_out_and_its_reference_can_be_used_again()
    {
        var asked = await _posts.AskAsync("owls", "Owls", Tomorrow);
        Assert.True(await _posts.Posts.CancelAsync(asked.Post.Id, Cancellation));
        Assert.False(await _posts.Posts.CancelAsync(asked.Post.Id, Cancellation));

        await _posts.AskAsync("owls", "Owls after all", _clock.GetUtcNow());
        await _posts.UntilAsync("owls", PostState.Sent);

        Assert.Equal("Owls after all", Assert.Single(_sandbox.X.Tweets).Text);
    }

    [Fact]
    public async Task A_post_whose_run_is_cancelled_is_cancelled_too_and_its_reference_can_be_used_again()
    {
        await _posts.AskAsync("owls", "Owls", Tomorrow);
        var run = Assert.Single((await _posts.Runs.ListAsync(new RunQuery(Flow: SendPost.Flow), Cancellation)).Items);

        Assert.True((await _posts.Runs.CancelAsync(run.Id, "not wanted", Cancellation)).Moved);

        Assert.Equal(PostState.Cancelled, (await _posts.FindAsync("owls")).State);
        await _posts.AskAsync("owls", "Owls after all", _clock.GetUtcNow());
        await _posts.UntilAsync("owls", PostState.Sent);
        Assert.Equal("Owls after all", Assert.Single(_sandbox.X.Tweets).Text);
    }

    [Fact]
    public async Task A_post_that_a_person_finds_while_it_is_looked_for_is_neither_asked_about_nor_sent_again()
    {
        _sandbox.X.Settings = new XSettings { TimelineLagMs = 3_600_000 };
        _sandbox.Faults.Add(new SandboxFault("x", FaultEffect.LostAnswer, new FaultMatch { Method = "POST" }));
        await _posts.AskAsync("owls", "Owls", _clock.GetUtcNow());
        await _posts.PassAsync(TimeSpan.FromSeconds(1), async () => _sandbox.X.Tweets.Count == 1 && (await _posts.FindAsync("owls")).State == PostState.Sending, "it is out, unheard");

        var (post, tweet) = (await _posts.FindAsync("owls"), Assert.Single(_sandbox.X.Tweets));
        Assert.True(await _posts.Store.TellOutAsync(post.Id, tweet.Id, $"https://twitter.com/fernwoodconf/status/{tweet.Id}", 1, Cancellation));
        await _posts.UntilAsync("owls", PostState.Sent);

        Assert.Single(_sandbox.X.Tweets);
    }

    [Fact]
    public async Task A_post_whose_answer_is_lost_is_found_in_the_timeline_although_that_shows_it_late()
    {
        _sandbox.X.Settings = new XSettings { TimelineLagMs = 25_000 };
        _sandbox.Faults.Add(new SandboxFault("x", FaultEffect.LostAnswer, new FaultMatch { Method = "POST" }));
        await _posts.AskAsync("owls", "Owls", _clock.GetUtcNow());

        await _posts.UntilAsync("owls", PostState.Sent);

        Assert.Equal(Assert.Single(_sandbox.X.Tweets).Id, (await _posts.FindAsync("owls")).NetworkId);
    }

    [Theory]
    [InlineData(FaultEffect.Cut, false)]
    [InlineData(FaultEffect.LostAnswer, true)]
    public async Task A_post_that_nobody_finds_waits_for_a_person_and_goes_out_once_whatever_they_say(FaultEffect effect, bool isOut)
    {
        _sandbox.X.Settings = new XSettings { TimelineLagMs = isOut ? 600_000 : 0 };
        _sandbox.Faults.Add(new SandboxFault("x", effect, new FaultMatch { Method = "POST" }));
        await _posts.AskAsync("owls", "Owls", _clock.GetUtcNow());
        var run = await AskedAsync("owls");
        Assert.Contains("Check the account conference: the post owls may be out", run.Summary.Why, StringComparison.Ordinal);
        Assert.Equal(isOut ? 1 : 0, _sandbox.X.Tweets.Count);

        // The network's own timeline catches up; the person has not looked, and lets it be sent again.
        _sandbox.X.Settings = new XSettings();
        Assert.True((await _posts.Runs.DecideAsync(run.Summary.Id, SendPost.ConfirmStep, Decision.SendAgain, Cancellation)).Moved);
        await _posts.UntilAsync("owls", PostState.Sent);

        Assert.Equal(Assert.Single(_sandbox.X.Tweets).Id, (await _posts.FindAsync("owls")).NetworkId);
    }

    [Fact]
    public async Task A_post_that_a_person_has_found_is_not_sent_again()
    {
        _sandbox.X.Settings = new XSettings { TimelineLagMs = 3_600_000 };
        _sandbox.Faults.Add(new SandboxFault("x", FaultEffect.LostAnswer, new FaultMatch { Method = "POST" }));
        await _posts.AskAsync("owls", "Owls", _clock.GetUtcNow());
        var run = await AskedAsync("owls");

        var (post, tweet) = (await _posts.FindAsync("owls"), Assert.Single(_sandbox.X.Tweets));
        Assert.True(await _posts.Store.TellOutAsync(post.Id, tweet.Id, $"https://twitter.com/fernwoodconf/status/{tweet.Id}", 1, Cancellation));
        Assert.True((await _posts.Runs.DecideAsync(run.Summary.Id, SendPost.ConfirmStep, Decision.Sent, Cancellation)).Moved);
        await _posts.UntilAsync("owls", PostState.Sent);

        Assert.Single(_sandbox.X.Tweets);
        await _posts.SettleEventsAsync();
        Assert.Equal(tweet.Id, Assert.Single(await _posts.EventsAsync("post.sent")).Data.GetProperty("postId").GetString());
    }

    [Fact]
    public async Task A_refused_post_fails_with_the_networks_words_and_a_full_window_is_waited_for()
    {
        _sandbox.Faults.Add(new SandboxFault("x", FaultEffect.RateLimit, new FaultMatch { Method = "POST" }, Minutes: 1));
        _sandbox.Faults.Add(new SandboxFault("x", FaultEffect.Status, new FaultMatch { Method = "POST" }, Status: 403));
        var before = _clock.GetUtcNow();
        await _posts.AskAsync("owls", "Owls", before);

        await _posts.UntilAsync("owls", PostState.Failed);

        Assert.True(_clock.GetUtcNow() - before >= TimeSpan.FromMinutes(1));
        Assert.Empty(_sandbox.X.Tweets);
        await _posts.SettleEventsAsync();
        var failed = Assert.Single(await _posts.EventsAsync("post.failed"));
        Assert.Equal("owls", failed.Data.GetProperty("referenceNumber").GetString());
        Assert.Contains("X does not take this post", failed.Data.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Empty(await _posts.EventsAsync("post.sent"));
    }

    [Fact]
    public async Task An_event_is_accepted_twice_and_makes_one_post_also_without_a_reference()
    {
        var at = PostTimes.Write(Tomorrow);
        string Event(string reference, string id) => $$$"""{"detail-type":"Schedule Social Post","source":"test","id":"{{{id}}}","detail":{"message":"Hello world!","platform":"twitter","scheduledDate":"{{{at}}}"{{{reference}}}}}""";

        foreach (var (text, id) in new[] { (Event("", "a"), "1"), (Event("", "a"), "2"), (Event(",\"referenceNumber\":\"owls\"", "b"), "3"), (Event(",\"referenceNumber\":\"owls\"", "c"), "4") })
        {
            Assert.Null((await _posts.Intake.TakeAsync(text, id, Cancellation)).Refusal);
        }

        Assert.Equal(["owls", "a"], (await _posts.Store.ListAsync(new PostQuery(), long.MaxValue, 10, Cancellation)).Select(post => post.Reference));
        await _posts.SettleEventsAsync();
        Assert.Equal(2, (await _posts.EventsAsync("post.scheduled")).Count);
    }

    [Fact]
    public async Task An_event_that_cant_be_accepted_is_a_dead_letter_with_its_text_and_is_accepted_when_it_is_good_by_then()
    {
        _options.Accounts.Clear();
        var text = $$$"""{"detail-type":"Schedule Social Post","detail":{"message":"Hello","platform":"twitter","scheduledDate":"{{{PostTimes.Write(Tomorrow)}}}","referenceNumber":"owls"}}""";

        var taken = await _posts.Intake.TakeAsync(text, "message-1", Cancellation);
        var again = await _posts.Intake.TakeAsync(text, "message-1", Cancellation);

        Assert.Contains("There is no account of twitter: set one in posts.accounts.", taken.Refusal, StringComparison.Ordinal);
        Assert.Equal(taken.Run, again.Run);
        var dead = await Eventually.FoundAsync(
            async () => await _posts.Runs.FindAsync(taken.Run!.Value, Cancellation) is { Summary: { State: RunState.Failed, DeadLetter: true } } run ? run : null, "a dead letter", Cancellation);
        Assert.Contains("Schedule Social Post", dead.Input.ToString(), StringComparison.Ordinal);
        await _posts.SettleEventsAsync();
        Assert.Equal("owls", Assert.Single(await _posts.EventsAsync("post.failed")).Data.GetProperty("referenceNumber").GetString());

        _options.Accounts["conference"] = new PostAccount { Platform = "twitter", Connection = "x" };
        Assert.True((await _posts.Runs.RetryAsync(taken.Run!.Value, Cancellation)).Moved);
        await Eventually.TrueAsync(async () => await _posts.Store.FindAsync("owls", Cancellation) is not null, "it is accepted", Cancellation);
    }

    [Fact]
    public async Task Posts_of_one_account_keep_their_distance()
    {
        _options.Spacing = TimeSpan.FromMinutes(2);
        var at = Tomorrow;
        var due = new List<long>();
        for (var number = 0; number < 5; number++)
        {
            due.Add((await _posts.AskAsync(number.ToString(CultureInfo.InvariantCulture), "Owls", at, TimeSpan.FromMinutes(3))).Post.DueMs);
        }

        due.Sort();
        Assert.All(due.Zip(due.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 120_000, $"{pair.Second - pair.First} ms"));
        Assert.True(due[0] >= at.ToUnixTimeMilliseconds());
    }

    private async Task<RunView> AskedAsync(string reference)
    {
        RunView? found = null;
        await _posts.PassAsync(
            TimeSpan.FromSeconds(5),
            async () => (await _posts.FindAsync(reference)).RunId is { } id && (found = await _posts.Runs.FindAsync(new RunId(id), Cancellation)) is { Summary.State: RunState.NeedsAttention },
            "a person is asked");
        return found!;
    }

    private protected abstract Task<SharedStore> StoreAsync();
}
