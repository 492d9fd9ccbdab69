using Reelway.Engine;
using Reelway.Posts;

namespace Reelway.Tests.Posts;

/// <summary>Networks, drafts and second deliveries of one reference, on whichever database.</summary>
public abstract class PostAskingContract : PostsFixture
{
    [Fact]
    public async Task What_was_asked_for_before_a_post_was_cancelled_does_not_bring_it_back()
    {
        var before = Clock.GetUtcNow();
        var asked = await Posts.AskAsync("owls", "Owls", Tomorrow, asked: before);
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True(await Posts.Posts.CancelAsync(asked.Posts[0].Id, Cancellation));

        Assert.Equal(AskOutcome.Outdated, (await Posts.AskAsync("owls", "Owls", Tomorrow, asked: before)).Outcome);

        Assert.Equal(PostState.Cancelled, (await Posts.FindAsync("owls")).State);
    }

    [Fact]
    public async Task A_second_delivery_that_comes_days_after_the_post_is_acknowledged_and_a_new_post_for_then_is_refused()
    {
        var text = Event(Clock.GetUtcNow(), "owls", "'platform':'twitter'");
        Assert.Null((await Posts.Intake.TakeAsync(new ArrivedEvent(text, "1", "1"), Cancellation)).Refusal);
        await Posts.UntilAsync("owls", PostState.Sent);
        Clock.Advance(TimeSpan.FromDays(2));

        Assert.Null((await Posts.Intake.TakeAsync(new ArrivedEvent(text, "2", "2"), Cancellation)).Refusal);
        var other = await Posts.Intake.TakeAsync(new ArrivedEvent(text.Replace("owls", "bees", StringComparison.Ordinal), "3", "3"), Cancellation);

        Assert.Contains("\"scheduledDate\" must not be past by more than posts.late_grace (1h)", other.Refusal, StringComparison.Ordinal);
        Assert.Single(Sandbox.X.Tweets);
    }

    [Fact]
    public async Task Each_network_of_a_reference_has_its_own_post_and_what_fails_on_one_repeats_no_other()
    {
        // The network refuses what it has just had.
        await Posts.Intake.TakeAsync(new ArrivedEvent(Event(Clock.GetUtcNow(), "bees", "'platform':'linkedin','texts':{'linkedin':'Bees'}"), "0", "0"), Cancellation);
        await Posts.PassAsync(TimeSpan.FromSeconds(5), async () => (await Posts.FindAsync("bees", "linkedin")).State == PostState.Sent, "the bees are out");
        var text = Event(Clock.GetUtcNow().AddMinutes(1), "owls", "'platforms':['twitter','linkedin'],'texts':{'linkedin':'Bees'}");

        var taken = await Posts.Intake.TakeAsync(new ArrivedEvent(text, "1", "1"), Cancellation);
        Assert.Equal(["linkedin", "twitter"], taken.Accepted!.Posts.Select(post => post.Platform));
        await Posts.PassAsync(TimeSpan.FromSeconds(5), async () => (await Posts.FindAsync("owls")).State == PostState.Sent && (await Posts.FindAsync("owls", "linkedin")).State == PostState.Failed, "both have ended");

        Assert.Equal(("Owls at night", "Bees"), (Assert.Single(Sandbox.X.Tweets).Text, Assert.Single(Sandbox.LinkedIn.Shares).Text));
        Assert.Equal(AskOutcome.Unchanged, (await Posts.Intake.TakeAsync(new ArrivedEvent(text, "2", "2"), Cancellation)).Accepted!.Outcome);
        await Posts.SettleEventsAsync();
        Assert.Equal(["linkedin", "linkedin, twitter"], (await Posts.EventsAsync("post.scheduled")).Select(told => told.Data.GetProperty("platform").GetString()));
        Assert.Equal(["bees", "owls"], (await Posts.EventsAsync("post.sent")).Select(Reference));
        Assert.Equal("owls", Reference(Assert.Single(await Posts.EventsAsync("post.failed"))));
    }

    [Fact]
    public async Task A_network_that_is_left_out_of_a_change_is_taken_back_and_the_change_is_announced_once()
    {
        await Posts.Intake.TakeAsync(new ArrivedEvent(Event(Tomorrow, "owls", "'platforms':['twitter','linkedin']"), "1", "1"), Cancellation);

        await Posts.Intake.TakeAsync(new ArrivedEvent(Event(Tomorrow, "owls", "'platform':'linkedin'"), "2", "2"), Cancellation);

        Assert.Equal((PostState.Cancelled, PostState.Scheduled), ((await Posts.FindAsync("owls")).State, (await Posts.FindAsync("owls", "linkedin")).State));
        await Posts.SettleEventsAsync();
        Assert.Equal(["linkedin, twitter", "linkedin"], (await Posts.EventsAsync("post.scheduled")).Select(told => told.Data.GetProperty("platform").GetString()));
    }

