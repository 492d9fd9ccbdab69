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
    [InlineData("offset.ts", null, "splice")]
    [InlineData("closed.flv", null, "splice")]
    [InlineData("nobframes.avi", 232, "splice")]
    public async Task The_middle_is_the_recordings_bit_for_bit_and_the_ends_look_like_it(string name, int? frames, string audio)
    {
        var request = Request(await Corpus.GetAsync(name, Cancellation), 1.37, 9.11, 1);
        using (var scratch = _cutting.Get<ScratchSpace>().Open())
        {
            var plan = await _cutting.Cutter.PlanAsync(request, scratch, Cancellation);

            // Recordings without an index are copied into a container with one first.
            Assert.Equal(name is "offset.ts" or "closed.flv" or "nobframes.avi", plan.Source.Path.StartsWith(_folder.Options.Folder, StringComparison.Ordinal));
            var result = await _cutting.Cutter.CutAsync(request, null, Cancellation);

            Agreement.Ensure(plan, result);
            Assert.True(result.Mode == "smart", result.Reason);
            Assert.True(result.Proof.Passed, result.Proof.Failures);
            Assert.True(result.Audio == audio, $"{result.Audio}: {result.Reason}");
            Assert.Equal(frames ?? result.Frames, result.Frames);
            Assert.True(result.MiddleFrames > 30, $"only {result.MiddleFrames} frames were copied");

            var seen = await ClipComparison.OfAsync(plan, result.Output);
            Assert.Equal("", seen.Complaints);
            Assert.True(seen.DecodingTimesRise);
            Assert.Equal(result.Frames, seen.Similarity.Count);
            Assert.All(seen.Similarity.Skip((int)result.HeadFrames).Take((int)result.MiddleFrames), similarity => Assert.Equal(ClipComparison.Equal, similarity));
            Assert.All(seen.Similarity, similarity => Assert.True(similarity >= 0.97, $"{similarity}"));
            Assert.InRange(seen.Head(result.HeadFrames), 0.99, 1);
            Assert.InRange(seen.Tail(result.TailFrames), 0.99, 1);
            Assert.All(seen.SoundOffsetsMs, offset => Assert.Equal(0, offset, 1.0));
        }

        Assert.Equal(["out.mp4"], _folder.Names());
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder.Options.Folder, "scratch")));
    }

    /// <summary>Those that are cut above are compared with their plans there; what is planned to be encoded in full cannot become anything else.</summary>
    [Fact]
    public async Task What_a_plan_promises_the_cut_keeps_for_every_recording_of_the_corpus()
    {
        var folder = Path.GetDirectoryName(await Corpus.GetAsync("closed.mp4", Cancellation))!;
        var compared = typeof(SmartRenderTests).GetMethod(nameof(The_middle_is_the_recordings_bit_for_bit_and_the_ends_look_like_it))!
            .GetCustomAttributes(inherit: false).OfType<InlineDataAttribute>().Select(attribute => (string)attribute.Data[0]!).ToHashSet();
        var left = Directory.GetFiles(folder).Where(file => Path.GetExtension(file) is not (".wav" or ".m4a") && !compared.Contains(Path.GetFileName(file))).ToList();
        Assert.True(compared.Count + left.Count > 30);
        foreach (var file in left)
        {
            var request = Request(file, 1.37, 4.87, 0.5);
            var plan = await _cutting.Cutter.PlanAsync(request, Cancellation);
            if (plan.Mode == "smart")
            {
                Agreement.Ensure(plan, await _cutting.Cutter.CutAsync(request, null, Cancellation));
            }
        }
    }

    /// <summary>A copy of it would show its frames in the order they are decoded in, and nothing could tell.</summary>
    [Fact]
    public async Task An_AVI_that_reorders_its_frames_is_encoded_with_each_of_them_in_its_place()
    {
        var result = await _cutting.Cutter.CutAsync(Request(await Corpus.GetAsync("reordered.avi", Cancellation), 1.37, 4.37, 0), null, Cancellation);
        Assert.Equal(("full", false, 90), (result.Mode, result.Discarded, result.Frames));
        Assert.StartsWith("its container does not say when the frames are shown that it reorders", result.Reason, StringComparison.Ordinal);
        Assert.True(result.Proof.Passed, result.Proof.Failures);
        Assert.Equal(3, result.DurationSeconds, 0.001);

        // The recording that the AVI is a copy of says when its frames are shown: the first at or after 1.37 s is number 42.
        var whole = await ClipMeter.DecodeAsync(await Corpus.GetAsync("closed.mp4", Cancellation), 160, 96, _folder);
        var clip = await ClipMeter.DecodeAsync(result.Output, 160, 96, _folder);
        Assert.Equal(90, clip.Frames.Count);
        for (var frame = 0; frame < clip.Frames.Count; frame++)
        {
            var nearest = Enumerable.Range(frame + 42 - 3, 7).MinBy(number => ClipMeter.Difference(whole.Frames[number], clip.Frames[frame]));
            Assert.Equal(42 + frame, nearest);
        }
    }

    [Theory]
    [InlineData("interlaced.mp4", "interlaced")]
    [InlineData("hevc.mp4", "hevc becomes H.264")]
    [InlineData("prores.mov", "prores")]
    [InlineData("vp9.webm", "vp9")]
    [InlineData("av1.mp4", "av1")]
    public async Task What_cannot_be_copied_is_encoded_in_full_and_the_reason_is_told(string name, string reason)
    {
        var source = await Corpus.GetAsync(name, Cancellation);
        Assert.SkipUnless(File.Exists(source), "this ffmpeg has no encoder for it");
        var result = await _cutting.Cutter.CutAsync(Request(source, 1.37, 4.37, 0.5), null, Cancellation);
        Assert.Equal("full", result.Mode);
        Assert.Contains(reason, result.Reason, StringComparison.Ordinal);
        Assert.False(result.Discarded);
        Assert.True(result.Proof.Passed, result.Proof.Failures);
        Assert.InRange(result.Frames, 88, 92);
        var clip = (await _cutting.Probe.ProbeAsync(result.Output, Cancellation)).Video[0];
        Assert.Equal(("h264", "yuv420p", false), (clip.Codec, clip.PixelFormat, clip.IsInterlaced));
    }

    /// <summary>Full renders of such recordings are looked at elsewhere.</summary>
    [Theory]
    [InlineData("opengop.mp4", "no IDR picture")]
    [InlineData("onegop.mp4", "no IDR picture")]
    [InlineData("hi422.mp4", "yuv422p10le")]
    [InlineData("mpeg2.mpg", "mpeg2video")]
    [InlineData("old.avi", "mpeg4")]
    public async Task What_cannot_be_copied_is_seen_before_anything_is_made(string name, string reason)
    {
        var plan = await _cutting.Cutter.PlanAsync(Request(await Corpus.GetAsync(name, Cancellation), 1.37, 4.37, 0.5), Cancellation);
        Assert.Equal("full", plan.Mode);
        Assert.Contains(reason, plan.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_becomes_larger_on_the_way_is_encoded_in_full_without_a_copy_being_tried()
    {
        var result = await _cutting.Cutter.CutAsync(Request(await Corpus.GetAsync("resized.ts", Cancellation), 4.37, 8.37, 0.5), null, Cancellation);
        Assert.Equal(("full", false), (result.Mode, result.Discarded));
        Assert.StartsWith("the kind or size of its picture changes on the way", result.Reason, StringComparison.Ordinal);
        Assert.True(result.Proof.Passed, result.Proof.Failures);
    }

    /// <summary>Its first frame is decoded two seconds before it is shown, later ones a tenth of a second.</summary>
    [Fact]
    public async Task A_recording_that_begins_with_one_frame_a_second_is_copied_from_the_right_group_on()
    {
        var source = _folder.File("slides.mp4");
        await Clips.FfmpegAsync(
            "-f", "lavfi", "-i", "testsrc2=s=160x96:r=30:d=12,select='if(lt(t,4),not(mod(n,30)),1)'", "-fps_mode", "passthrough",
            "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-x264-params", "keyint=30:scenecut=0:bframes=3", source);
        var request = Request(source, 1.37, 9.11, 1);
        var result = await _cutting.Cutter.CutAsync(request, null, Cancellation);
        Assert.True(result is { Mode: "smart", Discarded: false }, result.Reason);
        var seen = await ClipComparison.OfAsync(await _cutting.Cutter.PlanAsync(request, Cancellation), result.Output);
        Assert.Equal(("", true, result.Frames), (seen.Complaints, seen.DecodingTimesRise, seen.Similarity.Count));
        Assert.All(seen.Similarity.Skip((int)result.HeadFrames).Take((int)result.MiddleFrames), similarity => Assert.Equal(ClipComparison.Equal, similarity));
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

    private CutRequest Request(string source, double start, double end, double fade) => new()
    {
        Source = source,
        Output = _folder.File("out.mp4"),
        Start = TimeSpan.FromSeconds(start),
        End = TimeSpan.FromSeconds(end),
        Fade = TimeSpan.FromSeconds(fade),
    };
}
