namespace Reelway.Media.Tests;

public sealed class MediaProbeTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ProcessRunner _runner;
    private readonly MediaProbe _probe;

    public MediaProbeTests()
    {
        _runner = new ProcessRunner(_folder.Options, TimeProvider.System);
        _probe = new MediaProbe(_runner, _folder.Options);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _runner.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_recording_tells_what_it_is()
    {
        var path = await Clips.PlainAsync(Cancellation);
        var info = await _probe.ProbeAsync(path, Cancellation);
        Assert.Equal(path, info.Path);
        Assert.Equal(new FileInfo(path).Length, info.Bytes);
        Assert.Contains("mp4", info.Container, StringComparison.Ordinal);
        Assert.Equal(8, info.Duration.TotalSeconds, 0.05);
        Assert.Equal(TimeSpan.Zero, info.StartTime);
        var video = Assert.Single(info.Video);
        Assert.Equal(("h264", 320, 180, new Rational(30, 1), "yuv420p"), (video.Codec, video.Width, video.Height, video.FrameRate, video.PixelFormat));
        Assert.Equal((0, false, 240L, 2), (video.Rotation, video.IsInterlaced, video.Frames, video.ReorderDepth));
        var audio = Assert.Single(info.Audio);
        Assert.Equal(("aac", "LC", 48000, 1), (audio.Codec, audio.Profile, audio.SampleRate, audio.Channels));
        Assert.Null(audio.Language);
    }

    [Fact]
    public async Task Rotation_rate_fields_start_and_languages_are_read()
    {
        Assert.Equal(90, Math.Abs((await ProbeAsync("rotated.mp4")).Video[0].Rotation));
        Assert.Equal(new Rational(30000, 1001), (await ProbeAsync("ntsc.mov")).Video[0].FrameRate);
        Assert.True((await ProbeAsync("interlaced.mpg")).Video[0].IsInterlaced);
        Assert.Equal("yuv422p10le", (await ProbeAsync("deep.mkv")).Video[0].PixelFormat);
        Assert.InRange((await ProbeAsync("offset.ts")).StartTime.TotalSeconds, 100, 102);
        Assert.Equal(["eng", "deu"], (await ProbeAsync("tracks.mp4")).Audio.Select(track => track.Language));
        Assert.Empty((await ProbeAsync("silent.mp4")).Audio);
    }

    [Fact]
    public async Task Layer_two_sound_in_an_mp4_is_called_what_it_is()
    {
        var path = _folder.File("layers.mov");
        await Clips.FfmpegAsync(
            "-f", "lavfi", "-i", "color=s=64x64:r=10:d=0.5", "-f", "lavfi", "-i", "sine=r=48000:d=0.5", "-map", "0", "-map", "1", "-map", "1",
            "-c:v", "mpeg4", "-c:a:0", "mp2", "-c:a:1", "mp3", path);
        Assert.Equal(["mp2", "mp3"], (await _probe.ProbeAsync(path, Cancellation)).Audio.Select(track => track.Codec));
    }

    [Theory]
    [InlineData("Minutes of the meeting, and no film at all.", "is not a video")]
    [InlineData("", "is empty")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:8,\nhttp://127.0.0.1:9/secret.ts\n#EXT-X-ENDLIST\n", "is a playlist")]
    [InlineData("ffconcat version 1.0\nfile '/etc/hostname'\n", "is a playlist")]
    public async Task A_file_that_only_has_a_videos_name_is_refused(string content, string sentence)
        => await RefusedAsync(_folder.Write("talk.mp4", content), "talk.mp4", sentence);

    [Theory]
    [InlineData("hls.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:8,\nfile:{0}\n#EXT-X-ENDLIST\n")]
    [InlineData("concat.mp4", "ffconcat version 1.0\nfile '{0}'\n")]
    public async Task A_playlist_does_not_reach_even_a_good_video_beside_it(string name, string playlist)
    {
        var good = await Clips.GetAsync("offset.ts", Cancellation);
        await RefusedAsync(_folder.Write(name, playlist.Replace("{0}", good, StringComparison.Ordinal)), name, "is a playlist");
    }

    [Fact]
    public async Task A_recording_cut_off_before_its_index_is_refused()
    {
        var whole = await File.ReadAllBytesAsync(await Clips.PlainAsync(Cancellation), Cancellation);
        var path = _folder.File("half.mp4");
        await File.WriteAllBytesAsync(path, whole[..(whole.Length / 2)], Cancellation);
        await RefusedAsync(path, "half.mp4", "cut off before it was complete");
    }

    [Fact]
    public async Task Noise_of_any_kind_is_refused_and_never_hangs()
    {
        var noise = new byte[100_000];
        new Random(4711).NextBytes(noise);
        var path = _folder.File("noise.mkv");
        await File.WriteAllBytesAsync(path, noise, Cancellation);
        await RefusedAsync(path, "noise.mkv", "is not a video");
    }

    [Fact]
    public async Task Sound_without_a_picture_is_refused()
        => await RefusedAsync(await Clips.GetAsync("sound-only.mp4", Cancellation), "sound-only.mp4", "no moving picture");

    [Fact]
    public async Task An_encrypted_recording_is_refused()
        => await RefusedAsync(await Clips.GetAsync("encrypted.mp4", Cancellation), "encrypted.mp4", "is encrypted");

    [Fact]
    public async Task A_missing_file_and_a_folder_are_refused()
    {
        await RefusedAsync(_folder.File("gone.mp4"), "gone.mp4", "is gone or was never there");
        await RefusedAsync(_folder.Path, _folder.Path, "is a folder");
    }

    [Fact]
    public async Task A_name_that_looks_like_an_option_or_an_address_is_just_a_name()
    {
        foreach (var name in (string[])["-y.mp4", "http:x.mp4", "concat:a|b.mp4", "quo'te\"\n🎬.mp4", "%d.mp4"])
        {
            File.Copy(await Clips.PlainAsync(Cancellation), _folder.File(name));
            Assert.Equal(name, (await _probe.ProbeAsync(_folder.File(name), Cancellation)).Name);
        }
    }

    [Fact]
    public async Task Without_ffprobe_the_fault_says_what_to_install()
    {
        var probe = new MediaProbe(_runner, new MediaOptions { Ffprobe = "no-ffprobe-here" });
        var path = await Clips.PlainAsync(Cancellation);
        var fault = await Assert.ThrowsAsync<MediaException>(() => probe.ProbeAsync(path, Cancellation));
        Assert.Equal(MediaFaultKind.ToolMissing, fault.Kind);
        Assert.Contains("apt install ffmpeg", fault.Message, StringComparison.Ordinal);
    }

    private async Task<MediaInfo> ProbeAsync(string clip) => await _probe.ProbeAsync(await Clips.GetAsync(clip, Cancellation), Cancellation);

    private async Task RefusedAsync(string path, string name, string sentence)
    {
        var fault = await Assert.ThrowsAsync<MediaException>(() => _probe.ProbeAsync(path, Cancellation));
        Assert.Equal(MediaFaultKind.Unusable, fault.Kind);
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
    }
}
