using Reelway.Connections;
using Reelway.Engine;
using Reelway.Media;

namespace Reelway.Tests.Talks;

public sealed class TalkBadInputTests(SampleRecording sample) : IClassFixture<SampleRecording>
{
    private const string Owls = "Owls,,3,Barn,Ada Example,About owls.,\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_file_named_mp4_is_refused_and_the_right_recording_takes_its_place()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls);
        var run = await talks.PublishAsync(talks.Record("Owls.mp4", "This is not a video."u8.ToArray()));
        Assert.Equal((RunState.Failed, "edit"), (run.Summary.State, run.Steps[^1].Name));
        Assert.Contains("Owls.mp4", run.Summary.Why, StringComparison.Ordinal);
        Assert.Empty(talks.Sandbox.Facebook.Videos);

        var right = await talks.PublishAsync(talks.Record("owls.mov"));
        Assert.True(right.Summary.State == RunState.Succeeded, right.Summary.Why);
        run = await talks.RetryAsync(run);
        Assert.Contains($"is held by {right.Summary.Id} now", run.Summary.Why, StringComparison.Ordinal);
        Assert.Single(talks.Sandbox.Facebook.Videos);
    }

    [Fact]
    public async Task An_empty_file_is_refused()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls);
        var run = await talks.PublishAsync(talks.Record("Owls.mp4", []));
        Assert.Equal(RunState.Failed, run.Summary.State);
        Assert.Contains("Owls.mp4 is empty", run.Summary.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recording_that_vanished_is_named_and_the_run_goes_on_when_it_is_back()
    {
        await using var talks = await TalksHarness.StartAsync(sample, "");
        var path = talks.Record("Owls.mp4");
        var run = await talks.PublishAsync(path);
        Assert.Contains("has no talk titled \"Owls\"; it has no talks at all", run.Summary.Why, StringComparison.Ordinal);

        talks.WriteSheet(Owls);
        File.Move(path, path + ".away");
        run = await talks.RetryAsync(run);
        Assert.Equal(RunState.NeedsAttention, run.Summary.State);
        Assert.Contains($"{path} is gone. Put it back", run.Summary.Why, StringComparison.Ordinal);

        File.Move(path + ".away", path);
        run = await talks.RetryAsync(run);
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
    }

    [Fact]
    public async Task A_recording_that_is_written_again_is_published_once_in_its_last_form()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls, options => options.DefaultPage = null);
        var path = talks.Record("Owls.mp4");
        var first = await talks.PublishAsync(path);
        Assert.Contains("talks.default_page", first.Summary.Why, StringComparison.Ordinal);

        talks.Options.DefaultPage = "harbourstage";
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        first = await talks.RetryAsync(first);
        Assert.Equal(RunState.Failed, first.Summary.State);
        Assert.Contains("was written again", first.Summary.Why, StringComparison.Ordinal);

        var second = await talks.PublishAsync(path);
        Assert.True(second.Summary.State == RunState.Succeeded, second.Summary.Why);
        Assert.Single(talks.Sandbox.Facebook.Videos);
    }

    [Fact]
    public async Task A_title_full_of_traps_is_published_as_it_is_and_kept_inside_the_library()
    {
        const string Title = "../\"Owls\" 🦉 & <b>bold</b> 'n' $(x) {{link}}";
        await using var talks = await TalksHarness.StartAsync(
            sample, "\"../\"\"Owls\"\"\n🦉 & <b>bold</b> 'n' $(x) {{link}}\",,3,Barn,Ada Example,\"A \"\"quoted\"\"\nline\",\n");
        var run = await talks.PublishAsync(talks.Record(".._\"Owls\" 🦉 & <b>bold<_b> 'n' $(x) {{link}}.mp4"));
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        Assert.Equal(Title, Assert.Single(talks.Sandbox.Facebook.Videos).Title);
        var mail = Assert.Single(talks.Sandbox.Mail.Messages.Entries);
        Assert.Equal($"Your talk is online: {Title}", mail.Subject);
        Assert.Contains("&lt;b&gt;bold", mail.Html, StringComparison.Ordinal);
        var kept = Assert.Single(Directory.GetFiles(talks.Library, "*", SearchOption.AllDirectories));
        Assert.Equal("__Owls_ 🦉 & _b_bold__b_ 'n' $(x) {{link}}.mp4", Path.GetFileName(kept));
    }

    [Fact]
    public async Task A_sheet_without_a_column_needs_a_person_and_goes_on_when_it_has_it()
    {
        await using var talks = await TalksHarness.StartAsync(sample, "");
        await File.WriteAllTextAsync(talks.SheetPath, "Title,Start,End,Stage,Speakers,Description\nOwls,,3,Barn,,\n", Cancellation);
        var run = await talks.PublishAsync(talks.Record("Owls.mp4"));
        Assert.Equal(RunState.NeedsAttention, run.Summary.State);
        Assert.Contains("talks.csv has no column \"Link\"; its columns are \"Title\", \"Start\"", run.Summary.Why, StringComparison.Ordinal);

        talks.WriteSheet(Owls);
        run = await talks.RetryAsync(run);
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
    }

    [Fact]
    public async Task A_sheet_that_is_away_after_a_restart_is_read_from_its_last_good_copy()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls + Owls.Replace("Owls", "Bees", StringComparison.Ordinal));
        var first = await talks.PublishAsync(talks.Record("Owls.mp4"));
        Assert.True(first.Summary.State == RunState.Succeeded, first.Summary.Why);
        await talks.StopAsync();
        File.Move(talks.SheetPath, talks.SheetPath + ".away");
        await talks.StartAsync();

        var run = await talks.PublishAsync(talks.Record("Bees.mp4"));
        Assert.Equal((RunState.NeedsAttention, "sheet"), (run.Summary.State, run.Summary.CurrentStep));
        Assert.Contains(
            await talks.Runs.LogAsync(run.Summary.Id, 0, 100, Cancellation),
            line => line.Level == RunLogLevel.Warning && line.Message.StartsWith("Working with a copy of talks.csv that is ", StringComparison.Ordinal));
        Assert.Equal(2, talks.Sandbox.Facebook.Videos.Count);

        File.Move(talks.SheetPath + ".away", talks.SheetPath);
        run = await talks.RetryAsync(run);
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
    }

    [Fact]
    public async Task A_title_that_is_there_twice_needs_a_person()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls + Owls);
        var run = await talks.PublishAsync(talks.Record("Owls.mp4"));
        Assert.Equal(RunState.NeedsAttention, run.Summary.State);
        Assert.Contains("\"Owls\" more than once, in rows 2 and 3", run.Summary.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_beyond_the_recording_fails_with_row_and_cell_and_a_retry_takes_the_corrected_cell()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls.Replace(",3,", ",1:00,", StringComparison.Ordinal));
        var run = await talks.PublishAsync(talks.Record("Owls.mp4"));
        Assert.Equal(RunState.Failed, run.Summary.State);
        Assert.StartsWith("talks.csv row 2, column \"End\": \"1:00\" lies beyond the recording", run.Summary.Why, StringComparison.Ordinal);

        talks.WriteSheet(Owls);
        run = await talks.RetryAsync(run);
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
    }

    [Fact]
    public async Task A_link_that_somebody_wrote_meanwhile_is_not_overwritten()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls, options => options.Speakers = null);
        var run = await talks.PublishAsync(talks.Record("Owls.mp4"));
        Assert.Equal((RunState.NeedsAttention, "describe"), (run.Summary.State, run.Summary.CurrentStep));
        Assert.Contains("talks.speakers is not set", run.Summary.Why, StringComparison.Ordinal);
        await talks.StopAsync();
        talks.Options.Speakers = Path.Combine(Path.GetDirectoryName(talks.SheetPath)!, "people.csv");
        talks.WriteSheet(Owls.Replace("owls.,", "owls.,https://other.test/1", StringComparison.Ordinal));
        await talks.StartAsync();

        run = await talks.RetryAsync(run);
        Assert.Equal((RunState.NeedsAttention, "sheet"), (run.Summary.State, run.Summary.CurrentStep));
        Assert.Contains("https://other.test/1, which is not overwritten", run.Summary.Why, StringComparison.Ordinal);
        talks.WriteSheet(Owls);
        run = await talks.RetryAsync(run);
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        Assert.Single(talks.Sandbox.Mail.Messages.Entries);
    }

    [Fact]
    public async Task A_recording_in_a_bucket_needs_a_person_as_long_as_no_bucket_is_configured()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls, bucketConnection: "unset");
        const string Event =
            """
            {"Records":[{"eventVersion":"2.1","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},
             "object":{"key":"Owls.mp4","eTag":"SEQUENCER","sequencer":"SEQUENCER"}}}]}
            """;
        var newer = Assert.Single((await talks.Intake.TakeEventAsync(Event.Replace("SEQUENCER", "0B", StringComparison.Ordinal), Cancellation)).Taken);
        var late = await talks.Intake.TakeEventAsync(Event.Replace("SEQUENCER", "0A", StringComparison.Ordinal), Cancellation);
        Assert.Empty(late.Taken);
        Assert.Contains("a newer event of it has been seen", Assert.Single(late.Ignored), StringComparison.Ordinal);
        var again = await talks.Intake.TakeEventAsync(Event.Replace("SEQUENCER", "0B", StringComparison.Ordinal), Cancellation);
        Assert.Equal(newer with { Created = false }, Assert.Single(again.Taken));

        var run = await talks.Runs.WaitAsync(newer.Run, Cancellation);
        Assert.Equal(RunState.NeedsAttention, run.Summary.State);
        Assert.Contains("s3://b/Owls.mp4", run.Summary.Why, StringComparison.Ordinal);
        Assert.Contains("reelway talks submit FILE", run.Summary.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_recordings_of_one_talk_at_the_same_time_are_published_once()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls);
        var ids = await Task.WhenAll(talks.SubmitAsync(talks.Record("Owls.mp4")), talks.SubmitAsync(talks.Record("owls.mov")));
        var runs = await Task.WhenAll(ids.Select(id => talks.Runs.WaitAsync(id, Cancellation)));
        Assert.Equal([RunState.NeedsAttention, RunState.Succeeded], runs.Select(run => run.Summary.State).Order());
        Assert.Single(talks.Sandbox.Facebook.Videos);
        Assert.Single(talks.Sandbox.Mail.Messages.Entries);
    }

    [Fact]
    public void A_full_disk_while_cutting_waits_for_a_person()
    {
        var fault = new FaultClassifier(TimeProvider.System).Classify(MediaException.NoSpace("/library/talk.mp4"))!;
        Assert.Equal(FaultKind.NeedsPerson, fault.Kind);
        Assert.Contains("/library", fault.Sentence, StringComparison.Ordinal);
    }
}
