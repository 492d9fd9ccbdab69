namespace Reelway.Media.Tests;

/// <summary>What a proof takes of our own memory does not grow with the recording.</summary>
public sealed class FlatMemoryTests : IDisposable
{
    /// <summary>The long recording is the short one so many times over: 7200 frames.</summary>
    private const int Times = 20;

    private readonly TempFolder _folder = new();
    private readonly Cutting _cutting;

    public FlatMemoryTests() => _cutting = new Cutting(_folder.Options);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cutting.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Comparing_a_long_clip_with_its_recording_takes_no_more_memory_than_a_short_one()
    {
        var source = await Corpus.GetAsync("noaudio.mp4", Cancellation);
        await Clips.FfmpegAsync("-stream_loop", $"{Times - 1}", "-i", source, "-c", "copy", _folder.File("long.mp4"));
        var (shortFrames, shortBytes) = await CompareAsync(source, 12);
        var (longFrames, longBytes) = await CompareAsync(_folder.File("long.mp4"), 12 * Times);
        Assert.True(longFrames > 20 * shortFrames, $"{longFrames} and {shortFrames} frames were compared");

        // One list of the packets would have 32 bytes for each, 230 KB.
        Assert.InRange(longBytes, 0, shortBytes + 100_000);
    }

    private async Task<(long Frames, long Bytes)> CompareAsync(string source, double seconds)
    {
        var request = new CutRequest
        {
            Source = source,
            Output = _folder.File("out.mp4"),
            Start = TimeSpan.FromSeconds(1.37),
            End = TimeSpan.FromSeconds(seconds - 1.37),
            Fade = TimeSpan.FromSeconds(0.5),
        };
        Assert.Equal("smart", (await _cutting.Cutter.CutAsync(request, null, Cancellation)).Mode);
        var plan = await _cutting.Cutter.PlanAsync(request, Cancellation);
        await using var clip = File.OpenRead(request.Output);
        Compare(plan, clip);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var count = Compare(plan, clip);
        return (count, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>On this thread alone, whose memory is counted.</summary>
    private static long Compare(CutPlan plan, FileStream clip)
    {
        using var source = IndexedPackets.Open(plan, plan.Smart!, [], Cancellation);
        var index = new ClipIndex(clip.SafeFileHandle, SampleTable.ReadAll(clip), Mp4Layout.Read(clip)!.Video!);
        var (frames, middle, count) = FrameProof.Check(plan, plan.Smart!, source!, index, new DamageNotes("picture"), Cancellation);
        Assert.True(frames.Passed && middle.Passed, frames.Detail + middle.Detail);
        return count;
    }
}
