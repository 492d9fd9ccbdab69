namespace Reelway.Media.Tests;

/// <summary>Recordings that hold a frame for seconds, as of screens and slides, are cut where asked, and fade although nothing moves.</summary>
public sealed class StandingFrameTests : IDisposable
{
    /// <summary>Frames at 0 to 1 s, 4 s to 4.5 s, 9 s to 9.5 s, 12 s and 15 s to 15.5 s, by number 0 to 29, 30 to 44, 45 to 59, 60, 61 to 75.</summary>
    private const string Screen = "testsrc2=s=160x96:r=30:d=20,select='lt(n,30)+between(n,120,134)+between(n,270,284)+eq(n,360)+between(n,450,464)'";
    private const string Sound = "sine=f=300:r=48000:d=20";

    private readonly TempFolder _folder = new();
    private readonly Cutting _cutting;

    public StandingFrameTests() => _cutting = new Cutting(new MediaOptions { Folder = _folder.File("media"), Encoders = 2, Preset = "ultrafast" });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cutting.Dispose();
        _folder.Dispose();
    }

    /// <param name="kind">Which recording, and how it is cut.</param>
    /// <param name="opens">Number of the recording's frame that is on screen when the first fade is over.</param>
    /// <param name="closes">The one when the second fade begins.</param>
    [Theory]
    [InlineData("screen", 2.2, 13.7, 1, "smart", 29, 60)]
    [InlineData("screen, reordered", 2.2, 13.7, 1, "smart", 29, 60)]
    [InlineData("screen, sound encoded", 2.2, 13.7, 1, "smart", 29, 60)]
    [InlineData("screen, full", 2.2, 13.7, 1, "full", 29, 60)]
    [InlineData("screen", 5.5, 8.5, 1, "full", 44, 44)]
    [InlineData("screen", 3.6, 17.5, 1, "smart", 44, 75)]
    [InlineData("screen, hard", 2.2, 13.7, 0, "smart", 29, 60)]
    [InlineData("browser", 2.2, 13.7, 1, "full", 29, 60)]
    [InlineData("late", 1, 6.5, 1, "smart", 0, 29)]
    [InlineData("still", 3, 9, 1, "full", 0, 0)]
    public async Task What_is_on_screen_at_the_start_comes_first_and_the_fades_are_drawn(string kind, double start, double end, double fade, string mode, int opens, int closes)
    {
        var request = Request(await SourceAsync(kind.Split(',')[0]), start, end, fade) with
        {
            Render = kind.EndsWith("full", StringComparison.Ordinal) ? MediaRender.Full : MediaRender.Auto,
            Audio = kind.EndsWith("sound encoded", StringComparison.Ordinal) ? MediaAudio.Encode : MediaAudio.Auto,
        };
        if (kind.EndsWith("reordered", StringComparison.Ordinal))
        {
            request = request with { Source = await MakeAsync("reordered.mp4", Screen, "-bf", "2", "-g", "15") };
        }

        var result = await _cutting.Cutter.CutAsync(request, null, Cancellation);
        Assert.True(result.Mode == mode && !result.Discarded, result.Reason);
        Assert.Equal(end - start, result.DurationSeconds, 0.001);
        var clip = await _cutting.Probe.ProbeAsync(result.Output, Cancellation);
        Assert.Equal(end - start, clip.Video[0].Duration!.Value.TotalSeconds, 0.002);
        Assert.Equal(end - start, clip.Audio[0].Duration!.Value.TotalSeconds, 0.03);

        var whole = await ClipMeter.DecodeAsync(request.Source, 160, 96, _folder);
        var meter = await ClipMeter.DecodeAsync(result.Output, 160, 96, _folder);
        var times = (await _cutting.Get<FrameTimes>().ListAsync(clip, 0, (decimal)(end - start), Cancellation)).Frames
            .Select(frame => (double)clip.Video[0].TimeBase.ToSeconds(frame.Pts)).ToList();
        Assert.Equal((result.Frames, 0.0), ((long)times.Count, times[0]));
        var (lit, dims) = (times.FindIndex(time => time >= fade - 0.001), times.FindLastIndex(time => time <= times[^1] - fade));
        Assert.True(ClipMeter.Difference(whole.Frames[opens], meter.Frames[lit]) < 6, "the first picture is another one");
        Assert.True(ClipMeter.Difference(whole.Frames[closes], meter.Frames[fade > 0 ? dims : ^1]) < 6, "the last picture is another one");
        if (fade > 0)
        {
            Assert.True(lit >= 28 && times.Count - dims >= 28, $"{lit} and {times.Count - dims} frames in fades of a second");
            Assert.True(meter.Luma[0] < 20 && meter.Luma[^1] < 20 && Enumerable.Range(0, lit).All(number => meter.Luma[number + 1] > meter.Luma[number] - 1));
        }
    }

    [Fact]
    public async Task The_proof_refuses_a_clip_that_begins_with_the_next_frame_instead()
    {
        var source = await SourceAsync("screen");
        var late = await _cutting.Cutter.CutAsync(Request(source, 4, 13.7, 1), null, Cancellation);
        Assert.Equal(9.7, late.DurationSeconds, 0.001);
        var report = await _cutting.Get<ClipProver>().ProveAsync(Request(source, 2.2, 13.7, 1), Cancellation);
        Assert.Contains("durations: the clip became 9.700 s long instead of 11.500 s", report.Failures, StringComparison.Ordinal);
    }

    /// <summary>The sum of an index is that of the times between decodings, which at a rate that changes is not the length of the picture.</summary>
    [Theory]
    [InlineData("60to24", "r=60,select='if(gt(t,4),gt(floor(n*2/5),floor((n-1)*2/5)),1)'", 1.2, 7.4)]
    [InlineData("24to60", "r=60,select='if(lt(t,4),gt(floor(n*2/5),floor((n-1)*2/5)),1)'", 1.2, 7.4)]
    [InlineData("held", "r=30,select='not(between(n,219,221))'", 1.2, 7.37)]
    [InlineData("jitter", "r=30,settb=1/90000,setpts='PTS+floor(1400*random(0))'", 1.21, 7.41)]
    public async Task At_a_variable_rate_the_copy_is_kept_and_its_picture_lasts_to_the_end(string name, string picture, double start, double end)
    {
        var source = await MakeAsync($"{name}.mp4", $"testsrc2=s=160x96:d=9:{picture}", "-bf", "2", "-g", "30");
        foreach (var (audio, render) in new[] { (MediaAudio.Splice, MediaRender.Auto), (MediaAudio.Encode, MediaRender.Auto), (MediaAudio.Encode, MediaRender.Full) })
        {
            var result = await _cutting.Cutter.CutAsync(Request(source, start, end, 0.5) with { Audio = audio, Render = render }, null, Cancellation);
            Assert.True(result.Mode == (render == MediaRender.Full ? "full" : "smart") && !result.Discarded, $"{audio}: {result.Reason}");
            Assert.Equal(end - start, result.DurationSeconds, 0.05);
            var clip = await _cutting.Probe.ProbeAsync(result.Output, Cancellation);
            Assert.Equal(result.DurationSeconds, clip.Video[0].Duration!.Value.TotalSeconds, 0.003);
            Assert.Equal(result.DurationSeconds, clip.Duration.TotalSeconds, 0.03);
        }
    }

    private async Task<string> SourceAsync(string kind) => kind switch
    {
        "browser" => await MakeAsync("browser.webm", Screen, "-c:v", "libvpx", "-b:v", "1M", "-deadline", "realtime", "-cpu-used", "8", "-g", "9999", "-enc_time_base:v", "1:1000", "-c:a", "libopus"),
        "late" => await MakeAsync("late.mp4", Screen, "-vf", "setpts=PTS+3/TB"),
        "still" => await MakeAsync("still.mp4", Screen + ",trim=end_frame=1"),
        _ => await MakeAsync("screen.mp4", Screen, "-bf", "0", "-g", "15"),
    };

    private async Task<string> MakeAsync(string name, string picture, params string[] coding)
    {
        var path = _folder.File(name);
        string[] usual = name.EndsWith("webm", StringComparison.Ordinal) ? [] : ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-ac", "2"];
        await Clips.FfmpegAsync(["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", Sound, "-fps_mode", "passthrough", .. usual, .. coding, path]);
        return path;
    }

    private CutRequest Request(string source, double start, double end, double fade) => new()
    {
        Source = source,
        Output = _folder.File("out.mp4"),
        Start = TimeSpan.FromSeconds(start),
        End = TimeSpan.FromSeconds(end),
        Fade = TimeSpan.FromSeconds(fade),
    };
}
