using System.Globalization;

namespace Reelway.Media;

/// <summary>Takes single frames out of a file.</summary>
/// <remarks>
/// Each is a seek in a process of its own: 0.11 s of one core at 1080p, however long the file is. One pass over the key frames (<c>-skip_frame
/// nokey</c>) reads everything between them and so grows with the length; one process with a decoder for each place held 260 MB.
/// </remarks>
internal sealed class FrameGrab(ProcessRunner runner, FilterList filters, MediaOptions options)
{
    private const string TimeMark = "pts_time:";

    /// <summary>The picture as people see it, upright and with square points, of the given width; not larger than it is.</summary>
    /// <remarks>JPEG knows one matrix and full range only. Of an interlaced picture one field is taken: two would show a comb where something moves.</remarks>
    public static string Upright(MediaInfo info, int width) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(info.Video[0].IsInterlaced ? "field=top,scale=iw:ih*2,setsar=sar/2," : "")}scale=w='max(2,min({width},trunc(iw*sar/2)*2))':h='max(2,trunc(ow/dar/2)*2)':out_color_matrix=bt601:out_range=pc,setsar=1");

    /// <summary>Takes the frame.</summary>
    /// <returns>When it is shown, from the beginning of the file; null when there is none in that place, or it cannot be decoded.</returns>
    /// <exception cref="MediaException">ffmpeg is missing, took too long, or the disk is full.</exception>
    public async Task<TimeSpan?> TakeAsync(FrameWish wish, CancellationToken cancellation)
    {
        TimeSpan? shown = null;
        var picture = wish.Info.Video[0];
        var toned = picture.IsHdr && await filters.HasAsync(ToneMap.Needs, cancellation) ? ToneMap.Filters(picture) + ",format=yuv420p," : "";
        string[] arguments =
        [
            "-v", "error", "-nostdin", "-y", "-threads", "1", .. wish.KeyFramesOnly ? (string[])["-skip_frame", "nokey"] : [],
            "-copyts", "-ss", Text(wish.From), "-t", Text(wish.Within), .. SafeInput.Guards, "-i", SafeInput.FileArgument(wish.Info.Path),
            "-map", $"0:{wish.Info.Video[0].Index}", "-frames:v", "1",

            // Only frames with a note are printed, and the print tells the frame's time.
            "-vf", $"{toned}{wish.Filters},metadata=add:key=taken:value=1,metadata=print:key=taken:file=-",
            "-map_metadata", "-1", .. wish.Encoding, SafeInput.FileArgument(wish.Output),
        ];
        var look = options.Look(arguments, line => shown ??= Time(line) - wish.Info.StartTime) with { Nice = options.Nice };
        var result = await runner.RunAsync(look, cancellation);
        if (result.ExitCode != 0 && ToolFaults.Of(options.Ffmpeg, result, wish.Info.Path, wish.Output) is { Kind: MediaFaultKind.NoSpace } full)
        {
            throw full;
        }

        return result.ExitCode == 0 && File.Exists(wish.Output) && new FileInfo(wish.Output).Length > 0 ? shown : null;
    }

    private static TimeSpan? Time(string line)
        => line.IndexOf(TimeMark, StringComparison.Ordinal) is >= 0 and var mark
            && decimal.TryParse(line.AsSpan(mark + TimeMark.Length).Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;

    private static string Text(TimeSpan time) => Math.Max(0, time.TotalSeconds).ToString("0.######", CultureInfo.InvariantCulture);
}
