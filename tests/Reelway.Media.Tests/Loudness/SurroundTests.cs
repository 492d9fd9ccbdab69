namespace Reelway.Media.Tests;

/// <summary>Real cuts of surround sound, measured again by other means.</summary>
public sealed class SurroundTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Cutting _cutting;

    public SurroundTests() => _cutting = new Cutting(_folder.Options);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cutting.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("5.1", "FL=c0|FR=c0|FC=c0|BL=c0|BR=c0", "ac3", MediaLoudness.Off)]
    [InlineData("5.1(side)", "FL=c0|FR=c0|FC=c0|SL=c0|SR=c0", "pcm_s16le", MediaLoudness.Measure)]
    [InlineData("7.1", "FL=c0|FR=c0|FC=c0|BL=c0|BR=c0|SL=c0|SR=c0", "flac", MediaLoudness.Normalise)]
    [InlineData("quad", "FL=c0|FR=c0|BL=c0|BR=c0", "flac", MediaLoudness.Off)]
    public async Task The_stereo_sum_stays_below_full_scale_and_loud_and_quiet_stay_as_they_are_to_each_other(string layout, string channels, string codec, MediaLoudness loudness)
    {
        // The same on all channels, each below full scale but not their sum: 20 dB louder from 2.5 s on.
        var source = await MakeAsync("0.6*sin(2*PI*300*t)*if(lt(t\\,2.5)\\,0.1\\,1)", layout, channels, codec);
        var result = await _cutting.Cutter.CutAsync(Request(source) with { Loudness = loudness }, null, Cancellation);
        Assert.True((await Meter.OfAsync(result.Output)).Peak < 0);
        if (loudness != MediaLoudness.Normalise)
        {
            Assert.Contains("dB quieter so that the sum does not exceed full scale", Assert.Single(result.Notes), StringComparison.Ordinal);
            var clip = await ClipMeter.DecodeAsync(result.Output, 160, 90, _folder);
            var (quiet, loud) = (clip.Decibel(Seconds(0.8, 1.2)), clip.Decibel(Seconds(2, 2.6)));
            Assert.Equal(20, loud - quiet, 0.5);
            Assert.InRange(loud, -6, -3);
        }
    }

    [Fact]
    public async Task A_speaker_in_the_centre_is_not_made_quieter_for_nothing()
    {
        var source = await MakeAsync("0.5*sin(2*PI*300*t)", "5.1", "FC=c0", "flac");
        var plan = await _cutting.Cutter.PlanAsync(Request(source), Cancellation);
        Assert.Equal("Sound 1 (6 channels) becomes stereo, turned down where the sum would exceed full scale.", Assert.Single(plan.Notes));
        var result = await _cutting.Cutter.CutAsync(Request(source), null, Cancellation);
        Assert.Equal("Sound 1 (6 channels) became stereo.", Assert.Single(result.Notes));

        // 0.5 is -6 dB, a sine 3 dB below its peak, the centre's share another 3 dB.
        Assert.Equal(-12, (await ClipMeter.DecodeAsync(result.Output, 160, 90, _folder)).Decibel(Seconds(1, 2)), 0.5);
    }

    private static Range Seconds(double from, double until) => (int)(from * ClipMeter.SampleRate)..(int)(until * ClipMeter.SampleRate);

    private async Task<string> MakeAsync(string wave, string layout, string channels, string codec)
    {
        await Clips.FfmpegAsync(
            "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=5", "-f", "lavfi", "-i", $"aevalsrc='{wave}':s=48000:d=5", "-filter_complex", $"[1:a]pan={layout}|{channels}[a]", "-map", "0:v", "-map", "[a]",
            "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p", "-c:a", codec, _folder.File("surround.mkv"));
        return _folder.File("surround.mkv");
    }

    private CutRequest Request(string source) => new()
    {
        Source = source,
        Output = _folder.File("out.mp4"),
        Start = TimeSpan.FromSeconds(1),
        End = TimeSpan.FromSeconds(4.5),
        Fade = TimeSpan.FromSeconds(0.4),
    };
}
