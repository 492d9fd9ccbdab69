namespace Reelway.Media.Tests;

/// <summary>Any cut of any class of source is right, or a full render; never wrong.</summary>
public sealed class AnyCutTests : IDisposable
{
    private static readonly string[] Classes =
        ["closed.mp4", "closed.mkv", "offset.mp4", "editlist.mp4", "camera60.mov", "vfr.mp4", "ntsc.mp4", "nobframes.mp4", "mixedgop.mp4", "opengop.mp4", "mono44.mp4"];

    private readonly TempFolder _folder = new();
    private readonly Cutting _cutting;

    public AnyCutTests() => _cutting = new Cutting(_folder.Options);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cutting.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Any_cut_of_any_class_is_right_or_a_full_render()
    {
        // A new seed each day of a soak would find more; the same one finds the same again, and the message names the case.
        var random = new Random(20240611);
        var rounds = Environment.GetEnvironmentVariable("REELWAY_SOAK") == "1" ? 150 : 8;
        for (var round = 0; round < rounds; round++)
        {
            var name = Classes[random.Next(Classes.Length)];
            var start = random.NextDouble() * 7;
            var request = new CutRequest
            {
                Source = await Corpus.GetAsync(name, Cancellation),
                Output = _folder.File("out.mp4"),
                Start = TimeSpan.FromSeconds(start),
                End = TimeSpan.FromSeconds(start + 0.2 + (random.NextDouble() * (10 - start))),
                Fade = random.Next(3) == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(random.NextDouble() * 1.5),
            };
            await CheckAsync(request, $"{name} {request.Start} to {request.End}, fade {request.Fade}");
        }
    }

    private async Task CheckAsync(CutRequest request, string which)
    {
        var plan = await _cutting.Cutter.PlanAsync(request, Cancellation);
        var result = await _cutting.Cutter.CutAsync(request, null, Cancellation);
        Assert.True(result.Proof.Passed, $"{which}: {result.Proof.Failures}");
        Agreement.Ensure(plan, result);
        var seen = await ClipComparison.OfAsync(plan, result.Output);
        Assert.True(seen is { Complaints: "", DecodingTimesRise: true }, $"{which}: {seen.Complaints}");
        Assert.True(seen.Similarity.Count == result.Frames, $"{which}: {seen.Similarity.Count} frames instead of {result.Frames}");
        Assert.True(seen.Similarity.Average(similarity => Math.Min(1, similarity)) >= 0.97, $"{which}, {result.Mode}: {seen.Similarity.Min()}");
        if (result.Mode == "smart")
        {
            var middle = seen.Similarity.Skip((int)result.HeadFrames).Take((int)result.MiddleFrames);
            Assert.True(middle.All(double.IsPositiveInfinity), $"{which}: the copied part differs");
        }
    }
}
