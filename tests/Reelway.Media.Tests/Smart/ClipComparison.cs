using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Reelway.Media.Tests;

/// <summary>
/// Decodes a clip strictly beside its recording, fades the recording as an ideal render would, and compares frame by frame and sample by sample.
/// </summary>
/// <param name="Similarity">Structural similarity of each frame to the recording's, faded; <see cref="Equal"/> where no bit differs.</param>
/// <param name="SoundOffsetsMs">How far the clip's sound lies behind the recording's, after a fifth of the clip and after two thirds.</param>
/// <param name="Complaints">What a strict decoder said; empty for nothing.</param>
/// <param name="DecodingTimesRise">In every track, and none lies behind its presentation.</param>
internal sealed partial record ClipComparison(IReadOnlyList<double> Similarity, IReadOnlyList<double> SoundOffsetsMs, string Complaints, bool DecodingTimesRise)
{
    /// <summary>Frames that are exactly equal have this similarity.</summary>
    public const double Equal = double.PositiveInfinity;

    private const int SampleRate = 48000;

    private static readonly decimal[] Listened = [0.2m, 0.66m];

    /// <summary>Mean similarity of so many frames from the beginning on.</summary>
    public double Head(long frames) => Mean(Similarity.Take((int)frames));

    /// <summary>Mean similarity of so many frames at the end.</summary>
    public double Tail(long frames) => Mean(Similarity.TakeLast((int)frames));

    /// <summary>Compares; all in one run of ffmpeg, since starting it takes longer than what it does here.</summary>
    /// <param name="damaged">The recording cannot be decoded strictly: then only the clip has to be.</param>
    public static async Task<ClipComparison> OfAsync(CutPlan plan, string clip, bool damaged = false)
    {
        using var folder = new TempFolder();
        var (stats, packets) = (folder.File("ssim.txt"), folder.File("packets.txt"));
        var hasSound = plan.Source.Audio.Count > 0;
        List<string> graph = [$"[0:v:0]{Ideal(plan)}[ideal];[1:v:0][ideal]ssim=stats_file={stats}:shortest=1[similar]"];
        List<string> outputs = ["-map", "[similar]", "-fps_mode", "passthrough", "-f", "null", "-", "-map", "1", "-c", "copy", "-f", "framecrc", packets];
        if (hasSound)
        {
            graph.AddRange([Pieces(0, plan.FirstSeconds, plan.DurationSeconds), Pieces(1, 0, plan.DurationSeconds)]);
            outputs.AddRange(Listened.SelectMany((_, place) => new[] { 0, 1 }.SelectMany(input => (string[])["-map", $"[s{input}{place}]", "-ac", "1", "-f", "s16le", folder.File($"{input}{place}")])));
        }

        var result = await Clips.RunAsync(
            "ffmpeg",
            [
                "-v", "error", "-nostdin", "-y", .. damaged ? [] : (string[])["-xerror"], "-copyts", "-noautorotate", "-i", plan.Source.Path, "-noautorotate", "-err_detect", "explode", "-i", clip,
                "-filter_complex", string.Join(';', graph), .. outputs,
            ]);
        return result.ExitCode == 0
            ? new ClipComparison(
                [.. File.ReadLines(stats).Select(Number)],
                hasSound ? [.. Listened.Select((_, place) => Offset(Samples(folder.File($"0{place}")), Samples(folder.File($"1{place}"))))] : [],
                damaged ? "" : result.ErrorTail,
                Rise(File.ReadLines(packets)))
            : new ClipComparison([], [], $"status {result.ExitCode}: {result.ErrorTail}", false);
    }

    private static string Ideal(CutPlan plan)
    {
        var fadeOut = Text(plan.LastFrameSeconds - plan.FadeSeconds - 0.001m);
        var fades = plan.FadeSeconds == 0 ? "" : $",fade=t=in:st=0:d={Text(plan.FadeSeconds)},fade=t=out:st={fadeOut}:d={Text(plan.FadeSeconds)}";
        var repeated = plan.Repeated.Filters(0, plan.EndPts - plan.FirstPts) is { Length: > 0 } filters ? "," + filters : "";
        return string.Create(CultureInfo.InvariantCulture, $"trim=start_pts={plan.OpensPts ?? plan.FirstPts}:end_pts={plan.EndPts},setpts=PTS-{plan.FirstPts}{repeated}{fades}");
    }

    private static string Pieces(int input, decimal from, decimal length)
        => $"[{input}:a:0]aresample={SampleRate},asplit={Listened.Length}{string.Concat(Listened.Select((_, place) => $"[w{input}{place}]"))};"
            + string.Join(';', Listened.Select((share, place) => $"[w{input}{place}]atrim=start={Text(from + (length * share))}:duration=0.5[s{input}{place}]"));

    private static double Number(string line)
    {
        var match = Whole().Match(line);
        return match.Groups[2].Value == "inf" ? Equal : double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    private static bool Rise(IEnumerable<string> packets)
        => packets.Where(line => line[0] != '#').GroupBy(line => line.Split(',')[0])
            .All(track => track.Select(line => FrameSum.Parse(line)!).ToList() is var all
                && all.TrueForAll(packet => packet.Pts >= packet.Dts) && all.Zip(all.Skip(1)).All(pair => pair.Second.Dts > pair.First.Dts));

    /// <summary>Lays one over the other; of places that fit equally well, as in silence, the nearest counts.</summary>
    private static double Offset(short[] source, short[] result)
    {
        const int reach = SampleRate / 500;
        var best = Enumerable.Range(-reach, (2 * reach) + 1).OrderBy(Math.Abs).MaxBy(shift =>
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

    private static short[] Samples(string file) => MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(file)).ToArray();

    private static double Mean(IEnumerable<double> similarity) => similarity.Select(one => Math.Min(1, one)).DefaultIfEmpty(1).Average();

    private static string Text(decimal number) => number.ToString("0.#########", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"All:([0-9.]+) \(([-0-9a-z.]+)\)")]
    private static partial Regex Whole();
}
