using System.Security.Cryptography;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Library;
using Reelway.Media;
using Reelway.Sandbox.Facebook;
using Reelway.Sandbox.Faults;
using Reelway.Talks;
using Reelway.Tests.Events;
using ButtonLabel = Reelway.Connectors.Facebook.ButtonLabel;

namespace Reelway.Tests.Talks;

public sealed class PublishTalkTests(SampleRecording sample) : IClassFixture<SampleRecording>
{
    private const string Owls = "Owls: why?,0:01,4.5,Barn,\"Ada Example, Bo Sample\",About owls.,\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recording_goes_all_the_way()
    {
        await using var talks = await TalksHarness.StartAsync(sample, "Bees,,,Barn,,,\n" + Owls);
        var run = await talks.PublishAsync(talks.Record("owls_ WHY_.mp4"));
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);

        var video = Assert.Single(talks.Sandbox.Facebook.Videos);
        Assert.Equal("Owls: why?", video.Title);
        Assert.Equal("About owls.\n\nOwls: why?\nAda Example and Bo Sample\nBarn", video.Description);
        Assert.Equal((TalksHarness.Page, VideoStatus.Ready, true), (video.PageId, video.Status, video.Published));

        var row = (await talks.Store.FindAsync("Owls: why?", Cancellation))!;
        var archived = FileUri.Parse(row.File!)!;
        Assert.Equal(video.Sha256, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(archived, Cancellation))));
        Assert.Equal((video.Sha256, video.Id, TalkState.Published), (row.Sha256, row.VideoId, row.State));
        var length = (await talks.Get<MediaProbe>().ProbeAsync(archived, Cancellation)).Duration;
        Assert.InRange(length.TotalSeconds, 3.5 - 0.04, 3.5 + 0.04);

        var link = "https://www.facebook.com" + video.Permalink;
        Assert.Equal(link, row.Link);
        Assert.Equal(
            TalksHarness.Header + "Bees,,,Barn,,,\n" + Owls.Replace("owls.,", $"owls.,{link}", StringComparison.Ordinal),
            await File.ReadAllTextAsync(talks.SheetPath, Cancellation));
        Assert.Equal(["ada@example.test", "bo@example.test"], talks.Sandbox.Mail.Messages.Entries.Select(mail => mail.To[0]).Order());
        Assert.All(talks.Sandbox.Mail.Messages.Entries, mail => Assert.Contains(link, mail.Text, StringComparison.Ordinal));

        var told = Assert.Single(await talks.Get<EventStore>().ListAsync(new EventQuery(Subject: $"talk/{new TalkId(row.Id)}"), long.MaxValue, 10, Cancellation));
        Assert.Equal("talk.published", told.Type);
        Assert.Equal(link, told.Data.GetProperty("link").GetString());
        Assert.Empty(EventSchema.Problems(told));
        Assert.Equal(
            [
                "find", "claim", "edit", "pictures are made", "pictures", "describe", "page", "upload.start", "upload", "publish", "link", "mail:ada@example.test",
                "mail:bo@example.test", "sheet", "announce",
            ],
            run.Steps.Select(step => step.Name));
        Assert.Empty(Directory.GetDirectories(Path.Combine(talks.Get<MediaOptions>().Folder, "scratch")));
    }

    [Fact]
    public async Task The_same_recording_handed_in_five_times_is_one_run()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls);
        var path = talks.Record("Owls_ why_.mp4");
        var runs = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => talks.SubmitAsync(path)));
        Assert.Single(runs.Distinct());
        await talks.Runs.WaitAsync(runs[0], Cancellation);
        Assert.Equal(runs[0], await talks.SubmitAsync(path));
        Assert.Single(talks.Sandbox.Facebook.Videos);
    }

    [Fact]
    public async Task A_second_recording_of_a_published_talk_needs_a_person_and_is_published_when_that_is_decided()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls);
        var first = await talks.PublishAsync(talks.Record("Owls_ why_.mp4"));
        var second = await talks.PublishAsync(talks.Record("OWLS WHY.mov"));
        Assert.Equal(RunState.NeedsAttention, second.Summary.State);
        Assert.Contains(first.Summary.Id.ToString(), second.Summary.Why, StringComparison.Ordinal);
        Assert.Contains("reelway talks release talk_", second.Summary.Why, StringComparison.Ordinal);
        Assert.Single(talks.Sandbox.Facebook.Videos);

        var row = (await talks.Store.FindAsync("Owls: why?", Cancellation))!;
        Assert.True(await talks.Store.ReleaseAsync(row, 1, Cancellation));
        talks.WriteSheet(Owls);
        Assert.Equal(RunState.Succeeded, (await talks.RetryAsync(second)).Summary.State);
        Assert.Equal(2, talks.Sandbox.Facebook.Videos.Count);
    }

    [Fact]
    public async Task A_link_that_is_not_ours_stops_before_cutting_until_the_talk_is_adopted()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls.Replace("owls.,", "owls.,https://old.test/1", StringComparison.Ordinal));
        var run = await talks.PublishAsync(talks.Record("Owls_ why_.mp4"));
        Assert.Equal((RunState.NeedsAttention, "claim"), (run.Summary.State, run.Summary.CurrentStep));
        Assert.Contains("https://old.test/1", run.Summary.Why, StringComparison.Ordinal);
        Assert.Contains("talks adopt", run.Summary.Why, StringComparison.Ordinal);

        await talks.Store.AdoptAsync(new TalkId(7), "Owls: why?", "Barn", "https://old.test/1", 1, Cancellation);
        run = await talks.RetryAsync(run);
        Assert.Equal(RunState.Succeeded, run.Summary.State);
        Assert.Equal(StepState.Skipped, run.Steps[^1].State);
        Assert.Empty(talks.Sandbox.Facebook.Videos);
        Assert.False(Directory.Exists(talks.Library));
    }

    [Fact]
    public async Task An_own_page_an_own_intro_and_a_call_to_watch_are_used_when_configured()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls, options =>
        {
            options.Stages["barn"] = new PageTarget { Page = "lanternstage", Intro = sample.Path };
            options.Mentions["Barn"] = "175000000000103";
            options.FeedPost = true;
            options.FeedButton = new FeedButton { Link = new Uri("https://example.org/tickets"), Label = ButtonLabel.BuyTickets };
        });
        var run = await talks.PublishAsync(talks.Record("Owls_ why_.mp4"));
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        var video = Assert.Single(talks.Sandbox.Facebook.Videos);
        Assert.Equal("175000000000102", video.PageId);
        Assert.Equal(["175000000000103"], video.Mentions);
        Assert.Equal(SampleRecording.Seconds, run.Steps.Single(step => step.Name == "edit").Output!.Value.GetProperty("introSeconds").GetDouble(), 0.05);
        var post = Assert.Single(talks.Sandbox.Facebook.Posts);
        Assert.Contains("https://www.facebook.com" + video.Permalink, post.Message, StringComparison.Ordinal);
        Assert.Equal(("BUY_TICKETS", "https://example.org/tickets"), (post.Button, post.Link));
    }

    [Fact]
    public async Task A_lost_answer_of_the_publication_is_looked_up_and_nothing_is_published_twice()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls);
        Fault(talks, FaultEffect.LostAnswer, "finish");
        var run = await talks.PublishAsync(talks.Record("Owls_ why_.mp4"));
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        Assert.Single(talks.Sandbox.Facebook.Videos);
        Assert.Equal(1, Phases(talks, "finish"));
    }

    [Fact]
    public async Task A_line_that_breaks_in_the_middle_of_the_upload_goes_on_where_the_page_says()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls);
        Fault(talks, FaultEffect.LostAnswer, "transfer", skip: 1);
        Fault(talks, FaultEffect.Cut, "transfer", skip: 2);
        var run = await talks.PublishAsync(talks.Record("Owls_ why_.mp4"));
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        Assert.Equal(1, Phases(talks, "start"));
        await AssertPublishedIsArchivedAsync(talks);
    }

    [Fact]
    public async Task An_upload_session_that_is_gone_is_replaced_and_dropped()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls);
        talks.Sandbox.Faults.Add(new SandboxFault("facebook", FaultEffect.Status, Status: 400, Code: 100, Subcode: 33, Skip: 2, Match: Phase("transfer")));
        var run = await talks.PublishAsync(talks.Record("Owls_ why_.mp4"));
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        Assert.Equal((2, 1), (Phases(talks, "start"), Phases(talks, "cancel")));
        await AssertPublishedIsArchivedAsync(talks);
    }

    [Fact]
    public async Task A_session_that_dies_before_it_is_finished_is_uploaded_anew()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls);
        talks.Sandbox.Faults.Add(new SandboxFault("facebook", FaultEffect.Status, Status: 400, Code: 100, Subcode: 33, Match: Phase("finish")));
        var run = await talks.PublishAsync(talks.Record("Owls_ why_.mp4"));
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        await AssertPublishedIsArchivedAsync(talks);
    }

    [Fact]
    public async Task An_upload_that_the_process_left_in_the_middle_goes_on_after_the_restart()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls);
        Fault(talks, FaultEffect.Hang, "transfer", skip: 2);
        var id = await talks.SubmitAsync(talks.Record("Owls_ why_.mp4"));
        await talks.UntilAsync(id, run => run.Summary is { CurrentStep: "upload", Progress: > 0 } && talks.Sandbox.Faults.Ordered.Count == 0);
        await talks.StopAsync();
        await talks.StartAsync();
        var run = await talks.Runs.WaitAsync(id, Cancellation);
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        Assert.Equal(1, Phases(talks, "start"));
        await AssertPublishedIsArchivedAsync(talks);
    }

    [Fact]
    public async Task A_throttled_page_lets_the_run_wait_for_as_long_as_it_says()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls);
        talks.Sandbox.Faults.Add(new SandboxFault("facebook", FaultEffect.RateLimit, Code: 32, Minutes: 30, Match: Phase("finish")));
        var id = await talks.SubmitAsync(talks.Record("Owls_ why_.mp4"));
        var run = await talks.UntilAsync(id, each => each.Summary is { State: RunState.Waiting, CurrentStep: "publish" });
        Assert.InRange(run.Summary.WaitsUntil!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(28), TimeSpan.FromMinutes(31));
    }

    [Fact]
    public async Task A_video_that_the_page_can_not_process_is_a_clear_fault()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls);
        talks.Sandbox.Facebook.Settings = talks.Sandbox.Facebook.Settings with { Processing = ProcessingOutcome.Error };
        var run = await talks.PublishAsync(talks.Record("Owls_ why_.mp4"));
        Assert.Equal(RunState.Failed, run.Summary.State);
        Assert.Contains("Harbour Stage", run.Summary.Why, StringComparison.Ordinal);
        Assert.Empty(talks.Sandbox.Mail.Messages.Entries);
    }

    internal static FaultMatch Phase(string phase) => new() { Parameters = new Dictionary<string, string> { ["upload_phase"] = phase } };

    private static void Fault(TalksHarness talks, FaultEffect effect, string phase, int skip = 0)
        => talks.Sandbox.Faults.Add(new SandboxFault("facebook", effect, Match: Phase(phase), Skip: skip));

    private static int Phases(TalksHarness talks, string phase)
        => talks.Sandbox.Facebook.Requests.Entries.Count(request => request.Detail == phase);

    private static async Task AssertPublishedIsArchivedAsync(TalksHarness talks)
    {
        var video = Assert.Single(talks.Sandbox.Facebook.Videos, each => each.Published);
        var row = (await talks.Store.FindAsync("Owls: why?", Cancellation))!;
        Assert.Equal((video.Id, video.Sha256), (row.VideoId, row.Sha256));
    }
}
