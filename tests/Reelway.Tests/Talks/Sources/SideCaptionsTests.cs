using Reelway.Engine;

namespace Reelway.Tests.Talks.Sources;

public sealed class SideCaptionsTests(SampleRecording sample) : IClassFixture<SampleRecording>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Owls.vtt", "WEBVTT\n\n00:01.500 --> 00:02.000\nWhy?\n", "Proof, captions: 1 caption, each at its time.", RunLogLevel.Info)]
    [InlineData("Owls.srt", "1\n00:00:05,000 --> 00:00:06,000\nWhy?\n", "None of the recording's captions lies in the talk.", RunLogLevel.Info)]
    [InlineData("Owls.vtt", "Why?\n", "The talk is cut without its captions: Owls.vtt line 1: the file does not begin with WEBVTT.", RunLogLevel.Warning)]
    public async Task Captions_beside_a_recording_go_along_or_the_log_says_why_not(string name, string text, string said, RunLogLevel level)
    {
        await using var talks = await TalksHarness.StartAsync(sample, "Owls,0:01,4.5,Barn,,,\n");
        var recording = talks.Record("Owls.mp4");
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(recording)!, name), text, Cancellation);

        var run = await talks.PublishAsync(recording);

        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        Assert.Contains(await talks.Runs.LogAsync(run.Summary.Id, 0, 100, Cancellation), line => line.Message == said && line.Level == level);
    }

    [Fact]
    public async Task In_a_watched_folder_captions_are_no_recording()
    {
        await using var talks = await TalksHarness.StartAsync(sample, "Owls,0:01,4.5,Barn,,,\n");
        await File.WriteAllTextAsync(Path.Combine(talks.Intakes.Folder!, "Owls.srt"), "1\n00:00:02,000 --> 00:00:03,000\nWhy?\n", Cancellation);
        File.Copy(sample.Path, Path.Combine(talks.Intakes.Folder!, "Owls.mp4"));
        var run = Assert.Single(await talks.UntilRunsAsync(1));
        var ended = await talks.Runs.WaitAsync(run.Id, Cancellation);
        Assert.True(ended.Summary.State == RunState.Succeeded, ended.Summary.Why);
        Assert.Contains(await talks.Runs.LogAsync(run.Id, 0, 100, Cancellation), line => line.Message == "The clip has 1 caption.");
        Assert.Single(await talks.UntilRunsAsync(1));
    }
}
