using Reelway.Contracts.Time;

namespace Reelway.Media.Tests;

/// <summary>Posters and strips of real recordings.</summary>
public sealed class PosterMakerTests : IDisposable
{
    /// <summary>
    /// 24 s with a key frame each second: black for 2 s, then bright but blurred until 4 s, then sharp, and white from 6 s to 8 s, where the first third ends.
    /// </summary>
    private const string BlackStart = "testsrc2=s=320x180:r=10:d=24,gblur=sigma=12:enable='between(t,2,3.95)',eq=brightness=-0.1:enable='gte(t,4)',"
        + "drawbox=w=iw:h=ih:color=black:t=fill:enable='lt(t,2)',drawbox=w=iw:h=ih:color=white:t=fill:enable='between(t,6,7.95)'";

    private static readonly Lazy<Task<string>> Start = new(MakeStartAsync);

    private readonly TempFolder _folder = new();
    private readonly Cutting _cutting;

    public PosterMakerTests() => _cutting = new Cutting(_folder.Options);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Output => _folder.File("poster.jpg");

    public void Dispose()
    {
        _cutting.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_black_start_a_blur_and_a_flash_are_passed_over()
    {
        var source = await BlackStartAsync();
        var poster = await _cutting.Get<PosterMaker>().MakeAsync(new PosterRequest { Source = source, Output = Output, Fade = TimeSpan.Zero }, Cancellation);

        Assert.Contains(poster.At.TotalSeconds, (double[])[4, 5]);
        Assert.Null(poster.Remark);
        Assert.Contains("of which 4 were black or empty", poster.Reason, StringComparison.Ordinal);
        Assert.Equal((320, 180, new FileInfo(Output).Length), (poster.Width, poster.Height, poster.Bytes));

        // The JPEG shows that very frame.
        var wanted = await GreyAsync("-ss", $"{poster.At.TotalSeconds - 0.05}", "-i", source);
        Assert.True(ClipMeter.Difference(wanted, await GreyAsync("-i", Output)) < 4);
        Assert.Equal(["poster.jpg"], _folder.Names());
    }

    [Fact]
    public async Task The_fade_in_and_what_is_outside_the_range_give_no_poster()
    {
        var source = await BlackStartAsync();
        var request = new PosterRequest { Source = source, Output = Output, Start = TimeSpan.FromSeconds(3), End = TimeSpan.FromSeconds(24), Fade = TimeSpan.FromSeconds(6) };
        var poster = await _cutting.Get<PosterMaker>().MakeAsync(request, Cancellation);
        Assert.Equal(9, poster.At.TotalSeconds);
    }

    [Fact]
    public async Task Where_no_key_frame_lies_frames_are_decoded()
    {
        var source = await RecordAsync("one-group.mp4", "testsrc2=s=320x180:r=10:d=24", "-g", "1000");
        var poster = await _cutting.Get<PosterMaker>().MakeAsync(new PosterRequest { Source = source, Output = Output }, Cancellation);
        Assert.InRange(poster.At.TotalSeconds, 3, 8);
        Assert.True(ClipMeter.Difference(await GreyAsync("-ss", $"{poster.At.TotalSeconds - 0.05}", "-i", source), await GreyAsync("-i", Output)) < 4);
    }

    [Fact]
    public async Task Of_a_recording_that_is_all_black_the_poster_is_black_and_says_so()
    {
        var source = await RecordAsync("black.mp4", "color=black:s=320x180:r=10:d=8");
        var poster = await _cutting.Get<PosterMaker>().MakeAsync(new PosterRequest { Source = source, Output = Output, Fade = TimeSpan.Zero }, Cancellation);
        Assert.Contains("black", poster.Remark, StringComparison.Ordinal);
        Assert.True(File.Exists(Output));
    }

    /// <summary>As it is shown: turned, with square points, from one field, not larger than it is.</summary>
    [Theory]
    [InlineData("rotated.mp4", 180, 320)]
    [InlineData("interlaced.mpg", 320, 180)]
    [InlineData("offset.ts", 320, 180)]
    [InlineData("deep.mkv", 320, 180)]
    [InlineData("odd.mkv", 318, 178)]
    [InlineData("wide.mp4", 640, 180)]
    [InlineData("large.mp4", 1280, 720)]
    public async Task The_poster_is_the_picture_as_people_see_it(string name, int width, int height)
    {
        var source = name switch
        {
            "wide.mp4" => await RecordAsync(name, "testsrc2=s=320x180:r=10:d=4,setsar=2"),
            "large.mp4" => await RecordAsync(name, "testsrc2=s=1920x1080:r=2:d=4"),
            _ => await Clips.GetAsync(name, Cancellation),
        };
        var poster = await _cutting.Get<PosterMaker>().MakeAsync(new PosterRequest { Source = source, Output = Output, Fade = TimeSpan.FromSeconds(0.5) }, Cancellation);
        Assert.Equal((width, height), (poster.Width, poster.Height));
        Assert.Null(poster.Remark);
        Assert.InRange(poster.At.TotalSeconds, 0.4, 8.0 / 3);
    }

    [Fact]
    public async Task A_strip_shows_a_turned_picture_upright()
    {
        var strip = await _cutting.Get<ScrubStripMaker>().MakeAsync(await Clips.GetAsync("rotated.mp4", Cancellation), _folder.File("strip.jpg"), Cancellation);
        Assert.Equal((160, 284), (strip.FrameWidth, strip.FrameHeight));
    }

    [Fact]
    public async Task A_strip_has_frames_evenly_over_the_clip()
    {
        var source = await BlackStartAsync();
        var strip = await _cutting.Get<ScrubStripMaker>().MakeAsync(source, _folder.File("strip.jpg"), Cancellation);
        Assert.Equal((160, 90, 12), (strip.FrameWidth, strip.FrameHeight, strip.Times.Count));
        for (var number = 0; number < strip.Times.Count; number++)
        {
            Assert.InRange(strip.Times[number].TotalSeconds, (2 * number) + 1 - 0.001, (2 * number) + 2);
        }

        Assert.Equal(new JpegSize(160 * 12, 90), ReadSize(strip.Output));
        Assert.Equal(new FileInfo(strip.Output).Length, strip.Bytes);

        // The first frame is black, and the fourth is the white flash: they stand in their places.
        var grey = await GreyAsync("-i", strip.Output);
        double Level(int number) => Enumerable.Range(0, 90).Average(row => grey.AsSpan((row * 160 * 12) + (160 * number) + 8, 144).ToArray().Average(level => level));
        Assert.True(Level(0) < 5 && Level(1) > 40 && Level(3) > 250, $"{Level(0)} {Level(1)} {Level(3)}");
        Assert.Equal(["strip.jpg"], _folder.Names());
    }

    [Fact]
    public async Task A_clip_without_key_frames_but_its_first_still_has_different_frames_in_its_strip()
    {
        var source = await RecordAsync("one-group.mp4", "testsrc2=s=320x180:r=10:d=4", "-g", "1000");
        var strip = await _cutting.Get<ScrubStripMaker>().MakeAsync(source, _folder.File("strip.jpg"), Cancellation);
        Assert.Equal([0.5, 1.5, 2.5, 3.5], strip.Times.Select(time => Math.Round(time.TotalSeconds, 3)));
    }

    [Fact]
    public async Task Of_a_recording_that_was_cut_off_what_is_left_is_used_or_a_sentence_says_why_not()
    {
        var bytes = await File.ReadAllBytesAsync(await BlackStartAsync(), Cancellation);
        var left = _folder.File("left.mp4");
        await File.WriteAllBytesAsync(left, bytes[..(bytes.Length * 6 / 10)], Cancellation);
        var poster = await _cutting.Get<PosterMaker>().MakeAsync(new PosterRequest { Source = left, Output = Output, Fade = TimeSpan.Zero }, Cancellation);
        Assert.Null(poster.Remark);
        var strip = await _cutting.Get<ScrubStripMaker>().MakeAsync(left, _folder.File("strip.jpg"), Cancellation);
        Assert.InRange(strip.Times.Count, 3, 11);

        await File.WriteAllBytesAsync(left, bytes[..(bytes.Length / 20)], Cancellation);
        var fault = await Assert.ThrowsAsync<MediaException>(
            () => _cutting.Get<PosterMaker>().MakeAsync(new PosterRequest { Source = left, Output = _folder.File("none.jpg"), Start = TimeSpan.FromSeconds(12) }, Cancellation));
        Assert.Equal(MediaFaultKind.Unusable, fault.Kind);
        Assert.Contains("left.mp4", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Names(), name => name.StartsWith("none", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sound_alone_has_no_poster()
    {
        var source = await Clips.GetAsync("sound-only.mp4", Cancellation);
        var fault = await Assert.ThrowsAsync<MediaException>(() => _cutting.Get<PosterMaker>().MakeAsync(new PosterRequest { Source = source, Output = Output }, Cancellation));
        Assert.Equal((MediaFaultKind.Unusable, "sound-only.mp4 has no moving picture that can be read: give the recording with its picture."), (fault.Kind, fault.Message));
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public async Task A_cancelled_poster_or_strip_leaves_nothing()
    {
        var source = await Clips.PlainAsync(Cancellation);
        var began = _folder.File("began");
        var options = new MediaOptions { Folder = _folder.File("media"), Ffmpeg = _folder.WriteScript("slow", $"#!/bin/sh\ntouch '{began}'\nexec sleep 60\n") };
        using var slow = new Cutting(options);
        foreach (var make in (Func<CancellationToken, Task>[])
        [
            stop => slow.Get<PosterMaker>().MakeAsync(new PosterRequest { Source = source, Output = Output }, stop),
            stop => slow.Get<ScrubStripMaker>().MakeAsync(source, Output, stop),
        ])
        {
            File.Delete(began);
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var work = make(cancel.Token);
            await Eventually.TrueAsync(() => File.Exists(began), "the tool has begun", Cancellation);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
            Assert.Equal(["began", "slow"], _folder.Names());
            Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(options.Folder, "scratch")));
        }
    }

    [Fact]
    public async Task The_recording_itself_and_times_beyond_it_are_refused()
    {
        var source = await Clips.PlainAsync(Cancellation);
        var posters = _cutting.Get<PosterMaker>();
        Assert.Contains(
            "is the recording itself",
            (await Assert.ThrowsAsync<MediaException>(() => posters.MakeAsync(new PosterRequest { Source = source, Output = source }, Cancellation))).Message,
            StringComparison.Ordinal);
        var beyond = await Assert.ThrowsAsync<MediaException>(
            () => posters.MakeAsync(new PosterRequest { Source = source, Output = Output, Start = TimeSpan.FromHours(1) }, Cancellation));
        Assert.Equal(MediaFaultKind.BadRange, beyond.Kind);
    }

    private static Task<string> BlackStartAsync() => Start.Value.WaitAsync(Cancellation);

    private static async Task<string> MakeStartAsync()
    {
        var path = Path.Combine(Clips.NewFolder("posters"), "start.mp4");
        await Clips.FfmpegAsync("-f", "lavfi", "-i", BlackStart, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "10", "-movflags", "+faststart", path);
        return path;
    }

    private async Task<string> RecordAsync(string name, string picture, params string[] more)
    {
        await Clips.FfmpegAsync(["-f", "lavfi", "-i", picture, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", .. more, _folder.File(name)]);
        return _folder.File(name);
    }

    private static async Task<byte[]> GreyAsync(params string[] input)
    {
        var file = Path.Combine(Clips.NewFolder(Guid.NewGuid().ToString("N")), "grey");
        await Clips.FfmpegAsync([.. input, "-frames:v", "1", "-vf", "format=gray", "-f", "rawvideo", file]);
        return await File.ReadAllBytesAsync(file, Cancellation);
    }

    private static JpegSize? ReadSize(string path)
    {
        using var file = File.OpenRead(path);
        return JpegSize.Read(file);
    }
}
