using System.Security.Cryptography;

namespace Reelway.Media.Tests;

/// <summary>Real cuts of real recordings, decoded again and measured.</summary>
public sealed class VideoCutterTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Cutting _cutting;

    public VideoCutterTests() => _cutting = new Cutting(new MediaOptions { Folder = _folder.Options.Folder, Encoders = 2, Preset = "ultrafast" });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cutting.Dispose();
        _folder.Dispose();
    }

    /// <summary>
    /// 89 frame lengths from 1.51 s on hold 89 frames, wherever in the first of them the container lets the picture begin. Where a third of the frames is
    /// missing, the fades are filled up.
    /// </summary>
    [Theory]
    [InlineData("plain.mp4", 89)]
    [InlineData("plain.mkv", 89)]
    [InlineData("offset.ts", 89)]
    [InlineData("offset.mp4", 89)]
    [InlineData("ntsc.mov", 89)]
    [InlineData("variable.mp4", 81)]
    [InlineData("interlaced.mpg", 89)]
    [InlineData("deep.mkv", 89)]
    [InlineData("odd.mkv", 89)]
    [InlineData("tracks.mp4", 89)]
    [InlineData("surround.mkv", 89)]
    [InlineData("rotated.mp4", 89)]
    [InlineData("late-sound.mp4", 89)]
    [InlineData("web.webm", 89)]
    [InlineData("old.avi", 89)]
    public async Task A_cut_has_every_frame_of_the_range_black_ends_and_silent_ends(string name, int frames)
    {
        var source = await Clips.GetAsync(name, Cancellation);
        var (result, clip, meter) = await CutAsync(source, 1.51, 1.51 + (89 / 30.0), fade: 1);

        Assert.Equal(frames, result.Frames);
        Assert.Equal(frames, meter.Frames.Count);

        Assert.Equal(89 / 30.0, result.DurationSeconds, 0.034);
        Assert.Equal(result.DurationSeconds, clip.Video[0].Duration!.Value.TotalSeconds, 0.034);
        Assert.All(clip.Audio, track => Assert.Equal(result.DurationSeconds, track.Duration!.Value.TotalSeconds, 0.05));
        Assert.Equal(("h264", "yuv420p", 0), (clip.Video[0].Codec, clip.Video[0].PixelFormat, clip.Video[0].Rotation));

        var luma = meter.Luma;
        Assert.True(luma[0] <= 20 && luma[^1] <= 20, $"first {luma[0]}, last {luma[^1]}");
        Assert.True(luma[luma.Count / 2] > 60 && luma[2] > luma[0] && luma[^3] > luma[^1], "the picture is there, and fades");

        const int twentyMilliseconds = ClipMeter.SampleRate / 50;
        Assert.True(meter.Decibel(..twentyMilliseconds) <= -60);
        Assert.True(meter.Decibel(^twentyMilliseconds..) <= -60, $"last 20 ms at {meter.Decibel(^twentyMilliseconds..)} dB");
        Assert.True(meter.Decibel((31 * ClipMeter.SampleRate / 20)..(37 * ClipMeter.SampleRate / 20)) > -12, "the sound is there");
    }

    [Theory]
    [InlineData("plain.mp4")]
    [InlineData("offset.ts")]
    [InlineData("offset.mp4")]
    public async Task The_first_frame_is_the_right_one_and_sound_stays_with_the_picture(string name)
    {
        var source = await Clips.GetAsync(name, Cancellation);
        var whole = await ClipMeter.DecodeAsync(await Clips.PlainAsync(Cancellation), 320, 180, _folder);
        var (result, _, meter) = await CutAsync(source, 1.51, 6.51, fade: 0);

        Assert.Equal(0, result.FadeSeconds);

        // Frame 46 (1.533 s), unless the container lets the picture begin after the sound: then 45 may already lie behind 1.51 s.
        var info = await _cutting.Probe.ProbeAsync(source, Cancellation);
        var lead = (info.Video[0].StartTime!.Value - info.StartTime).TotalSeconds;
        var first = (int)Math.Ceiling((1.51 - lead) * 30);
        double Difference(int frame) => ClipMeter.Difference(whole.Frames[frame], meter.Frames[0]);
        Assert.InRange(first, 45, 46);
        Assert.True(Difference(first) < Math.Min(Difference(first - 1), Difference(first + 1)) / 2, $"{Difference(first - 1)}, {Difference(first)}, {Difference(first + 1)}");

        // The picture turns white at 3 s, which is frame 90 of the source; sound begins with it.
        Assert.True(meter.Luma[90 - first - 1] < 200 && meter.Luma[90 - first] > 200);
        Assert.Equal((90 - first) / 30.0, meter.SoundOnset, 0.003);
    }

    [Fact]
    public async Task Every_frame_keeps_its_place_as_an_encoder_in_its_default_setting_orders_them()
    {
        var source = await Clips.PlainAsync(Cancellation);
        var whole = await ClipMeter.DecodeAsync(source, 320, 180, _folder);
        using var usual = new Cutting(new MediaOptions { Folder = _folder.File("media"), Encoders = 2 });
        var request = new CutRequest { Source = source, Output = _folder.File("out.mp4"), Start = TimeSpan.FromSeconds(1), End = TimeSpan.FromSeconds(2.9), Fade = TimeSpan.Zero };
        var result = await usual.Cutter.CutAsync(request, null, Cancellation);
        var clip = await ClipMeter.DecodeAsync(result.Output, 320, 180, _folder);
        Assert.Equal(57, clip.Frames.Count);
        for (var frame = 0; frame < clip.Frames.Count; frame++)
        {
            var distances = new[] { -1, 0, 1 }.Select(aside => ClipMeter.Difference(whole.Frames[30 + frame + aside], clip.Frames[frame])).ToList();
            Assert.True(distances[1] < distances[0] && distances[1] < distances[2], $"frame {frame}: {string.Join(", ", distances)}");
        }
    }

    [Fact]
    public async Task Sound_is_timed_by_its_samples_and_not_by_the_ticks_of_the_picture()
    {
        var (result, _, _) = await CutAsync(await Clips.PlainAsync(Cancellation), 1, 2, fade: 0.25);

        var packets = await Clips.RunAsync("ffprobe", "-v", "error", "-select_streams", "a:0", "-show_entries", "packet=duration", "-of", "csv=p=0", result.Output);
        var samples = packets.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim(',')).ToList();
        Assert.All(samples[..^1], count => Assert.Equal("1024", count));
    }

    [Fact]
    public async Task Recordings_without_sound_and_with_sound_only_elsewhere_are_cut()
    {
        var (_, silent, _) = await CutAsync(await Clips.GetAsync("silent.mp4", Cancellation), 2, 4, fade: 0.5);
        Assert.Empty(silent.Audio);

        var (_, ended, meter) = await CutAsync(await Clips.GetAsync("sound-ends-early.mp4", Cancellation), 2, 4, fade: 0.5);
        Assert.Equal(2, Assert.Single(ended.Audio).Duration!.Value.TotalSeconds, 0.05);
        Assert.True(meter.Decibel(..) < -60);
    }

    [Fact]
    public async Task All_sound_tracks_stay_with_their_languages()
    {
        var (_, clip, _) = await CutAsync(await Clips.GetAsync("tracks.mp4", Cancellation), 2, 4, fade: 0.5);
        Assert.Equal(["eng", "deu"], clip.Audio.Select(track => track.Language));
    }

    [Fact]
    public async Task A_rotated_recording_comes_out_upright_and_an_odd_one_even()
    {
        var (_, upright, _) = await CutAsync(await Clips.GetAsync("rotated.mp4", Cancellation), 2, 3, fade: 0);
        Assert.Equal((180, 320), (upright.Video[0].Width, upright.Video[0].Height));
        var (_, even, _) = await CutAsync(await Clips.GetAsync("odd.mkv", Cancellation), 2, 3, fade: 0);
        Assert.Equal((318, 178), (even.Video[0].Width, even.Video[0].Height));
    }

    [Fact]
    public async Task Without_an_end_the_rest_is_kept_and_an_end_less_than_a_second_late_is_the_files()
    {
        var source = await Clips.PlainAsync(Cancellation);
        var rest = await _cutting.Cutter.CutAsync(new CutRequest { Source = source, Output = _folder.File("rest.mp4"), Start = TimeSpan.FromSeconds(7) }, null, Cancellation);
        Assert.Equal(30, rest.Frames);
        Assert.Equal(0.5, rest.FadeSeconds, 0.001);

        var late = new CutRequest { Source = source, Output = _folder.File("late.mp4"), Start = TimeSpan.FromSeconds(7), End = TimeSpan.FromSeconds(8.9) };
        Assert.Equal(30, (await _cutting.Cutter.CutAsync(late, null, Cancellation)).Frames);
    }

    [Fact]
    public async Task A_clip_of_a_few_frames_still_works()
    {
        foreach (var frames in (int[])[1, 3])
        {
            var (result, _, _) = await CutAsync(await Clips.PlainAsync(Cancellation), 2, 2 + (frames / 30.0), fade: 3);
            Assert.Equal(frames, result.Frames);
        }
    }

    [Fact]
    public async Task The_result_describes_the_file_and_progress_never_falls()
    {
        var seen = new List<double>();
        var request = new CutRequest { Source = await Clips.PlainAsync(Cancellation), Output = _folder.File("talk.mp4"), Fade = TimeSpan.FromSeconds(3) };
        var result = await _cutting.Cutter.CutAsync(request, new ListProgress(seen), Cancellation);

        Assert.Equal(_folder.File("talk.mp4"), result.Output);
        Assert.Equal(("smart", "encode"), (result.Mode, result.Audio));
        Assert.Contains("copied bit for bit", result.Reason, StringComparison.Ordinal);
        Assert.True(result.Proof.Passed);
        Assert.Equal(240, result.HeadFrames + result.MiddleFrames + result.TailFrames);
        Assert.Equal(3, result.FadeSeconds);
        var bytes = await File.ReadAllBytesAsync(result.Output, Cancellation);
        Assert.Equal((bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))), (result.Bytes, result.Sha256));
        Assert.True(result.Elapsed > TimeSpan.Zero);
        Assert.Equal(seen.Order(), seen);
        Assert.Equal((0, 1), (seen[0], seen[^1]));
        Assert.Equal(["talk.mp4"], _folder.Names());
    }

    private async Task<(CutResult Result, MediaInfo Clip, ClipMeter Meter)> CutAsync(string source, double start, double end, double fade)
    {
        var request = new CutRequest
        {
            Source = source,
            Output = _folder.File("out.mp4"),
            Start = TimeSpan.FromSeconds(start),
            End = TimeSpan.FromSeconds(end),
            Fade = TimeSpan.FromSeconds(fade),
        };
        var result = await _cutting.Cutter.CutAsync(request, null, Cancellation);
        var clip = await _cutting.Probe.ProbeAsync(result.Output, Cancellation);
        return (result, clip, await ClipMeter.DecodeAsync(result.Output, clip.Video[0].Width, clip.Video[0].Height, _folder, clip.Audio.Count > 0));
    }

    private sealed class ListProgress(List<double> seen) : IProgress<double>
    {
        public void Report(double value) => seen.Add(value);
    }
}
