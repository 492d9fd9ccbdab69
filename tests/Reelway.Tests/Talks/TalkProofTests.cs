using Reelway.Contracts;
using Reelway.Engine;
using Reelway.Media;

namespace Reelway.Tests.Talks;

/// <summary>Whoever looks at the run of a talk sees how its clip was made and what proves it.</summary>
public sealed class TalkProofTests(SampleRecording sample) : IClassFixture<SampleRecording>
{
    private const string Owls = "Owls,0:00.5,5.5,Barn,,,\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_copy_is_told_with_every_check_of_its_proof()
    {
        var log = await PublishAsync("ffmpeg");
        Assert.Contains(log, line => line.Level == RunLogLevel.Info && line.Message.Contains(", smart: everything between the fades is copied bit for bit", StringComparison.Ordinal));
        foreach (var check in (string[])["ends", "join", "frames", "middle", "sound packets", "sound", "decode", "durations", "fades", "boxes"])
        {
            Assert.Contains(log, line => line.Message.StartsWith($"Proof, {check}: ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_copy_that_does_not_pass_its_proof_is_encoded_in_full_and_the_run_says_so()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs scripts with #!");
        using var folder = new TemporaryFolder();
        var tool = folder["ffmpeg"];

        // Stands before the real ffmpeg and spoils bytes of the encoded end, where its first packet begins.
        await File.WriteAllTextAsync(
            tool,
            """
            #!/bin/bash
            ffmpeg "$@" || exit
            for last; do :; done
            case "$last" in */tail.mp4) printf '\x7F\x55\xAA' | dd of="${last#file:}" bs=1 seek=48 conv=notrunc status=none ;;
            esac

            """,
            Cancellation);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var log = await PublishAsync(tool);
        var cut = Assert.Single(log, line => line.Message.StartsWith("Cut in ", StringComparison.Ordinal));
        Assert.Equal(RunLogLevel.Warning, cut.Level);
        Assert.Contains(", full: the copy did not pass its proof and was thrown away", cut.Message, StringComparison.Ordinal);
        Assert.Contains("0 of 125 frames were copied", cut.Message, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<RunLogLine>> PublishAsync(string ffmpeg)
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls, ffmpeg: ffmpeg);
        var recording = talks.Record("owls.mp4");
        File.Delete(recording);
        await SampleRecording.MakeAsync(recording, "-g", "15");
        var run = await talks.PublishAsync(recording);
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        Assert.Empty(Directory.GetDirectories(Path.Combine(talks.Get<MediaOptions>().Folder, "scratch")));
        return await talks.Runs.LogAsync(run.Summary.Id, 0, 100, Cancellation);
    }
}
