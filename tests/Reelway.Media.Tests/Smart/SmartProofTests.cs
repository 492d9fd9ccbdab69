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

    [Theory]
    [InlineData("a byte of a copied packet", "middle")]
    [InlineData("a byte of a parameter set in the copied part", "middle")]
    [InlineData("two packets change places", "middle")]
    [InlineData("a frame is shown later", "frames")]
    [InlineData("a frame is decoded later", "frames")]
    [InlineData("the index has fewer packets", "frames")]
    [InlineData("the index has more packets", "frames")]
    [InlineData("the picture waits at the beginning", "frames")]
    [InlineData("the second half of the file is missing", "frames")]
    [InlineData("a byte of an encoded packet at the join", "decode")]
    public async Task Damage_is_found(string damage, string check)
    {
        var spoiled = clip.Request with { Output = _folder.File("spoiled.mp4") };
        await File.WriteAllBytesAsync(spoiled.Output, await DamagedAsync(damage), Cancellation);
        var report = await clip.ProveAsync(spoiled, Cancellation);
        Assert.Contains(check, Failed(report));
    }

    [Fact]
    public async Task A_dropped_packet_is_found_and_so_is_one_too_many()
    {
        var spoiled = clip.Request with { Output = _folder.File("spoiled.mp4") };
        await Clips.FfmpegAsync("-i", clip.Request.Output, "-c", "copy", "-bsf:v", "noise=drop='eq(n,120)'", "-movflags", "+faststart", spoiled.Output);
        Assert.Superset(new HashSet<string> { "frames", "middle" }, Failed(await clip.ProveAsync(spoiled, Cancellation)).ToHashSet());
        Assert.Contains("frames", Failed(await clip.ProveAsync(clip.Request with { End = clip.Request.End - TimeSpan.FromSeconds(1 / 30.0) }, Cancellation)));
    }

    [Fact]
    public async Task A_clip_whose_index_is_cut_off_is_no_video()
    {
        var bytes = await File.ReadAllBytesAsync(clip.Request.Output, Cancellation);
        var spoiled = clip.Request with { Output = _folder.File("spoiled.mp4") };
        await File.WriteAllBytesAsync(spoiled.Output, bytes[..(Table(bytes, "stsz") + 400)], Cancellation);
        await Assert.ThrowsAsync<MediaException>(() => clip.ProveAsync(spoiled, Cancellation));
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

    private async Task<byte[]> DamagedAsync(string damage)
    {
        var bytes = await File.ReadAllBytesAsync(clip.Request.Output, Cancellation);
        await using var file = File.OpenRead(clip.Request.Output);
        var samples = SampleTable.ReadAll(file)[0]!.Samples(file.SafeFileHandle).ToList();
        var middle = samples.FindIndex(clip.HeadFrames, sample => bytes[sample.Place + 4] == 0x67);
        switch (damage)
        {
            case "a byte of a copied packet":
                bytes[samples[middle + 1].Place + samples[middle + 1].Size - 1] ^= 0x10;
                break;
            case "a byte of a parameter set in the copied part":
                bytes[samples[middle].Place + 10] ^= 0x01;
                break;
            case "two packets change places":
                var (one, other) = (Entry("stsz", 12 + (4 * (middle + 1))), Entry("stsz", 12 + (4 * (middle + 2))));
                (bytes[one + 3], bytes[other + 3]) = (bytes[other + 3], bytes[one + 3]);
                break;
            case "a frame is shown later":
                bytes[Entry("ctts", 8 + (8 * 100) + 4) + 2] += 2;
                break;
            case "a frame is decoded later":
                bytes[Entry("stts", 8 + 4) + 2] += 1;
                break;
            case "the index has fewer packets":
                bytes[Entry("stsz", 8) + 3]--;
                break;
            case "the index has more packets":
                bytes[Entry("stsz", 8) + 3]++;
                break;
            case "the picture waits at the beginning":
                bytes[Table(bytes, "elst") + 4 + 12 + 2] += 1;
                break;
            case "the second half of the file is missing":
                return bytes[..(bytes.Length / 2)];
            case "a byte of an encoded packet at the join":
                bytes.AsSpan((int)samples[clip.HeadFrames - 1].Place + 4, samples[clip.HeadFrames - 1].Size - 4).Clear();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(damage), damage, "no such damage");
        }

        return bytes;

        int Entry(string type, int at) => Table(bytes, type) + 4 + at;
    }

    /// <summary>Where the four letters of a table stand; the index stands first.</summary>
    private static int Table(byte[] bytes, string type) => bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(type));

    private static IEnumerable<string> Failed(ProofReport report) => report.Checks.Where(check => !check.Passed).Select(check => check.Name);
}
