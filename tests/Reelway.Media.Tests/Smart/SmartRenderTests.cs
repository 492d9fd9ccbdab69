namespace Reelway.Media.Tests;

/// <summary>Every class of source is cut as expected, and what comes out is compared frame by frame with what went in.</summary>
public sealed class SmartRenderTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Cutting _cutting;

    public SmartRenderTests() => _cutting = new Cutting(_folder.Options);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cutting.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("closed.mp4", 232, "splice")]
    [InlineData("closed.mkv", 232, "encode")]
    [InlineData("offset.mp4", 232, "splice")]
    [InlineData("editlist.mp4", 232, "splice")]
    [InlineData("rotated.mp4", 232, "splice")]
    [InlineData("noaudio.mp4", 232, "none")]
    [InlineData("late-sound.mp4", 232, "encode")]
    [InlineData("hole.mp4", 232, "encode")]
    [InlineData("multiaudio.mp4", 232, "splice")]
    [InlineData("mono44.mp4", 232, "splice")]
    [InlineData("ac3.mp4", 232, "encode")]
    [InlineData("camera60.mov", 464, "encode")]
    [InlineData("vfr.mp4", null, "splice")]
    [InlineData("ntsc.mp4", 232, "splice")]
    [InlineData("nobframes.mp4", 232, "splice")]
    [InlineData("main.mp4", 232, "splice")]
    [InlineData("fullrange.mp4", 232, "splice")]
    [InlineData("mixedgop.mp4", 232, "splice")]
    public async Task The_middle_is_the_recordings_bit_for_bit_and_the_ends_look_like_it(string name, int? frames, string audio)
    {
        var request = Request(await Corpus.GetAsync(name, Cancellation), 1.37, 9.11, 1);
        var plan = await _cutting.Cutter.PlanAsync(request, Cancellation);
        var result = await _cutting.Cutter.CutAsync(request, null, Cancellation);

        Assert.True(result.Mode == "smart", result.Reason);
        Assert.True(result.Proof.Passed, result.Proof.Failures);
        Assert.True(result.Audio == audio, $"{result.Audio}: {result.Reason}");
        var seen = await ClipComparison.OfAsync(plan, result.Output, _folder);
        Assert.Equal(frames ?? result.Frames, seen.Similarity.Count);
        Assert.Equal(result.Frames, seen.Similarity.Count);
        Assert.True(result.MiddleFrames > 30, $"only {result.MiddleFrames} frames were copied");
        var middle = seen.Similarity.Skip((int)result.HeadFrames).Take((int)result.MiddleFrames).ToList();
        Assert.All(middle, similarity => Assert.Equal(ClipComparison.Equal, similarity));
        Assert.All(seen.Similarity, similarity => Assert.True(similarity >= 0.97, $"{similarity}"));
        Assert.True(seen.Similarity.Average(similarity => Math.Min(1, similarity)) >= 0.99);
        Assert.Equal(0, seen.SoundOffsetMs, 1.0);
        await DecodesCleanlyAsync(result.Output);
        Assert.Equal(["out.mp4", "ssim.txt"], _folder.Names().Where(file => !file.EndsWith(".pcm", StringComparison.Ordinal)));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder.Options.Folder, "scratch")));
    }

    /// <summary>MPEG-TS and FLV are copied into an MP4 first; what a plan says about that copy counts from the same first moment.</summary>
    [Theory]
    [InlineData("offset.ts")]
    [InlineData("closed.flv")]
    public async Task Recordings_without_an_index_are_copied_into_a_container_with_one_first(string name)
    {
        var result = await _cutting.Cutter.CutAsync(Request(await Corpus.GetAsync(name, Cancellation), 1.37, 9.11, 1), null, Cancellation);
        Assert.True(result.Mode == "smart", result.Reason);
        Assert.InRange(result.Frames, 232, 233);
        await DecodesCleanlyAsync(result.Output);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder.Options.Folder, "scratch")));
    }

    [Theory]
    [InlineData("opengop.mp4", "no IDR picture")]
    [InlineData("onegop.mp4", "no IDR picture")]
    [InlineData("interlaced.mp4", "interlaced")]
    [InlineData("hi422.mp4", "yuv422p10le")]
    [InlineData("hevc.mp4", "hevc becomes H.264")]
    [InlineData("mpeg2.mpg", "mpeg2video")]
    [InlineData("prores.mov", "prores")]
    [InlineData("vp9.webm", "vp9")]
    [InlineData("old.avi", "mpeg4")]
    public async Task What_cannot_be_copied_is_encoded_in_full_and_the_reason_is_told(string name, string reason)
    {
        var result = await _cutting.Cutter.CutAsync(Request(await Corpus.GetAsync(name, Cancellation), 1.37, 4.37, 0.5), null, Cancellation);
        Assert.Equal("full", result.Mode);
        Assert.Contains(reason, result.Reason, StringComparison.Ordinal);
        Assert.False(result.Discarded);
        Assert.True(result.Proof.Passed, result.Proof.Failures);
        Assert.InRange(result.Frames, 88, 92);
        var clip = (await _cutting.Probe.ProbeAsync(result.Output, Cancellation)).Video[0];
        Assert.Equal(("h264", "yuv420p", false), (clip.Codec, clip.PixelFormat, clip.IsInterlaced));
    }

    [Theory]
    [InlineData(3.2, 3, "lies between")]
    [InlineData(3, 0.5, null)]
    public async Task A_clip_without_room_between_its_fades_is_encoded_in_full(double length, double fade, string? reason)
    {
        var plan = await _cutting.Cutter.PlanAsync(Request(await Corpus.GetAsync("closed.mp4", Cancellation), 2.9, 2.9 + length, fade), Cancellation);
        Assert.Equal(reason is null ? "smart" : "full", plan.Mode);
        Assert.Contains(reason ?? "copied", plan.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_render_can_be_demanded_and_so_can_encoded_sound()
    {
        var source = await Corpus.GetAsync("closed.mp4", Cancellation);
        var full = await _cutting.Cutter.PlanAsync(Request(source, 1, 9, 1) with { Render = MediaRender.Full }, Cancellation);
        Assert.Equal(("full", "encode"), (full.Mode, full.Audio));
        var encoded = await _cutting.Cutter.PlanAsync(Request(source, 1, 9, 1) with { Audio = MediaAudio.Encode }, Cancellation);
        Assert.Equal(("smart", "encode"), (encoded.Mode, encoded.Audio));
    }

    private static async Task DecodesCleanlyAsync(string path)
    {
        var decoded = await Clips.RunAsync("ffmpeg", "-v", "error", "-nostdin", "-xerror", "-err_detect", "explode", "-i", path, "-f", "null", "-");
        Assert.Equal((0, ""), (decoded.ExitCode, decoded.ErrorTail));
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
