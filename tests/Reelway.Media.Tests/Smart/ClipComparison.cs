using System.Globalization;
using System.Text.RegularExpressions;

namespace Reelway.Media.Tests;

/// <summary>Decodes a clip and its recording, fades the recording as an ideal render would, and compares frame by frame and sample by sample.</summary>
internal sealed partial record ClipComparison(IReadOnlyList<double> Similarity, double SoundOffsetMs)
{
    private const int SampleRate = 48000;

    /// <summary>Frames that are exactly equal have this similarity.</summary>
    public const double Equal = double.PositiveInfinity;

    public static async Task<ClipComparison> OfAsync(CutPlan plan, string clip, TempFolder folder)
        => new(await PictureAsync(plan, clip, folder), plan.Source.Audio.Count == 0 ? 0 : await SoundAsync(plan, clip, folder));

    /// <summary>Structural similarity of each frame to the recording's, faded; <see cref="Equal"/> where no bit differs.</summary>
    private static async Task<IReadOnlyList<double>> PictureAsync(CutPlan plan, string clip, TempFolder folder)
    {
        var stats = folder.File("ssim.txt");
        var fadeOut = Text(plan.LastFrameSeconds - plan.FadeSeconds - 0.001m);
        var fades = plan.FadeSeconds == 0 ? "" : $",fade=t=in:st=0:d={Text(plan.FadeSeconds)},fade=t=out:st={fadeOut}:d={Text(plan.FadeSeconds)}";
        await Clips.FfmpegAsync(
            "-copyts", "-noautorotate", "-i", plan.Source.Path, "-noautorotate", "-i", clip, "-filter_complex",
            $"[0:v:0]trim=start_pts={plan.FirstPts}:end_pts={plan.EndPts},setpts=PTS-{plan.FirstPts}{fades}[ideal];[1:v:0][ideal]ssim=stats_file={stats}:shortest=1",
            "-fps_mode", "passthrough", "-f", "null", "-");
        return [.. File.ReadLines(stats).Select(line => Whole().Match(line)).Select(match
            => match.Groups[2].Value == "inf" ? Equal : double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))];
    }

    /// <summary>How many milliseconds the sound of the clip lies behind that of the recording, found by laying one over the other.</summary>
    private static async Task<double> SoundAsync(CutPlan plan, string clip, TempFolder folder)
    {
        var from = plan.FirstSeconds + (plan.DurationSeconds * 0.7m);
        var source = await SamplesAsync(plan.Source.Path, from, folder.File("source.pcm"));
        var result = await SamplesAsync(clip, plan.DurationSeconds * 0.7m, folder.File("clip.pcm"));
        const int reach = SampleRate / 500;
        var best = Enumerable.Range(-reach, 2 * reach).MaxBy(shift =>
        {
            var sum = 0.0;
            for (var i = reach; i < Math.Min(source.Length, result.Length) - reach; i++)
            {
                sum += source[i] * (double)result[i + shift];
            }

            return sum;
        });
        return best * 1000.0 / SampleRate;
    }

    private static async Task<short[]> SamplesAsync(string path, decimal from, string output)
    {
        await Clips.FfmpegAsync(
            "-copyts", "-i", path, "-map", "0:a:0", "-af", $"aresample={SampleRate},atrim=start={Text(from)}:duration=0.5", "-ac", "1", "-f", "s16le", output);
        var bytes = await File.ReadAllBytesAsync(output);
        return [.. bytes.Chunk(2).Select(pair => BitConverter.ToInt16(pair))];
    }

    private static string Text(decimal number) => number.ToString("0.#########", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"All:([0-9.]+) \(([-0-9a-z.]+)\)")]
    private static partial Regex Whole();
}
