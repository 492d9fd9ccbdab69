using System.Globalization;

namespace Reelway.Media.Tests;

/// <summary>Real cuts of recordings with several pictures and sounds.</summary>
public sealed class TrackCutTests : IDisposable
{
    /// <summary>A picture without any detail and silence, both switched off, before those that are marked as default.</summary>
    private const string TwoOfEach =
        "-f lavfi -i color=blue:s=160x90:r=25 -f lavfi -i testsrc2=s=192x108:r=25 -f lavfi -i anullsrc=r=48000:cl=stereo -f lavfi -i sine=f=300:r=48000 -t 8 "
        + "-map 0:v -map 1:v -map 2:a -map 3:a -c:v libx264 -preset ultrafast -bf 2 -g 25 -pix_fmt yuv420p -c:a aac -ac 2 "
        + "-disposition:v:0 0 -disposition:v:1 default -disposition:a:0 0 -disposition:a:1 default";

    private readonly TempFolder _folder = new();
    private readonly Cutting _cutting;

    public TrackCutTests() => _cutting = new Cutting(_folder.Options);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cutting.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("two.mp4", MediaAudio.Auto)]
    [InlineData("two.mp4", MediaAudio.Encode)]
    [InlineData("two.mkv", MediaAudio.Auto)]
    [InlineData("two.ts", MediaAudio.Auto)]
    public async Task The_marked_picture_and_sound_are_copied_and_proved_and_the_sound_is_the_clips_default(string name, MediaAudio audio)
    {
        // A transport stream has no such marks: there it is asked for.
        var asked = name == "two.ts" ? 2 : (int?)null;
        var request = Request(await MakeAsync(name, TwoOfEach)) with { PictureTrack = asked, SoundTrack = asked, Audio = audio };
        var result = await _cutting.Cutter.CutAsync(request, null, Cancellation);
        Assert.True(result.Mode == "smart", result.Reason);
        Assert.True(result.Proof.Passed, result.Proof.Failures);
        Assert.Equal((2, 2, null), (result.Choice.Picture, result.Choice.Sound, result.Choice.Warning));

        var clip = await _cutting.Probe.ProbeAsync(result.Output, Cancellation);
        Assert.Equal((192, 108), (Assert.Single(clip.Video).Width, clip.Video[0].Height));
        Assert.Equal([true, false], clip.Audio.Select(track => track.IsDefault));
        Assert.True(await LoudestAsync(result.Output, 0) > -40);
        Assert.True(await LoudestAsync(result.Output, 1) < -80);
        Assert.True((await _cutting.Get<ClipProver>().ProveAsync(request, Cancellation)).Passed);
    }

    [Fact]
    public async Task A_full_render_and_a_poster_use_the_same_picture_and_cover_art_is_never_one()
    {
        var two = await MakeAsync("two.mp4", TwoOfEach);
        var source = _folder.File("cover.mp4");
        await Clips.FfmpegAsync("-f", "lavfi", "-i", "testsrc=s=400x400:d=1", "-frames:v", "1", _folder.File("cover.png"));
        await Clips.FfmpegAsync(
            "-i", _folder.File("cover.png"), "-i", two, "-map", "0", "-map", "1", "-c", "copy", "-disposition:v:0", "attached_pic", "-disposition:v:1", "0", "-disposition:v:2", "default", source);
        var result = await _cutting.Cutter.CutAsync(Request(source) with { Render = MediaRender.Full }, null, Cancellation);
        Assert.Equal((2, 2), (result.Choice.Picture, result.Choice.Sound));
        Assert.Equal(192, Assert.Single((await _cutting.Probe.ProbeAsync(result.Output, Cancellation)).Video).Width);

        var poster = await _cutting.Get<PosterMaker>().MakeAsync(new PosterRequest { Source = source, Output = _folder.File("poster.jpg") }, Cancellation);
        Assert.Equal((192, null), (poster.Width, poster.Remark));
        poster = await _cutting.Get<PosterMaker>().MakeAsync(new PosterRequest { Source = source, Output = _folder.File("poster.jpg"), PictureTrack = 1 }, Cancellation);
        Assert.Equal(160, poster.Width);
    }

    [Fact]
    public async Task A_cameras_clip_has_the_microphone_alone_at_the_loudness_asked_for()
    {
        var source = await MakeAsync(
            "camera.mxf",
            "-f lavfi -i testsrc2=s=160x90:r=25:d=6 -f lavfi -i sine=f=300:r=48000:d=6 -filter_complex [1:a]asplit=3[m0][m][m2];[m0]volume=0[a0];[m2]volume=0[a2] "
            + "-map 0:v -map [a0] -map [m] -map [a2] -c:v mpeg2video -pix_fmt yuv420p -c:a pcm_s16le -ac 1");
        var request = Request(source) with { Loudness = MediaLoudness.Normalise };
        var plan = await _cutting.Cutter.PlanAsync(request, Cancellation);
        Assert.Contains("sound 2 of 3 (pcm_s16le, mono): the first that is not silent", plan.Choice.Reason, StringComparison.Ordinal);

        var result = await _cutting.Cutter.CutAsync(request, null, Cancellation);
        Assert.Single((await _cutting.Probe.ProbeAsync(result.Output, Cancellation)).Audio);
        Assert.InRange((await Meter.OfAsync(result.Output)).Loudness, -17, -15);
    }

    private async Task<string> MakeAsync(string name, string recipe)
    {
        await Clips.FfmpegAsync([.. recipe.Split(' '), _folder.File(name)]);
        return _folder.File(name);
    }

    private static async Task<double> LoudestAsync(string clip, int track)
    {
        var result = await Clips.RunAsync("ffmpeg", "-nostdin", "-i", clip, "-map", $"0:a:{track}", "-af", "volumedetect", "-f", "null", "-");
        var words = result.ErrorTail[(result.ErrorTail.LastIndexOf("max_volume: ", StringComparison.Ordinal) + 12)..];
        return double.Parse(words[..words.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
    }

    private CutRequest Request(string source) => new()
    {
        Source = source,
        Output = _folder.File("out.mp4"),
        Start = TimeSpan.FromSeconds(1),
        End = TimeSpan.FromSeconds(5.5),
        Fade = TimeSpan.FromSeconds(0.3),
    };
}
