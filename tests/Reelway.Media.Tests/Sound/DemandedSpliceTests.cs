namespace Reelway.Media.Tests;

/// <summary>Whoever demands spliced sound gets it, or no clip at all.</summary>
public sealed class DemandedSpliceTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Cutting _cutting;

    public DemandedSpliceTests() => _cutting = new Cutting(_folder.Options);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cutting.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("closed.mp4", MediaRender.Auto, "splice")]
    [InlineData("noaudio.mp4", MediaRender.Full, "none")]
    public async Task Where_it_is_possible_or_there_is_no_sound_the_clip_is_made(string name, MediaRender render, string audio)
    {
        var result = await _cutting.Cutter.CutAsync(await RequestAsync(name) with { Render = render }, null, Cancellation);
        Assert.Equal(audio, result.Audio);

        // Nobody asked for it.
        Assert.Null(result.Loudness);
    }

    [Theory]
    [InlineData("closed.mkv", "its times are not counted in samples")]
    [InlineData("camera60.mov", "pcm_s16le")]
    [InlineData("hevc.mp4", "hevc")]
    public async Task Where_it_is_not_the_cut_is_refused_before_anything_is_made(string name, string reason)
    {
        var request = await RequestAsync(name);
        var plan = await _cutting.Cutter.PlanAsync(request, Cancellation);
        var fault = await Assert.ThrowsAsync<MediaException>(() => _cutting.Cutter.CutAsync(request, null, Cancellation));
        Assert.Equal(MediaFaultKind.BadSetting, fault.Kind);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.Contains("media.audio", fault.Message, StringComparison.Ordinal);
        Assert.Equal(plan.Refusal, fault.Message);
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public async Task Sound_whose_loudness_has_to_change_is_refused()
    {
        var request = await RequestAsync("closed.mp4") with { Loudness = MediaLoudness.Normalise };
        var fault = await Assert.ThrowsAsync<MediaException>(() => _cutting.Cutter.CutAsync(request, null, Cancellation));
        Assert.Equal(MediaFaultKind.BadSetting, fault.Kind);
        Assert.Contains("its loudness is changed", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public async Task A_hole_that_no_plan_sees_is_refused_when_it_is_met()
    {
        var fault = await Assert.ThrowsAsync<MediaException>(async () => await _cutting.Cutter.CutAsync(await RequestAsync("hole.mp4"), null, Cancellation));
        Assert.Equal(MediaFaultKind.BadSetting, fault.Kind);
        Assert.Contains("packets are missing", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public async Task A_splice_that_does_not_pass_its_proof_is_refused_as_well()
    {
        // Without the demand, everything would be encoded now.
        using var spoiled = new Cutting(new MediaOptions { Folder = _folder.File("media"), Encoders = 2, Ffmpeg = SpoilingFfmpeg.WriteTo(_folder) });
        var request = await RequestAsync("closed.mp4");
        var fault = await Assert.ThrowsAsync<MediaException>(() => spoiled.Cutter.CutAsync(request, null, Cancellation));
        Assert.Equal(MediaFaultKind.BadSetting, fault.Kind);
        Assert.Contains("did not pass its proof", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["ffmpeg"], _folder.Names());
    }

    private async Task<CutRequest> RequestAsync(string name) => new()
    {
        Source = await Corpus.GetAsync(name, Cancellation),
        Output = _folder.File("out.mp4"),
        Start = TimeSpan.FromSeconds(1.37),
        End = TimeSpan.FromSeconds(8.5),
        Fade = TimeSpan.FromSeconds(0.5),
        Audio = MediaAudio.Splice,
    };
}
