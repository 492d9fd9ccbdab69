namespace Reelway.Media.Tests;

/// <summary>Recordings that other programs lay out in their own way are copied like all others: nothing is encoded for the sake of the container.</summary>
public sealed class ForeignLayoutTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Cutting _cutting;

    public ForeignLayoutTests() => _cutting = new Cutting(new MediaOptions { Folder = _folder.Options.Folder, Encoders = 2, Preset = "ultrafast" });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cutting.Dispose();
        _folder.Dispose();
    }

    /// <summary>Cameras put a second of sound before the same second of the picture: who reads packet after packet meets the end of the sound first.</summary>
    [Theory]
    [InlineData("camera60.mov", "plain")]
    [InlineData("closed.mp4", "plain")]
    [InlineData("closed.mp4", "encoded sound")]
    [InlineData("closed.mp4", "loudness")]
    [InlineData("camera60.mov", "captions")]
    [InlineData("multiaudio.mp4", "intro, outro and captions")]
    public async Task Sound_that_stands_before_its_picture_in_the_file_does_not_end_the_copy(string name, string with)
    {
        var source = _folder.File("camera" + Path.GetExtension(name));
        await Relaid.WriteAsync(await Corpus.GetAsync(name, Cancellation), source);
        var request = Request(source);
        var bumper = with.Contains("intro", StringComparison.Ordinal) ? await BumperClips.IntroAsync(Cancellation) : null;
        request = request with
        {
            Audio = with == "encoded sound" ? MediaAudio.Encode : null,
            Loudness = with == "loudness" ? MediaLoudness.Normalise : null,
            Intro = bumper,
            Outro = bumper,
            Captions = with.Contains("captions", StringComparison.Ordinal)
                ? await CaptionFile.ReadAsync(_folder.Write("c.vtt", "WEBVTT\n\n00:03.000 --> 00:04.000\none <i>and</i>\n\n00:04.500 --> 00:05.000\ntwo\n"), Cancellation)
                : null,
        };
        await CheckAsync(request, with == "plain" && name.EndsWith("mp4", StringComparison.Ordinal) ? "splice" : "encode", frames: 30);
    }

    /// <summary>An index that puts frames before their decoding times, as QuickTime reads them.</summary>
    [Fact]
    public async Task Negative_composition_offsets_are_copied_and_so_is_the_sound()
    {
        var source = _folder.File("negative.mp4");
        await Clips.FfmpegAsync("-i", await Corpus.GetAsync("closed.mp4", Cancellation), "-c", "copy", "-movflags", "negative_cts_offsets", source);
        await using (var file = File.OpenRead(source))
        {
            Assert.Contains(SampleTable.ReadAll(file)[0]!.Samples(file.SafeFileHandle), sample => sample.Pts < sample.Dts);
        }

        await CheckAsync(Request(source), "splice", frames: 30);
        var demanded = await _cutting.Cutter.CutAsync(Request(source) with { Audio = MediaAudio.Splice }, null, Cancellation);
        Assert.Equal(("smart", "splice"), (demanded.Mode, demanded.Audio));
    }

    [Theory]
    [InlineData("frag_keyframe+empty_moov+default_base_moof", "0")]
    [InlineData("frag_keyframe+empty_moov+default_base_moof", "1")]
    public async Task A_fragmented_recording_is_copied_wherever_the_talk_begins(string flags, string edits)
    {
        var source = _folder.File("fragmented.mp4");
        await Clips.FfmpegAsync("-i", await Corpus.GetAsync("closed.mp4", Cancellation), "-c", "copy", "-movflags", flags, "-use_editlist", edits, source);
        await CheckAsync(Request(source), "splice", frames: 30);
        await CheckAsync(Request(source) with { Start = TimeSpan.FromSeconds(0.5), End = TimeSpan.FromSeconds(9) }, "splice", frames: 30);
    }

    /// <summary>A packet of sound lasts 128 ms there, so that a track of whole ones cannot end with the picture.</summary>
    [Fact]
    public async Task Sound_of_a_low_rate_may_end_within_a_packet_of_the_picture()
    {
        var source = _folder.File("telephone.mp4");
        await Clips.FfmpegAsync(
            "-f", "lavfi", "-i", "testsrc2=s=160x96:r=10:d=20", "-f", "lavfi", "-i", "aevalsrc=0.3*sin(2*PI*(300+20*t)*t):s=8000:d=20",
            "-c:v", "libx264", "-preset", "ultrafast", "-g", "20", "-pix_fmt", "yuv420p", "-c:a", "aac", source);
        await CheckAsync(Request(source) with { End = TimeSpan.FromSeconds(18.9) }, "splice", frames: 30);
        await CheckAsync(Request(source), "encode", frames: 30);
    }

    /// <summary>Radio and networks lose packets of a stream: frames of sound are missing, and one is spoiled.</summary>
    [Fact]
    public async Task A_transport_stream_that_has_lost_packets_of_sound_keeps_its_picture_copied()
    {
        const int packet = 188;
        var bytes = await File.ReadAllBytesAsync(await Corpus.GetAsync("offset.ts", Cancellation), Cancellation);
        var packets = bytes.Chunk(packet).ToList();
        var sound = packets.Where(one => (((one[1] & 31) << 8) | one[2]) == 0x101).ToList();
        HashSet<byte[]> lost = [.. sound.Skip(sound.Count * 2 / 5).Take(12), .. sound.Skip(sound.Count / 3).Take(1)];
        var source = _folder.File("lossy.ts");
        await File.WriteAllBytesAsync(source, [.. packets.Where(one => !lost.Contains(one)).SelectMany(one => one)], Cancellation);
        await CheckAsync(Request(source), "encode", frames: 30, damaged: true);
    }

    [Fact]
    public void A_proof_that_looked_at_nothing_neither_passes_nor_is_without_words()
    {
        var nothing = new ProofReport([], 0, TimeSpan.Zero);
        Assert.Equal((false, false, "nothing was looked at"), (nothing.Passed, nothing.FailsOnlyBy("sound"), nothing.Failures));
        var wordless = nothing with { Checks = [new ProofCheck("sound", false, ""), new ProofCheck("frames", true, "all")] };
        Assert.Equal((false, true, "sound: not as planned"), (wordless.Passed, wordless.FailsOnlyBy("sound"), wordless.Failures));
        Assert.Equal("why", CutMade.Not("why").Problem);
    }

    private async Task CheckAsync(CutRequest request, string audio, int frames, bool damaged = false)
    {
        using var scratch = _cutting.Get<ScratchSpace>().Open();
        var plan = await _cutting.Cutter.PlanAsync(request, scratch, Cancellation);
        var cut = await _cutting.Cutter.CutAsync(request, null, Cancellation);
        Agreement.Ensure(plan, cut);
        Assert.True(cut is { Mode: "smart", Discarded: false }, cut.Reason);
        Assert.True(cut.Audio == audio, cut.Reason);
        Assert.True(cut.Proof.Passed, cut.Proof.Failures);
        Assert.True(cut.MiddleFrames >= frames, $"only {cut.MiddleFrames} frames were copied");
        if (plan.Bumpers.Count == 0)
        {
            var seen = await ClipComparison.OfAsync(plan, cut.Output, damaged);
            Assert.Equal(("", true, cut.Frames), (seen.Complaints, seen.DecodingTimesRise, seen.Similarity.Count));
            Assert.All(seen.Similarity.Skip((int)cut.HeadFrames).Take((int)cut.MiddleFrames), similarity => Assert.Equal(ClipComparison.Equal, similarity));
            Assert.All(seen.SoundOffsetsMs, offset => Assert.Equal(0, offset, 1.0));
        }
    }

    private CutRequest Request(string source) => new()
    {
        Source = source,
        Output = _folder.File("out.mp4"),
        Start = TimeSpan.FromSeconds(1.37),
        End = TimeSpan.FromSeconds(7.11),
        Fade = TimeSpan.FromSeconds(0.5),
    };
}
