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