    [Fact]
    public async Task Deliveries_of_one_event_at_the_same_moment_make_one_post_for_each_network_and_one_announcement()
    {
        var text = Event(Tomorrow, "owls", "'platforms':['twitter','linkedin']");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
            Assert.Null((await Posts.Intake.TakeAsync(new ArrivedEvent(text, $"{number}", $"{number}"), Cancellation)).Refusal))));

        Assert.Equal(2, (await Posts.Store.ListAsync(new PostQuery(), long.MaxValue, 10, Cancellation)).Count);
        Assert.Equal(2, (await Posts.Runs.ListAsync(new RunQuery(Flow: SendPost.Flow), Cancellation)).Items.Count);
        await Posts.SettleEventsAsync();
        Assert.Single(await Posts.EventsAsync("post.scheduled"));
    }

    [Fact]
    public async Task A_draft_waits_until_it_is_approved_and_a_change_makes_it_a_draft_again()
    {
        var text = Event(Clock.GetUtcNow().AddMinutes(10), "owls", "'platform':'twitter','approve':true");
        await Posts.Intake.TakeAsync(new ArrivedEvent(text, "1", "1"), Cancellation);
        Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(PostState.Draft, (await Posts.FindAsync("owls")).State);
        Assert.Empty(await Posts.EventsAsync("post.scheduled"));

        Assert.Equal(AskOutcome.Late, (await Posts.Posts.ApproveAsync("owls", _ => "late", Cancellation)).Outcome);
        Assert.Equal(AskOutcome.Accepted, (await Posts.Posts.ApproveAsync("owls", _ => null, Cancellation)).Outcome);
        // A second delivery of what asked for it takes the approval away from nobody.
        Assert.Equal(AskOutcome.Unchanged, (await Posts.Intake.TakeAsync(new ArrivedEvent(text, "2", "2"), Cancellation)).Accepted!.Outcome);
        await Posts.UntilAsync("owls", PostState.Sent);
        await Posts.SettleEventsAsync();
        Assert.Single(await Posts.EventsAsync("post.scheduled"));

        await Posts.Intake.TakeAsync(new ArrivedEvent(Event(Tomorrow, "bees", "'platform':'twitter','approve':true"), "3", "3"), Cancellation);
        await Posts.Posts.ApproveAsync("bees", _ => null, Cancellation);
        await Posts.Intake.TakeAsync(new ArrivedEvent(Event(Tomorrow.AddDays(1), "bees", "'platform':'twitter','approve':true"), "4", "4"), Cancellation);
        Assert.Equal(PostState.Draft, (await Posts.FindAsync("bees")).State);
        Assert.True(await Posts.Posts.CancelAsync((await Posts.FindAsync("bees")).Id, Cancellation));
    }

    [Fact]
    public async Task A_file_is_shown_only_from_where_files_may_be_handed_in_and_when_it_is_a_picture_or_a_video()
    {
        var taken = await Posts.Intake.TakeAsync(
            new ArrivedEvent(
                Event(Tomorrow, "owls", "'platform':'twitter','thread':['2/2',''],'media':[{'uri':'file:///etc/hostname.png'},{'uri':'https://example.org/owl.png'},{'uri':'s3://recordings/notes.txt'}]"), "1", "1"),
            Cancellation);

        Assert.Contains("\"media.0.uri\": /etc/hostname.png lies in no folder whose files may be shown", taken.Refusal, StringComparison.Ordinal);
        Assert.Contains("\"media.1.uri\" must be file:///", taken.Refusal, StringComparison.Ordinal);
        Assert.Contains("\"media.2.uri\" must be a picture or a video", taken.Refusal, StringComparison.Ordinal);
        Assert.Contains("\"thread.1\" must be a text.", taken.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Next_slot_is_the_first_that_no_post_has_and_stays_the_same_for_a_second_delivery()
    {
        Options.Accounts["conference"].Slots = ["daily 18:00"];
        Options.Accounts["conference"].Timezone = "Europe/Prague";
        const string Asked = "'platform':'twitter'";
        string Text(string reference) => Event(Tomorrow, reference, Asked).Replace(PostTimes.Write(Tomorrow), "next-slot", StringComparison.Ordinal);

        foreach (var (reference, key) in new[] { ("owls", "1"), ("bees", "2"), ("owls", "3") })
        {
            Assert.Null((await Posts.Intake.TakeAsync(new ArrivedEvent(Text(reference), key, key), Cancellation)).Refusal);
        }

        Assert.Equal(
            ["2026-05-04T16:00:00", "2026-05-05T16:00:00"],
            new[] { await Posts.FindAsync("owls"), await Posts.FindAsync("bees") }.Select(post => PostTimes.Write(post.Scheduled)));
        Options.Accounts["conference"].Slots = [];
        Assert.Contains("since the account has no slots", (await Posts.Intake.TakeAsync(new ArrivedEvent(Text("hens"), "4", "4"), Cancellation)).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asks_for_the_next_slot_at_one_moment_each_get_a_slot_of_their_own()
    {
        Options.Accounts["conference"].Slots = ["daily 18:00"];

        var asked = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => Task.Run(() => Posts.Posts.AskAsync(
            new PostAsk($"owls-{number}", Campaign: null, default, Clock.GetUtcNow(), [new PostTarget("twitter", "conference", $"Owls {number}", TimeSpan.Zero)], Choice: PostChoice.NextSlot),
            Cancellation))));

        Assert.Equal(6, asked.SelectMany(result => result.Posts).Select(post => post.ScheduledMs).Distinct().Count());
        Assert.All(asked, result => Assert.Equal(AskOutcome.Accepted, result.Outcome));
    }

    [Fact]
    public async Task A_text_that_the_account_says_within_a_week_is_refused_where_that_is_set()
    {
        await Posts.AskAsync("owls", "Owls at  night", Tomorrow);
        Assert.Null((await Posts.Intake.TakeAsync(new ArrivedEvent(Event(Tomorrow.AddDays(1), "bees", "'platform':'twitter'"), "1", "1"), Cancellation)).Refusal);

        Options.RefuseDuplicates = true;
        var refused = await Posts.Intake.TakeAsync(new ArrivedEvent(Event(Tomorrow.AddDays(2), "hens", "'platform':'twitter'"), "2", "2"), Cancellation);
        Assert.Contains("The account conference says the same in the post owls", refused.Refusal, StringComparison.Ordinal);

        // Another account, and another week, are something else.
        Assert.Null((await Posts.Intake.TakeAsync(new ArrivedEvent(Event(Tomorrow, "cats", "'platform':'linkedin'"), "3", "3"), Cancellation)).Refusal);
        Assert.Null((await Posts.Intake.TakeAsync(new ArrivedEvent(Event(Tomorrow.AddDays(9), "dogs", "'platform':'twitter'"), "4", "4"), Cancellation)).Refusal);
    }

    [Fact]
    public async Task A_series_makes_its_posts_weeks_ahead_and_what_a_person_did_to_one_stays()
    {
        Options.Accounts["conference"].Timezone = "Europe/Prague";
        string Asked(string rule) => Event(Clock.GetUtcNow(), "weekly", $"'platform':'twitter','repeat':'{rule}'").Replace(PostTimes.Write(Clock.GetUtcNow()), "2026-05-05T09:00", StringComparison.Ordinal);

        var made = (await Posts.Intake.TakeAsync(new ArrivedEvent(Asked("FREQ=WEEKLY;BYDAY=TU"), "1", "1"), Cancellation)).Accepted!.Posts;
        Assert.Equal(["2026-05-05T07:00:00", "2026-05-12T07:00:00", "2026-05-19T07:00:00", "2026-05-26T07:00:00", "2026-06-02T07:00:00"], made.Select(post => PostTimes.Write(post.Scheduled)));
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True(await Posts.Posts.CancelAsync(made[1].Id, Cancellation));

        // A week later another one is made; the one that was cancelled stays so.
        Clock.Advance(TimeSpan.FromDays(7));
        await Posts.RepeatAsync();
        var later = await Posts.Store.OfSeriesAsync("weekly", 0, Cancellation);
        Assert.Equal(6, later.Count);
        Assert.Equal(PostState.Cancelled, later[1].State);

        // On Wednesdays instead: what waits for Tuesdays is taken back.
        var moved = (await Posts.Intake.TakeAsync(new ArrivedEvent(Asked("FREQ=WEEKLY;BYDAY=WE"), "2", "2"), Cancellation)).Accepted!.Posts;
        Assert.All(moved.Where(post => post.State == PostState.Scheduled), post => Assert.Equal(DayOfWeek.Wednesday, post.Scheduled.DayOfWeek));
        Assert.Contains(moved, post => post.State == PostState.Scheduled);
    }

    [Fact]
    public async Task What_is_wrong_with_the_networks_asked_for_is_said_all_at_once()
    {
        var taken = await Posts.Intake.TakeAsync(
            new ArrivedEvent(Event(Tomorrow, "owls", "'platforms':['twitter','linkedin','myspace'],'account':'nobody','texts':{'facebook':'Hens','linkedin':' '}"), "1", "1"), Cancellation);

        Assert.Contains("\"texts\" must not have a text for \"facebook\", which is not among the networks asked for.", taken.Refusal, StringComparison.Ordinal);
        Assert.Contains("\"platform\" must be bluesky or facebook or linkedin or mastodon or twitter, in these letters.", taken.Refusal, StringComparison.Ordinal);
        Assert.Contains("\"account\" must be an account of one of the networks asked for.", taken.Refusal, StringComparison.Ordinal);
        Assert.Contains("\"texts.linkedin\" must be the text of the post.", taken.Refusal, StringComparison.Ordinal);
        Assert.Empty(await Posts.Store.ListAsync(new PostQuery(), long.MaxValue, 10, Cancellation));
    }
}
