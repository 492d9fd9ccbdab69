using System.Globalization;

namespace Reelway.Media.Tests;

/// <summary>Real cuts with a clip before and one after, compared with all that they were made of.</summary>
public sealed class BumperCutTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Cutting _cutting;

    public BumperCutTests() => _cutting = new Cutting(_folder.Options);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cutting.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("closed.mp4", "smart", 1)]
    [InlineData("closed.mkv", "smart", 1)]
    [InlineData("vfr.mp4", "smart", 1)]
    [InlineData("ntsc.mp4", "smart", 1)]
    [InlineData("nobframes.mp4", "smart", 1)]
    [InlineData("camera60.mov", "smart", 1)]
    [InlineData("multiaudio.mp4", "smart", 2)]
    [InlineData("rotated.mp4", "smart", 1)]
    [InlineData("turned.mp4", "smart", 0)]
    [InlineData("interlaced.mp4", "full", 1)]
    public async Task The_talk_stands_unchanged_between_intro_and_outro(string name, string mode, int tracks)
    {
        var request = await RequestAsync(name);
        var plan = await _cutting.Cutter.PlanAsync(request, Cancellation);
        Assert.True(plan.Mode == mode, plan.Reason);
        var result = await _cutting.Cutter.CutAsync(request, null, Cancellation);

        Assert.True(result.Mode == mode, result.Reason);
        Assert.True(result.Proof.Passed && !result.Discarded, result.Proof.Failures + result.Reason);
        Assert.Equal(tracks == 0 ? "none" : "encode", result.Audio);
        Assert.Equal((2, 1), (Math.Round(result.IntroSeconds, 1), Math.Round(result.OutroSeconds, 1)));
        Assert.Equal((double)plan.DurationSeconds + result.IntroSeconds + result.OutroSeconds, result.DurationSeconds, 0.001);
        var clip = await _cutting.Probe.ProbeAsync(result.Output, Cancellation);
        Assert.Equal((tracks, result.Frames), (clip.Audio.Count, clip.Video[0].Frames));
        Assert.All(clip.Audio, track => Assert.Equal(result.DurationSeconds, track.Duration!.Value.TotalSeconds, 0.05));

        var talk = await TalkOfAsync(result);
        var seen = await ClipComparison.OfAsync(plan, talk);
        Assert.Equal(result.Frames - result.BumperFrames, seen.Similarity.Count);
        Assert.True(seen.Similarity.Average(similarity => Math.Min(1, similarity)) >= (mode == "smart" ? 0.99 : 0.9));
        Assert.All(seen.Similarity.Skip((int)result.HeadFrames).Take((int)result.MiddleFrames), similarity => Assert.Equal(ClipComparison.Equal, similarity));
        Assert.All(seen.SoundOffsetsMs, offset => Assert.Equal(0, offset, 1.0));
        await LooksRightAsync(clip);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder.Options.Folder, "scratch")));
    }

    [Fact]
    public async Task A_talk_that_begins_with_slides_and_ends_in_motion_is_joined_at_rising_decoding_times()
    {
        // Three frames a second from 1 s on, and 30 from 3.3 s to 6.7 s.
        await Clips.FfmpegAsync(
            "-f", "lavfi", "-i", "testsrc2=s=160x96:r=30:d=9,select='lt(n\\,30)+not(mod(n\\,10))+between(n\\,100\\,200)'", "-fps_mode", "passthrough",
            "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-x264-params", "keyint=10:scenecut=0:bframes=3", _folder.File("slides.mp4"));
        var request = await RequestAsync("noaudio.mp4") with { Source = _folder.File("slides.mp4"), Start = TimeSpan.FromSeconds(1.1), End = TimeSpan.FromSeconds(6.5) };
        var result = await _cutting.Cutter.CutAsync(request, null, Cancellation);
        Assert.True(result.Mode == "smart" && result.Proof.Passed, result.Reason);
        await DecodesCleanlyAsync(result.Output);
    }

    [Fact]
    public async Task The_sound_of_a_bumper_is_where_its_picture_is_and_one_without_sound_is_silent()
    {
        var result = await _cutting.Cutter.CutAsync(await RequestAsync("closed.mp4"), null, Cancellation);
        var meter = await ClipMeter.DecodeAsync(result.Output, 160, 96, _folder);

        // The intro beeps from 1 s on, as its picture turns white; the outro has no sound.
        Assert.Equal(1, meter.SoundOnset, 0.003);
        var white = Enumerable.Range(0, 60).First(frame => meter.Luma[frame] > 150);
        Assert.Equal(30, white);
        Assert.True(meter.Decibel(^(ClipMeter.SampleRate * 9 / 10)..) < -60);
    }

    [Fact]
    public async Task A_second_cut_takes_the_encoded_bumpers_from_the_first_one_and_a_changed_file_is_encoded_anew()
    {
        var counted = _folder.File("encodes.txt");
        var tool = _folder.WriteScript("ffmpeg", $"""
            #!/bin/bash
            case "$*" in *intro.mp4*libx264*) echo x >> '{counted}' ;; esac
            exec ffmpeg "$@"
            """);
        using var counting = new Cutting(new MediaOptions { Folder = _folder.File("media"), Encoders = 2, Ffmpeg = tool });
        var request = await RequestAsync("noaudio.mp4") with { Outro = "" };
        File.Copy(request.Intro!, _folder.File("intro.mp4"));
        request = request with { Intro = _folder.File("intro.mp4") };

        await counting.Cutter.CutAsync(request, null, Cancellation);
        await counting.Cutter.CutAsync(request with { Start = TimeSpan.FromSeconds(2) }, null, Cancellation);
        Assert.Single(await File.ReadAllLinesAsync(counted, Cancellation));

        File.SetLastWriteTimeUtc(request.Intro, File.GetLastWriteTimeUtc(request.Intro).AddSeconds(1));
        var result = await counting.Cutter.CutAsync(request, null, Cancellation);
        Assert.Equal(2, (await File.ReadAllLinesAsync(counted, Cancellation)).Length);
        Assert.True(result.Proof.Passed);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_folder.File("media"), "bumpers")).Length);
    }

    [Fact]
    public async Task Two_cuts_at_once_and_a_spoiled_copy_in_the_cache_do_no_harm()
    {
        var request = await RequestAsync("noaudio.mp4") with { Outro = "" };
        var both = await Task.WhenAll(
            _cutting.Cutter.CutAsync(request, null, Cancellation),
            _cutting.Cutter.CutAsync(request with { Output = _folder.File("other.mp4") }, null, Cancellation));
        Assert.All(both, result => Assert.Equal(("smart", true), (result.Mode, result.Proof.Passed)));

        var kept = Assert.Single(Directory.GetFiles(Path.Combine(_folder.Options.Folder, "bumpers")));
        await File.WriteAllTextAsync(kept, "", Cancellation);
        var again = await _cutting.Cutter.CutAsync(request, null, Cancellation);
        Assert.Equal(("smart", false), (again.Mode, again.Discarded));
    }

    [Theory]
    [InlineData("gone.mp4", null, "media.intro", "gone or was never there")]
    [InlineData("text.mp4", null, "media.intro", "not a video")]
    [InlineData("short.mp4", null, "media.intro", "shorter than 4 frames")]
    [InlineData(null, "gone.mp4", "media.outro", "gone or was never there")]
    public async Task A_bumper_that_cannot_be_used_is_refused_before_anything_is_made(string? intro, string? outro, string setting, string sentence)
    {
        _folder.Write("text.mp4", "I am text.");
        await Clips.FfmpegAsync("-f", "lavfi", "-i", "color=s=64x64:r=30", "-frames:v", "2", _folder.File("short.mp4"));
        var before = _folder.Names();
        var request = await RequestAsync("noaudio.mp4") with { Intro = intro is null ? "" : _folder.File(intro), Outro = outro is null ? "" : _folder.File(outro) };
        var fault = await Assert.ThrowsAsync<MediaException>(() => _cutting.Cutter.CutAsync(request, null, Cancellation));
        Assert.Equal(MediaFaultKind.BadSetting, fault.Kind);
        Assert.StartsWith(setting, fault.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, _folder.Names());
    }

    [Fact]
    public async Task Spliced_sound_cannot_be_had_beside_a_bumper()
    {
        var plan = await _cutting.Cutter.PlanAsync(await RequestAsync("closed.mp4") with { Audio = MediaAudio.Splice }, Cancellation);
        Assert.Contains("that of the intro or outro is joined to it", plan.Refusal, StringComparison.Ordinal);
        Assert.Equal("intro intro.mp4, 2 s, 60 frames, outro outro.mp4, 1 s, 30 frames", plan.BumperReason);
    }

    [Fact]
    public async Task The_loudness_is_that_of_the_talk_alone_and_an_intro_is_brought_to_the_target_too()
    {
        var request = await RequestAsync("closed.mp4") with { Loudness = MediaLoudness.Normalise };
        var result = await _cutting.Cutter.CutAsync(request, null, Cancellation);
        Assert.InRange((await Meter.OfAsync(await TalkOfAsync(result))).Loudness, -17, -15);

        // The intro is brought to the same: its beep had 19 dB more.
        await Clips.FfmpegAsync("-i", result.Output, "-t", "2", "-vn", "-c:a", "pcm_s16le", _folder.File("intro.wav"));
        Assert.InRange((await Meter.OfAsync(_folder.File("intro.wav"))).Loudness, -17.5, -14.5);
        Assert.InRange(Assert.Single(result.Loudness!.Tracks).Clip.IntegratedLufs!.Value, -17, -15);
    }

    [Fact]
    public async Task Of_the_kept_bumpers_those_go_that_were_not_used_for_longest()
    {
        var plan = await _cutting.Cutter.PlanAsync(await RequestAsync("noaudio.mp4") with { Intro = await BumperClips.OutroAsync(Cancellation), Outro = "" }, Cancellation);
        var recipe = BumperArguments.Intro(plan.Intro!, plan, plan.Smart!);
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Options.Folder, "bumpers")).FullName;
        for (var age = 1; age <= 40; age++)
        {
            Kept($"{age:00}.mp4", age, bytes: 1000);
        }

        var cache = _cutting.Get<BumperCache>();
        await cache.GetAsync(plan.Intro!, recipe, _folder.File("one.mp4"), 1, _ => { }, Cancellation);
        Assert.Equal(32, Directory.GetFiles(folder).Length);
        Assert.True(File.Exists(Path.Combine(folder, "31.mp4")) && !File.Exists(Path.Combine(folder, "32.mp4")));

        // Files of nothing but a size: together with the newer ones they are larger than 1 GiB.
        Kept("05.mp4", 5, bytes: 600L << 20);
        Kept("06.mp4", 6, bytes: 600L << 20);
        await cache.GetAsync(plan.Intro!, ["-an", .. recipe], _folder.File("other.mp4"), 1, _ => { }, Cancellation);
        Assert.Equal(
            ["01.mp4", "02.mp4", "03.mp4", "04.mp4", "05.mp4"], Directory.GetFiles(folder).Select(Path.GetFileName).OfType<string>().Where(name => name.Length == 6).Order());
        Assert.Equal(7, Directory.GetFiles(folder).Length);

        void Kept(string name, int hoursAgo, long bytes)
        {
            using (var file = File.Create(Path.Combine(folder, name)))
            {
                file.SetLength(bytes);
            }

            File.SetLastWriteTimeUtc(Path.Combine(folder, name), TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-hoursAgo));
        }
    }

    [Fact]
    public async Task A_talk_turned_by_an_odd_angle_is_encoded_in_full_beside_an_intro()
    {
        await Clips.FfmpegAsync("-i", await Corpus.GetAsync("noaudio.mp4", Cancellation), "-c", "copy", "-metadata:s:v", "rotate=45", _folder.File("askew.mp4"));
        var plan = await _cutting.Cutter.PlanAsync(await RequestAsync("noaudio.mp4") with { Source = _folder.File("askew.mp4") }, Cancellation);
        Assert.Equal("full", plan.Mode);
        Assert.Contains("turned by an angle", plan.Reason, StringComparison.Ordinal);
    }

    /// <summary>The talk's part of a clip as a file of its own, without loss, and its first frame; the whole clip is decoded strictly for that.</summary>
    private async Task<string> TalkOfAsync(CutResult result)
    {
        // Half a millisecond earlier, so that rounding loses no frame.
        var from = (result.IntroSeconds - 0.0005).ToString("0.######", CultureInfo.InvariantCulture);
        var until = (result.DurationSeconds - result.OutroSeconds - 0.0005).ToString("0.######", CultureInfo.InvariantCulture);
        var sound = $"atrim=start={result.IntroSeconds.ToString("0.######", CultureInfo.InvariantCulture)}:end={until},asetpts=PTS-STARTPTS";
        var talk = _folder.File("talk.mov");
        var decoded = await Clips.RunAsync(
            "ffmpeg",
            [
                "-v", "error", "-nostdin", "-y", "-xerror", "-noautorotate", "-err_detect", "explode", "-i", result.Output,
                "-map", "0", "-vf", $"trim=start={from}:end={until},setpts=PTS-STARTPTS", "-af", sound,
                "-fps_mode", "passthrough", "-enc_time_base", "-1", "-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-c:a", "pcm_s16le", talk,
                "-map", "0:v:0", "-vf", "select='eq(n,0)'", "-fps_mode", "passthrough", "-pix_fmt", "rgb24", "-f", "rawvideo", _folder.File("frame.rgb"),
            ]);
        Assert.Equal((0, ""), (decoded.ExitCode, decoded.ErrorTail));
        return talk;
    }

    /// <summary>The intro is red on the left and blue on the right, as shown; 4:3, so that it has bars at the sides of a wider talk.</summary>
    private async Task LooksRightAsync(MediaInfo clip)
    {
        var rotation = ((clip.Video[0].Rotation % 360) + 360) % 360;
        var (width, height) = (clip.Video[0].Width, clip.Video[0].Height);
        var pixels = await File.ReadAllBytesAsync(_folder.File("frame.rgb"), Cancellation);
        Assert.Equal(width * height * 3, pixels.Length);
        (int Red, int Green, int Blue) At(double x, double y)
        {
            // A player turns the stored picture counter-clockwise.
            (x, y) = rotation switch
            {
                90 => (1 - y, x),
                180 => (1 - x, 1 - y),
                270 => (y, 1 - x),
                _ => (x, y),
            };
            var at = (((int)(y * height) * width) + (int)(x * width)) * 3;
            return (pixels[at], pixels[at + 1], pixels[at + 2]);
        }

        Assert.True(At(0.4, 0.5) is { Red: > 180, Blue: < 80 }, $"left {At(0.4, 0.5)}");
        Assert.True(At(0.6, 0.5) is { Red: < 80, Blue: > 180 }, $"right {At(0.6, 0.5)}");
        if (clip.Video[0].PixelAspect.Value > 1)
        {
            // Pixels are 4:3, so that 4:3 takes a third of the height of such a portrait; of one with square pixels it would take 45 %.
            Assert.True(At(0.4, 0.3) is { Red: < 40 } && At(0.4, 0.36) is { Red: > 180 }, $"shape {At(0.4, 0.3)} {At(0.4, 0.36)}");
        }

        Assert.True((rotation % 180 != 0 ? At(0.5, 0.02) : At(0.02, 0.5)) is { Red: < 40, Blue: < 40 }, "bars");
    }

    private static async Task DecodesCleanlyAsync(string path)
    {
        var decoded = await Clips.RunAsync("ffmpeg", "-v", "error", "-nostdin", "-xerror", "-err_detect", "explode", "-i", path, "-enc_time_base:v", "-1", "-f", "null", "-");
        Assert.Equal((0, ""), (decoded.ExitCode, decoded.ErrorTail));
    }

    private async Task<CutRequest> RequestAsync(string name) => new()
    {
        Source = await Corpus.GetAsync(name, Cancellation),
        Output = _folder.File("out.mp4"),
        Start = TimeSpan.FromSeconds(1.37),
        End = TimeSpan.FromSeconds(7.1),
        Fade = TimeSpan.FromSeconds(0.5),
        Intro = await BumperClips.IntroAsync(Cancellation),
        Outro = await BumperClips.OutroAsync(Cancellation),
    };
}
