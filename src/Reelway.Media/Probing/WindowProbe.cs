using System.Globalization;
using System.Text.Json;

namespace Reelway.Media;

/// <summary>Looks at the packets around the two ends of a range. What it costs does not grow with what lies between.</summary>
internal sealed class WindowProbe(ProcessRunner runner, MediaOptions options)
{
    /// <summary>Frames are stored out of order by at most a group of pictures.</summary>
    private const decimal AfterEndSeconds = 15;

    /// <summary>More frames than any decoder keeps to show them in another order.</summary>
    private const int Reordered = 17;

    /// <summary>Looks.</summary>
    /// <param name="info">The recording; its container has an index.</param>
    /// <param name="start">Start of the range by the file's clock, in seconds.</param>
    /// <param name="end">End of the range by the file's clock, in seconds.</param>
    /// <param name="before">How far to look before the range, in seconds.</param>
    /// <param name="inside">How far to look into the range from each end, in seconds.</param>
    /// <returns>Null when a packet of the picture has no timestamp.</returns>
    public async Task<SourceWindows?> LookAsync(MediaInfo info, decimal start, decimal end, decimal before, decimal inside, CancellationToken cancellation)
    {
        // An MP4 tells where a packet is, so that it can be looked into without another program.
        var placed = info.Container.Contains("mp4", StringComparison.Ordinal);
        var idrPictures = info.Video[0].Codec == "h264" && !placed ? ListIdrPicturesAsync(info, start, inside, cancellation) : Task.FromResult<IReadOnlySet<long>>(new HashSet<long>());
        var from = Math.Max(0, start - before);
        var apart = start + inside < end - inside;
        var intervals = apart
            ? string.Create(CultureInfo.InvariantCulture, $"{from:0.######}%{start + inside:0.######},{end - inside:0.######}%{end + AfterEndSeconds:0.######}")
            : string.Create(CultureInfo.InvariantCulture, $"{from:0.######}%{end + AfterEndSeconds:0.######}");
        string[] asked = ["-read_intervals", intervals, "-show_entries", "packet=stream_index,pts,dts,duration,size,pos,flags", "-of", "json"];
        var packets = RunAsync(options.Probe(info.Path, asked), info, cancellation);
        var sets = ReadParameterSetsAsync(info, cancellation);
        await Task.WhenAll(idrPictures, packets, sets);
        using var answer = JsonDocument.Parse((await packets).Output);
        var seen = WindowAnswer.Read(
            answer.RootElement, info.Video[0].Index, apart ? (long)info.Video[0].TimeBase.ToTicks(start + inside) : null, await sets, await idrPictures);
        return placed && seen is { ParameterSets: { } known } ? LookInto(info, seen, known) : seen;
    }

    private static SourceWindows LookInto(MediaInfo info, SourceWindows seen, AvcConfiguration sets)
    {
        using var content = NamedFile.Open(info.Path);
        var file = content.SafeFileHandle;
        var begin = SampleTable.ReadAll(content).ElementAtOrDefault(info.Video[0].Index) is { Handler: "vide" } table ? table.Samples(file).Take(Reordered).ToList() : [];
        return seen with
        {
            FirstLead = begin.Count > 0 ? begin.Min(sample => sample.Pts) - begin[0].Dts : null,
            IdrPictures = seen.Start.Where(packet => PictureLook.IsIdr(file, packet)).Select(packet => packet.Pts).ToHashSet(),
            PictureChanges = (seen.IsWhole ? seen.Start : seen.Start.Concat(seen.End)).Any(packet => PictureLook.Changes(file, packet, sets)),
        };
    }

    /// <summary>
    /// Which packets from the start on are IDR pictures: the filter drops every packet without one. The keyframe flag is not enough, since
    /// pictures of open groups that a decoder may begin at with flaws carry it too.
    /// </summary>
    public async Task<IReadOnlySet<long>> ListIdrPicturesAsync(MediaInfo info, decimal start, decimal length, CancellationToken cancellation)
    {
        string[] arguments =
        [
            "-v", "error", "-nostdin", "-copyts", "-ss", Text(Math.Max(0, start - (decimal)info.StartTime.TotalSeconds)), "-t", Text(length),
            .. SafeInput.Guards, "-i", SafeInput.FileArgument(info.Path),
            "-map", $"0:{info.Video[0].Index}", "-c", "copy", "-copyinkf", "-bsf:v", "filter_units=pass_types=5", "-f", "framecrc", "-",
        ];
        var result = await RunAsync(options.Look(arguments) with { Recorded = false }, info, cancellation);
        return result.Output.Split('\n').Select(FrameSum.Parse).OfType<FrameSum>().Select(frame => frame.Pts).ToHashSet();
    }

    /// <summary>From the index where there is one that we read, else from ffprobe.</summary>
    private async Task<AvcConfiguration?> ReadParameterSetsAsync(MediaInfo info, CancellationToken cancellation)
    {
        await using (var file = NamedFile.Open(info.Path))
        {
            if (Mp4Layout.Read(file, info.Video[0].Index)?.Video is { } sets)
            {
                return sets;
            }
        }

        // Asked apart: with packets in the answer, ffprobe would write all of their content as text too, only to drop it.
        string[] asked = ["-select_streams", $"{info.Video[0].Index}", "-show_entries", "stream=extradata", "-show_data", "-of", "json"];
        var result = await RunAsync(options.Probe(info.Path, asked), info, cancellation);
        using var answer = JsonDocument.Parse(result.Output);
        return answer.RootElement.TryGetProperty("streams", out var streams) && streams.GetArrayLength() > 0 && streams[0].TryGetProperty("extradata", out var dump)
            ? AvcConfiguration.Read(ReadDump(dump.GetString() ?? ""))
            : null;
    }

    /// <summary>A dump as hexdump makes it: <c>00000010: 2ff9 7011 …  /.p.…</c>.</summary>
    private static byte[] ReadDump(string dump)
        => [.. dump.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..])
            .SelectMany(line => Convert.FromHexString(line[..Math.Min(line.Length, 41)].Replace(" ", "", StringComparison.Ordinal)))];

    private Task<ProcessResult> RunAsync(ProcessRequest look, MediaInfo info, CancellationToken cancellation)
        => runner.SucceedAsync(look with { CaptureLimitBytes = 64 * 1024 * 1024 }, info.Path, output: null, cancellation);

    private static string Text(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
