using System.Globalization;

namespace Reelway.Media.Tests;

/// <summary>Real cuts of recordings with captions.</summary>
public sealed class CaptionCutTests : IDisposable
{
    private const string Text =
        """
        WEBVTT

        00:00.500 --> 00:01.000
        before

        00:01.000 --> 00:02.500
        across the start & <i>there</i>

        00:04.000 --> 00:05.250
        in the copied part

        00:04.500 --> 00:06.000
        at the same time

        00:08.000 --> 00:30.000
        across the end
        """;

    private readonly TempFolder _folder = new();
    private readonly Cutting _cutting;

    public CaptionCutTests() => _cutting = new Cutting(_folder.Options);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cutting.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("closed.mp4", MediaRender.Auto, "smart")]
    [InlineData("closed.mp4", MediaRender.Full, "full")]
    [InlineData("offset.mp4", MediaRender.Auto, "smart")]
    [InlineData("multiaudio.mp4", MediaRender.Auto, "smart")]
    public async Task Captions_go_along_shifted_and_clipped_and_the_proof_holds(string name, MediaRender render, string mode)
    {
        var source = await Corpus.GetAsync(name, Cancellation);
        var request = Request(source, "with.mp4", render);
        var plan = await _cutting.Cutter.PlanAsync(request, Cancellation);
        var cut = await _cutting.Cutter.CutAsync(request, null, Cancellation);

        Assert.Equal((mode, false, 5), (cut.Mode, cut.Discarded, cut.Captions));
        Assert.Equal((232, mode == "full" ? "encode" : "splice", (double)plan.ClipSeconds), (cut.Frames, cut.Audio, cut.DurationSeconds));
        Assert.Contains(cut.Proof.Checks, check => check is { Name: "captions", Passed: true, Detail: "5 captions, each at its time" });
        Assert.Equal("cze,mov_text", await TracksAsync(cut.Output));
        var start = (double)plan.FirstSeconds - plan.Source.StartTime.TotalSeconds;
        var cues = await CuesAsync(cut.Output);
        Assert.Equal(
            ["across the start &amp; <i>there</i>", "in the copied part", "in the copied part\nat the same time", "at the same time", "across the end"],
            cues.Select(cue => cue.Text));
        Assert.Equal(0, cues[0].Start.TotalSeconds);
        Assert.Equal(4 - start, cues[1].Start.TotalSeconds, 0.002);
        Assert.Equal(cut.DurationSeconds, cues[^1].End.TotalSeconds, 0.002);
    }

    [Fact]
    public async Task A_clip_with_captions_is_as_long_as_one_without()
    {
        var request = Request(await Corpus.GetAsync("closed.mp4", Cancellation), "with.mp4", MediaRender.Auto) with { End = TimeSpan.FromSeconds(5.1), Fade = TimeSpan.Zero };
        await _cutting.Cutter.CutAsync(request, null, Cancellation);
        var plain = await _cutting.Cutter.CutAsync(request with { Captions = null, Output = _folder.File("without.mp4") }, null, Cancellation);
        Assert.Null(plain.Captions);
        var clip = await _cutting.Probe.ProbeAsync(request.Output, Cancellation);
        var bare = await _cutting.Probe.ProbeAsync(plain.Output, Cancellation);
        Assert.Equal(bare.Video[0].Duration, clip.Video[0].Duration);
        var longest = clip.Audio.Select(track => track.Duration).Append(clip.Video[0].Duration).Max();
        Assert.InRange((clip.Duration - longest!.Value).TotalMilliseconds, -1, 1);
    }

    [Fact]
    public async Task Where_no_caption_lies_in_the_range_the_clip_has_no_such_track()
    {
        var request = Request(await Corpus.GetAsync("closed.mp4", Cancellation), "clip.mp4", MediaRender.Auto) with { Start = TimeSpan.FromSeconds(6.2), End = TimeSpan.FromSeconds(7.9) };
        var cut = await _cutting.Cutter.CutAsync(request, null, Cancellation);
        Assert.Equal(0, cut.Captions);
        Assert.Equal("", await TracksAsync(cut.Output));
    }

    [Fact]
    public async Task Captions_that_did_not_come_out_are_told_and_leave_nothing()
    {
        // An ffprobe that keeps the captions to itself.
        var tool = _folder.WriteScript("ffprobe", "#!/bin/sh\ncase \"$*\" in *'-select_streams s:0'*) exit 0;; esac\nexec ffprobe \"$@\"\n");
        using var blind = new Cutting(new MediaOptions { Folder = _folder.File("media"), Ffprobe = tool });
        var request = Request(await Corpus.GetAsync("closed.mp4", Cancellation), "clip.mp4", MediaRender.Auto);
        var fault = await Assert.ThrowsAsync<MediaException>(() => blind.Cutter.CutAsync(request, null, Cancellation));
        Assert.Contains("0 of 5 captions came out", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["ffprobe"], _folder.Names());
    }

    private CutRequest Request(string source, string output, MediaRender render) => new()
    {
        Source = source,
        Output = _folder.File(output),
        Start = TimeSpan.FromSeconds(1.37),
        End = TimeSpan.FromSeconds(9.11),
        Fade = TimeSpan.FromSeconds(1),
        Render = render,
        Captions = CaptionFile.Parse("talk.vtt", Text),
        CaptionsLanguage = "cze",
    };

    private static async Task<string> TracksAsync(string clip)
    {
        var result = await Clips.RunAsync("ffprobe", "-v", "error", "-select_streams", "s", "-show_entries", "stream=codec_name:stream_tags=language", "-of", "csv=p=0", clip);
        return string.Join(',', result.Output.Trim().Split(',').Order());
    }

    private async Task<IReadOnlyList<CaptionCue>> CuesAsync(string clip)
    {
        var file = _folder.File(Path.GetFileNameWithoutExtension(clip) + string.Create(CultureInfo.InvariantCulture, $"-{Guid.NewGuid():N}.vtt"));
        await Clips.FfmpegAsync("-i", clip, "-map", "0:s:0", "-f", "webvtt", file);
        return (await CaptionFile.ReadAsync(file, Cancellation)).Cues;
    }
}
