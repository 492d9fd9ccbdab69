namespace Reelway.Media.Tests;

/// <summary>Whoever has nothing but a clip and its recording learns whether its sound is the recording's.</summary>
public sealed class ProvedSoundTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Cutting _cutting;

    public ProvedSoundTests() => _cutting = new Cutting(_folder.Options);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cutting.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("multiaudio.mp4")]
    [InlineData("mono44.mp4")]
    public async Task Copied_sound_is_found_compared_and_listened_to(string name)
    {
        var request = await CutAsync(name, MediaAudio.Auto, "splice");
        var report = await ProveAsync(request);
        Assert.True(report.Passed, report.Failures);
        Assert.Contains(report.Checks, check => check.Name == "sound packets" && check.Detail.Contains("bit for bit", StringComparison.Ordinal));
        Assert.Contains(report.Checks, check => check.Name == "sound" && check.Detail.Contains("the decoded sound is the recording's", StringComparison.Ordinal));

        // One byte of one packet in the middle, and two at a join.
        await SpoilAsync(request.Output, share: 0.5);
        Assert.Contains("sound packets", Failed(await ProveAsync(request)));
        request = await CutAsync(name, MediaAudio.Auto, "splice");
        await SwapAsync(request.Output, at: 75);
        Assert.Contains("sound packets", Failed(await ProveAsync(request)));
    }

    [Theory]
    [InlineData("closed.mp4", MediaRender.Auto)]
    [InlineData("closed.mp4", MediaRender.Full)]
    public async Task Encoded_sound_is_told_as_such(string name, MediaRender render)
    {
        var request = await CutAsync(name, MediaAudio.Encode, "encode", render);
        var report = await ProveAsync(request with { Audio = MediaAudio.Auto });
        Assert.True(report.Passed, report.Failures);
        Assert.Contains(report.Checks, check => check is { Name: "sound", Passed: true } && check.Detail.StartsWith("all of it was encoded", StringComparison.Ordinal));
    }

    private async Task<CutRequest> CutAsync(string name, MediaAudio audio, string made, MediaRender render = MediaRender.Auto)
    {
        var request = new CutRequest
        {
            Source = await Corpus.GetAsync(name, Cancellation),
            Output = _folder.File("out.mp4"),
            Start = TimeSpan.FromSeconds(1.37),
            End = TimeSpan.FromSeconds(8.5),
            Fade = TimeSpan.FromSeconds(0.5),
            Audio = audio,
            Render = render,
        };
        Assert.Equal(made, (await _cutting.Cutter.CutAsync(request, null, Cancellation)).Audio);
        return request;
    }

    private Task<ProofReport> ProveAsync(CutRequest request) => _cutting.Get<ClipProver>().ProveAsync(request, Cancellation);

    /// <summary>Flips a bit of the sound packet after so much of the clip.</summary>
    private static async Task SpoilAsync(string clip, double share)
    {
        await using var file = new FileStream(clip, FileMode.Open, FileAccess.ReadWrite);
        var packets = Sound(file);
        var packet = packets[(int)(packets.Count * share)];
        var bytes = new byte[1];
        file.Position = packet.Place + (packet.Size / 2);
        file.ReadExactly(bytes);
        file.Position--;
        file.WriteByte((byte)(bytes[0] ^ 4));
    }

    /// <summary>Puts silence, as long as it is, in place of a packet.</summary>
    private static async Task SwapAsync(string clip, int at)
    {
        await using var file = new FileStream(clip, FileMode.Open, FileAccess.ReadWrite);
        var packet = Sound(file)[at];
        file.Position = packet.Place;
        file.Write(new byte[packet.Size]);
    }

    private static List<IndexedSample> Sound(FileStream file)
        => [.. SampleTable.ReadAll(file).First(table => table?.Handler == "soun")!.Samples(file.SafeFileHandle)];

    private static IEnumerable<string> Failed(ProofReport report) => report.Checks.Where(check => !check.Passed).Select(check => check.Name);
}
