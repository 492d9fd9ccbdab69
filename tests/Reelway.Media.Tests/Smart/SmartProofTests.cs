namespace Reelway.Media.Tests;

/// <summary>The proof finds what is wrong with a clip, also where every player would play it.</summary>
public sealed class SmartProofTests(SmartClip clip) : IClassFixture<SmartClip>, IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_good_clip_passes_and_one_of_other_times_does_not()
    {
        var request = clip.Request;
        Assert.True((await clip.ProveAsync(request, Cancellation)).Passed);
        var late = await clip.ProveAsync(request with { Start = request.Start + TimeSpan.FromSeconds(0.2) }, Cancellation);
        Assert.Contains("frames", Failed(late));
    }

    [Fact]
    public async Task One_changed_bit_in_the_copied_part_is_found()
    {
        var bytes = await File.ReadAllBytesAsync(clip.Request.Output, Cancellation);
        bytes[bytes.Length / 2] ^= 0x10;
        var spoiled = clip.Request with { Output = _folder.File("spoiled.mp4") };
        await File.WriteAllBytesAsync(spoiled.Output, bytes, Cancellation);
        var report = await clip.ProveAsync(spoiled, Cancellation);
        Assert.False(report.Passed);
        Assert.Contains("middle", Failed(report));
    }

    [Fact]
    public async Task The_index_stands_first_and_has_the_parameter_sets_of_both()
    {
        // A decoder that ignores the sets within the stream, as many in televisions do, would show rubbish from the first join on.
        await using var content = File.OpenRead(clip.Request.Output);
        var layout = Mp4Layout.Read(content)!;
        Assert.Equal((2, 2), (layout.Video!.Sequence.Count, layout.Video.Picture.Count));
        Assert.Equal([0, 0, 7, 7], layout.Video.Ids.Order());
        Assert.Equal((true, 1), (layout.IndexIsFirst, layout.VideoEntries));
    }

    [Fact]
    public async Task A_join_that_does_not_fit_is_thrown_away_and_the_clip_encoded_in_full()
    {
        using var spoiled = new Cutting(new MediaOptions { Folder = _folder.File("media"), Encoders = 2, Preset = "ultrafast", Ffmpeg = SpoilingFfmpeg.WriteTo(_folder) });
        using var counted = new DiscardCount();
        var result = await spoiled.Cutter.CutAsync(clip.Request with { Output = _folder.File("out.mp4") }, null, Cancellation);
        Assert.Equal(1, counted.Seen);
        Assert.Equal(("full", true), (result.Mode, result.Discarded));
        Assert.Contains("did not pass its proof", result.Reason, StringComparison.Ordinal);
        Assert.True(result.Proof.Passed);
        Assert.Equal(["ffmpeg", "out.mp4"], _folder.Names());
    }

    private static IEnumerable<string> Failed(ProofReport report) => report.Checks.Where(check => !check.Passed).Select(check => check.Name);
}
