namespace Reelway.Media.Tests;

/// <summary>Real cuts of HDR pictures, as phones record them.</summary>
public sealed class ToneMapTests : IDisposable
{
    private const string Pattern = "testsrc2=s=160x90:r=25:d=3";

    private readonly TempFolder _folder = new();
    private readonly Cutting _cutting;

    public ToneMapTests() => _cutting = new Cutting(_folder.Options);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cutting.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("arib-std-b67", "HLG")]
    [InlineData("smpte2084", "PQ")]
    public async Task An_HDR_picture_becomes_BT709_looks_as_it_did_and_the_clip_says_so(string transfer, string kind)
    {
        var request = Request(await MakeAsync(transfer, "libx265", "yuv420p10le"));
        var note = $"The HDR picture ({kind}) is tone-mapped to BT.709, so that every player shows it right.";
        Assert.Equal(note, Assert.Single((await _cutting.Cutter.PlanAsync(request, Cancellation)).Notes));
        var result = await _cutting.Cutter.CutAsync(request, null, Cancellation);
        Assert.Equal(note, Assert.Single(result.Notes));

        var picture = (await _cutting.Probe.ProbeAsync(result.Output, Cancellation)).Video[0];
        Assert.Equal(("h264", "yuv420p", new ColourTags("tv", "bt709", "bt709", "bt709")), (picture.Codec, picture.PixelFormat, picture.Colours));

        // Left as it is, the pattern differs from what it was before it became HDR by 23 in HLG and 36 in PQ; tone-mapped by 16 and 18.
        await Clips.FfmpegAsync("-f", "lavfi", "-i", Pattern, "-vf", "scale=out_color_matrix=bt709:out_range=tv", "-c:v", "libx264", "-qp", "0", "-pix_fmt", "yuv420p", _folder.File("before.mp4"));
        var before = await ClipMeter.DecodeAsync(_folder.File("before.mp4"), 160, 90, _folder, hasSound: false);
        var after = await ClipMeter.DecodeAsync(result.Output, 160, 90, _folder, hasSound: false);
        Assert.Equal(before.Luma[30], after.Luma[30 - 13], 6.0);
        Assert.True(ClipMeter.Difference(before.Frames[30], after.Frames[30 - 13]) < 20);
    }

    [Fact]
    public async Task An_HDR_picture_in_8_bits_is_not_copied_and_a_poster_of_it_is_no_paler_than_one_of_its_clip()
    {
        var request = Request(await MakeAsync("arib-std-b67", "libx264", "yuv420p"));
        var result = await _cutting.Cutter.CutAsync(request, null, Cancellation);
        Assert.Equal("full", result.Mode);
        Assert.StartsWith("the picture is HDR, which does not play everywhere", result.Reason, StringComparison.Ordinal);

        var posters = _cutting.Get<PosterMaker>();
        var recording = await posters.MakeAsync(new PosterRequest { Source = request.Source, Output = _folder.File("one.jpg"), Start = request.Start, End = request.End }, Cancellation);
        var clip = await posters.MakeAsync(new PosterRequest { Source = result.Output, Output = _folder.File("two.jpg") }, Cancellation);
        Assert.Equal(clip.Brightness, recording.Brightness, 0.08);
    }

    [Fact]
    public void An_ffmpeg_without_the_filters_leaves_the_picture_and_its_marks_and_says_so()
    {
        var video = new VideoTrack
        {
            Index = 0,
            Codec = "hevc",
            Width = 160,
            Height = 90,
            FrameRate = new Rational(25, 1),
            TimeBase = new Rational(1, 600),
            Rotation = 0,
            ReorderDepth = 0,
            Colours = new ColourTags("tv", "bt2020nc", "arib-std-b67", "bt2020"),
        };
        Assert.StartsWith("The HDR picture (HLG) stays one, in 8 bits, and looks pale", ToneMap.Words(video, isMapped: false), StringComparison.Ordinal);
        Assert.Null(ToneMap.Words(video with { Colours = ToneMap.Result }, isMapped: false));
        Assert.Contains("zscale=tin=arib-std-b67:t=linear", ToneMap.Filters(video), StringComparison.Ordinal);
        Assert.Contains(":pin=bt2020:min=bt2020nc:rin=tv", ToneMap.Filters(video with { Colours = new ColourTags(Transfer: "arib-std-b67") }), StringComparison.Ordinal);
    }

    private async Task<string> MakeAsync(string transfer, string codec, string format)
    {
        var source = _folder.File("hdr.mov");
        string[] pools = codec == "libx265" ? ["-x265-params", "log-level=error:pools=1"] : [];
        await Clips.FfmpegAsync(
            [
                "-f", "lavfi", "-i", Pattern, "-vf",
                "scale=out_color_matrix=bt709:out_range=tv,format=yuv444p,setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv,zscale=t=linear:npl=203,format=gbrpf32le,"
                    + $"zscale=p=bt2020:t={transfer}:m=bt2020nc:r=tv:npl=203,format={format}",
                "-c:v", codec, "-preset", "ultrafast", .. pools, "-color_primaries", "bt2020", "-color_trc", transfer, "-colorspace", "bt2020nc", "-color_range", "tv", source,
            ]);
        return source;
    }

    private CutRequest Request(string source) => new()
    {
        Source = source,
        Output = _folder.File("out.mp4"),
        Start = TimeSpan.FromSeconds(0.52),
        End = TimeSpan.FromSeconds(2.52),
        Fade = TimeSpan.FromSeconds(0.3),
    };
}
