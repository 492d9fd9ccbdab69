namespace Reelway.Media.Tests;

/// <summary>Real cuts, measured again by other means.</summary>
public sealed class LoudnessTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Cutting _cutting;

    public LoudnessTests() => _cutting = new Cutting(_folder.Options);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cutting.Dispose();
        _folder.Dispose();
    }

    /// <summary>The second track of multiaudio.mp4 is 10 dB below the first; ac3.mp4 and camera60.mov are encoded whatever its loudness; hevc.mp4 in full.</summary>
    [Theory]
    [InlineData("multiaudio.mp4", "smart")]
    [InlineData("mono44.mp4", "smart")]
    [InlineData("camera60.mov", "smart")]
    [InlineData("hevc.mp4", "full")]
    public async Task A_normalised_clip_has_the_target_on_every_track_and_its_sound_stays_with_the_picture(string name, string mode)
    {
        var request = Request(await Corpus.GetAsync(name, Cancellation)) with { Loudness = MediaLoudness.Normalise };
        var plan = await _cutting.Cutter.PlanAsync(request, Cancellation);
        var result = await _cutting.Cutter.CutAsync(request, null, Cancellation);

        Assert.True(result.Mode == mode, result.Reason);
        Assert.Equal("encode", result.Audio);
        Assert.True(result.Proof.Passed, result.Proof.Failures);
        Assert.Equal(("normalise", -16), (result.Loudness!.Mode, result.Loudness.TargetLufs));
        Assert.Equal(plan.Source.Audio.Count, result.Loudness.Tracks.Count);
        foreach (var track in result.Loudness.Tracks)
        {
            var (loudness, peak) = await Meter.OfAsync(result.Output, track.Track - 1);
            Assert.InRange(loudness, -17, -15);
            Assert.Equal(loudness, track.Clip.IntegratedLufs!.Value, 0.11);
            Assert.Equal(peak, track.Clip.TruePeakDbtp!.Value, 0.11);
            Assert.Equal(-16 - track.Recording!.IntegratedLufs!.Value, track.GainDb, 0.5);
        }

        Assert.All((await ClipComparison.OfAsync(plan, result.Output)).SoundOffsetsMs, offset => Assert.Equal(0, offset, 1.0));
    }

    [Fact]
    public async Task Peaks_that_would_be_clipped_are_held_below_the_limit_and_the_loudness_is_reached_all_the_same()
    {
        // A quiet voice with knocks 30 dB above it.
        var source = await WithSoundAsync("peaky.mp4", "aevalsrc='0.02*sin(2*PI*300*t)*(1+0.5*sin(2*PI*3*t))+0.6*sin(2*PI*1000*t)*lt(mod(t\\,0.5)\\,0.004)':s=48000:d=8");
        var result = await _cutting.Cutter.CutAsync(Request(source) with { Loudness = MediaLoudness.Normalise }, null, Cancellation);
        var (loudness, peak) = await Meter.OfAsync(result.Output);
        var track = Assert.Single(result.Loudness!.Tracks);
        Assert.InRange(loudness, -17, -15);
        Assert.Contains("its peaks held below -1.5 dBTP", track.Reason, StringComparison.Ordinal);
        Assert.True(track.Recording!.TruePeakDbtp + track.GainDb > 3, "there was something to hold back");

        // AAC adds a little to the peaks of what it is given.
        Assert.InRange(peak, -3, -0.5);
    }

    [Fact]
    public async Task Sound_that_is_near_the_target_is_left_alone_and_spliced()
    {
        var request = Request(await Corpus.GetAsync("closed.mp4", Cancellation));
        var measured = await _cutting.Cutter.CutAsync(request with { Loudness = MediaLoudness.Measure }, null, Cancellation);
        var (loudness, peak) = await Meter.OfAsync(measured.Output);
        var track = Assert.Single(measured.Loudness!.Tracks);
        Assert.Equal(("splice", "measure"), (measured.Audio, measured.Loudness.Mode));
        Assert.Equal((loudness, peak), (track.Clip.IntegratedLufs!.Value, track.Clip.TruePeakDbtp!.Value));

        using var near = new Cutting(new MediaOptions { Folder = _folder.File("media"), Encoders = 2, LoudnessTarget = loudness + 0.8 });
        var result = await near.Cutter.CutAsync(request with { Loudness = MediaLoudness.Normalise }, null, Cancellation);
        Assert.Equal(("smart", "splice"), (result.Mode, result.Audio));
        track = Assert.Single(result.Loudness!.Tracks);
        Assert.Equal(0, track.GainDb);
        Assert.Contains("left alone: it lies within 1 LU", track.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anullsrc=r=48000:d=8", "left alone: it is silent")]
    [InlineData("aevalsrc='0.0008*sin(2*PI*300*t)':s=48000:d=8", "it is noise rather than a talk")]
    [InlineData("sine=f=300:r=48000:d=1.2", "left alone: it is silent or shorter than 0.4 s")]
    public async Task What_cannot_be_made_louder_is_left_alone_and_the_reason_is_told(string sound, string reason)
    {
        var result = await _cutting.Cutter.CutAsync(Request(await WithSoundAsync("quiet.mp4", sound)) with { Loudness = MediaLoudness.Normalise }, null, Cancellation);
        var track = Assert.Single(result.Loudness!.Tracks);
        Assert.Equal(0, track.GainDb);
        Assert.Contains(reason, track.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clip_without_sound_has_no_loudness()
    {
        var request = Request(await Corpus.GetAsync("noaudio.mp4", Cancellation));
        var silent = await _cutting.Cutter.CutAsync(request with { Loudness = MediaLoudness.Normalise }, null, Cancellation);
        Assert.Empty(silent.Loudness!.Tracks);
        Assert.Equal("there is no sound", silent.Loudness.Words);
    }

    /// <summary>The picture of closed.mp4 with another sound.</summary>
    private async Task<string> WithSoundAsync(string name, string sound)
    {
        await Clips.FfmpegAsync(
            "-i", await Corpus.GetAsync("closed.mp4", Cancellation), "-f", "lavfi", "-i", sound, "-map", "0:v", "-map", "1:a", "-t", "8", "-c:v", "copy", "-c:a", "aac", _folder.File(name));
        return _folder.File(name);
    }

    private CutRequest Request(string source) => new()
    {
        Source = source,
        Output = _folder.File("out.mp4"),
        Start = TimeSpan.FromSeconds(1.37),
        End = TimeSpan.FromSeconds(7.9),
        Fade = TimeSpan.FromSeconds(0.3),
    };
}
