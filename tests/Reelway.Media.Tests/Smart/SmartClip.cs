namespace Reelway.Media.Tests;

/// <summary>One smart render for all tests that only look at it.</summary>
public sealed class SmartClip : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly Cutting _cutting;

    public SmartClip() => _cutting = new Cutting(_folder.Options);

    /// <summary>What was asked for; the clip lies at <see cref="CutRequest.Output"/>.</summary>
    public CutRequest Request { get; private set; } = null!;

    /// <summary>Frames before its copied part.</summary>
    public int HeadFrames { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        Request = new CutRequest
        {
            Source = await Corpus.GetAsync("noaudio.mp4", cancellation),
            Output = _folder.File("out.mp4"),
            Start = TimeSpan.FromSeconds(1.37),
            End = TimeSpan.FromSeconds(9.11),
            Fade = TimeSpan.FromSeconds(1),
        };
        var result = await _cutting.Cutter.CutAsync(Request, null, cancellation);
        Assert.Equal("smart", result.Mode);
        HeadFrames = (int)result.HeadFrames;
    }

    public Task<ProofReport> ProveAsync(CutRequest request, CancellationToken cancellation) => _cutting.Get<ClipProver>().ProveAsync(request, cancellation);

    public ValueTask DisposeAsync()
    {
        _cutting.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
