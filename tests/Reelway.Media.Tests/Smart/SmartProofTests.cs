namespace Reelway.Media.Tests;

/// <summary>The proof finds what is wrong with a clip, also where every player would play it.</summary>
public sealed class SmartProofTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Cutting _cutting;

    public SmartProofTests() => _cutting = new Cutting(_folder.Options);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cutting.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_good_clip_passes_and_one_of_other_times_does_not()
    {
        var request = await CutAsync();
        var prover = _cutting.Get<ClipProver>();
        Assert.True((await prover.ProveAsync(request, Cancellation)).Passed);
        var late = await prover.ProveAsync(request with { Start = request.Start + TimeSpan.FromSeconds(0.2) }, Cancellation);
        Assert.Contains("frames", Failed(late));
    }

    [Fact]
    public async Task One_changed_bit_in_the_copied_part_is_found()
    {
        var request = await CutAsync();
        var bytes = await File.ReadAllBytesAsync(request.Output, Cancellation);
        bytes[bytes.Length / 2] ^= 0x10;
        await File.WriteAllBytesAsync(request.Output, bytes, Cancellation);
        var report = await _cutting.Get<ClipProver>().ProveAsync(request with { Audio = MediaAudio.Encode }, Cancellation);
        Assert.False(report.Passed);
        Assert.Contains("middle", Failed(report));
    }

    [Fact]
    public async Task The_index_stands_first_and_has_the_parameter_sets_of_both()
    {
        // A decoder that ignores the sets within the stream, as many in televisions do, would show rubbish from the first join on.
        var request = await CutAsync();
        await using var content = File.OpenRead(request.Output);
        var layout = Mp4Layout.Read(content)!;
        Assert.Equal((2, 2), (layout.Video!.Sequence.Count, layout.Video.Picture.Count));
        Assert.Equal([0, 0, 7, 7], layout.Video.Ids.Order());
        Assert.Equal((true, 1), (layout.IndexIsFirst, layout.VideoEntries));
    }

    [Fact]
    public async Task A_join_that_does_not_fit_is_thrown_away_and_the_clip_encoded_in_full()
    {
        using var spoiled = new Cutting(new MediaOptions { Folder = _folder.File("media"), Encoders = 2, Ffmpeg = SpoilingFfmpeg.WriteTo(_folder) });
        using var counted = new DiscardCount();
        var result = await spoiled.Cutter.CutAsync(await RequestAsync(), null, Cancellation);
        Assert.Equal(1, counted.Seen);
        Assert.Equal(("full", true), (result.Mode, result.Discarded));
        Assert.Contains("did not pass its proof", result.Reason, StringComparison.Ordinal);
        Assert.True(result.Proof.Passed);
        Assert.Equal(["ffmpeg", "out.mp4"], _folder.Names());
    }

    private static IEnumerable<string> Failed(ProofReport report) => report.Checks.Where(check => !check.Passed).Select(check => check.Name);

    private async Task<CutRequest> CutAsync()
    {
        var request = await RequestAsync();
        var result = await _cutting.Cutter.CutAsync(request, null, Cancellation);
        Assert.Equal("smart", result.Mode);
        return request;
    }

    private async Task<CutRequest> RequestAsync() => new()
    {
        Source = await Corpus.GetAsync("noaudio.mp4", Cancellation),
        Output = _folder.File("out.mp4"),
        Start = TimeSpan.FromSeconds(1.37),
        End = TimeSpan.FromSeconds(9.11),
        Fade = TimeSpan.FromSeconds(1),
    };
}
