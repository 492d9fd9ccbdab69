using System.Globalization;

namespace Reelway.Media.Tests;

/// <summary>Recordings whose clock begins again on the way, as after a restart of the recorder.</summary>
public sealed class ClockRestartTests : IDisposable
{
    /// <summary>Of every piece: white and a tone from 2 s on, for 0.2 s. It lasts 4 s.</summary>
    private const string Piece =
        "-f lavfi -i testsrc2=s=160x90:r=25:d=4,drawbox=w=iw:h=ih:color=white:t=fill:enable='gte(t\\,2)*lt(t\\,2.2)' "
        + "-f lavfi -i aevalsrc='0.9*sin(2*PI*997*t)*gte(t\\,2)*lt(t\\,2.2)':s=48000:d=4 -pix_fmt yuv420p -g 25 ";

    private const string H264 = "-c:v libx264 -preset ultrafast -bf 2 -c:a aac -f mpegts ";
    private const string Mpeg2 = "-c:v mpeg2video -q:v 4 -bf 2 -c:a mp2 -f mpegts ";

    private const string Flash = "-c:v libx264 -preset ultrafast -bf 2 -c:a aac -f flv ";

    /// <summary>A file's own header, before its first packet.</summary>
    private const int FlashHeader = 13;

    private readonly TempFolder _folder = new();
    private readonly Cutting _cutting;

    public ClockRestartTests() => _cutting = new Cutting(_folder.Options);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cutting.Dispose();
        _folder.Dispose();
    }

    /// <summary>The offsets are those of the pieces' clocks, in seconds; 95441.7 s is 2 s before the clock of 33 bits starts over.</summary>
    [Theory]
    [InlineData(H264, "smart", 0.0, 0.0)]
    [InlineData(H264, "smart", 0.0, 3600.0)]
    [InlineData(H264, "smart", 3600.0, 0.0, 50.0)]
    [InlineData(H264, "smart", 95441.7, 0.0)]
    [InlineData(Mpeg2, "full", 0.0, 0.0)]
    [InlineData(Flash, "smart", 0.0, 0.0)]
    [InlineData(Flash, "smart", 0.0, 7200.0, 0.0)]
    public async Task Every_frame_is_there_to_the_end_and_the_sound_stays_with_the_picture(string coding, string mode, params double[] clocks)
    {
        var source = await MakeAsync(coding, clocks);
        var seconds = 4 * clocks.Length;
        var result = await _cutting.Cutter.CutAsync(Request(source, start: 0.6, end: null, fade: 0.3), null, Cancellation);
        Assert.True(result.Mode == mode, result.Reason);
        Assert.Equal(seconds - 0.6, result.DurationSeconds, 0.12);
        Assert.InRange(result.Frames, (25 * seconds) - 18, (25 * seconds) - 13);

        var clip = await ClipMeter.DecodeAsync(result.Output, 160, 90, _folder);
        var shown = await Clips.RunAsync("ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "frame=best_effort_timestamp_time", "-of", "csv=p=0", result.Output);
        var times = shown.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line.Trim(','), CultureInfo.InvariantCulture));
        var flashes = Onsets(times.Zip(clip.Luma), 200);
        var tones = Onsets(clip.Sound.Select((sample, place) => (place / (double)ClipMeter.SampleRate, Math.Abs((double)sample))), 3000);
        Assert.Equal(clocks.Length, flashes.Count);
        Assert.Equal(clocks.Length, tones.Count);
        Assert.All(flashes.Zip(tones), pair => Assert.Equal(pair.First, pair.Second, 0.06));
    }

    [Theory]
    [InlineData(5.0, 7.5)]
    [InlineData(3.6, 7.0)]
    [InlineData(1.0, 4.3)]
    public async Task An_end_behind_the_restart_is_there_and_so_are_fades_across_it(double start, double end)
    {
        var result = await _cutting.Cutter.CutAsync(Request(await MakeAsync(H264, [0, 0]), start, end, fade: 0.5), null, Cancellation);
        Assert.Equal(end - start, result.DurationSeconds, 0.06);
        Assert.True(result.Proof.Passed, result.Proof.Failures);
    }

    [Fact]
    public async Task Sentences_name_the_recording_and_the_length_that_it_really_has()
    {
        var source = await MakeAsync(H264, [0, 3600]);
        var fault = await Assert.ThrowsAsync<MediaException>(() => _cutting.Cutter.PlanAsync(Request(source, 1, 60, 0), Cancellation));
        Assert.StartsWith("The end at 0:01:00 lies beyond recorder.ts, which ends at 0:00:08", fault.Message, StringComparison.Ordinal);
    }

    private async Task<string> MakeAsync(string coding, double[] clocks)
    {
        var source = _folder.File("recorder.ts");
        await using var whole = File.Create(source);
        foreach (var clock in clocks)
        {
            var piece = _folder.File("piece.ts");
            await Clips.FfmpegAsync([.. (Piece + coding).Split(' ', StringSplitOptions.RemoveEmptyEntries), "-output_ts_offset", clock.ToString(CultureInfo.InvariantCulture), piece]);
            await using var bytes = File.OpenRead(piece);
            bytes.Position = coding == Flash && whole.Length > 0 ? FlashHeader : 0;
            await bytes.CopyToAsync(whole, Cancellation);
        }

        return source;
    }

    /// <summary>When the level rises above the limit, in seconds; a rise within a quarter of a second belongs to the one before.</summary>
    private static List<double> Onsets(IEnumerable<(double At, double Level)> levels, double limit)
    {
        var (onsets, last) = (new List<double>(), double.NegativeInfinity);
        foreach (var (at, level) in levels.Where(one => one.Level > limit))
        {
            if (at - last > 0.25)
            {
                onsets.Add(at);
            }

            last = at;
        }

        return onsets;
    }

    private CutRequest Request(string source, double start, double? end, double fade) => new()
    {
        Source = source,
        Output = _folder.File("out.mp4"),
        Start = TimeSpan.FromSeconds(start),
        End = end is { } known ? TimeSpan.FromSeconds(known) : null,
        Fade = TimeSpan.FromSeconds(fade),
    };
}
