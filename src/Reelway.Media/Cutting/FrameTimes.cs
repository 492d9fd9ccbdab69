using System.Globalization;

namespace Reelway.Media;

/// <summary>Lists when the frames of a recording are shown, from the packets where they tell and by decoding where they do not.</summary>
internal sealed class FrameTimes(ProcessRunner runner, MediaOptions options)
{
    /// <summary>How far before and after the range packets are looked at: frames are stored out of order by at most a group of pictures.</summary>
    private const decimal MarginSeconds = 15;

    /// <summary>The frames around [start, end), in the order they are shown, by timestamps of the file.</summary>
    public async Task<FrameListing> ListAsync(MediaInfo info, decimal startSeconds, decimal endSeconds, CancellationToken cancellation)
    {
        var arguments = new List<string>();

        // These have an index, so that ffprobe jumps to the right place. Others are jumped in by guess and are read whole.
        if (info.IsIndexed)
        {
            arguments.AddRange(["-read_intervals", string.Create(
                CultureInfo.InvariantCulture, $"{Math.Max(0, startSeconds - MarginSeconds):0.######}%{endSeconds + MarginSeconds:0.######}")]);
        }

        var times = HasOnlyDecodingTimes(info)
            ? Counted(await ReadAsync(info, ["-show_entries", "packet=dts,duration"], cancellation))
            : await ReadAsync(info, [.. arguments, "-show_entries", "packet=pts,duration,flags"], cancellation)
                ?? await ReadAsync(info, ["-show_entries", "frame=best_effort_timestamp,pkt_duration"], cancellation);
        return times is null
            ? throw ToolFaults.Unusable($"{info.Name} does not say when its frames are shown: convert it first (ffmpeg -i IN OUT.mp4).")
            : new FrameListing(times, HasOnlyDecodingTimes(info) ? times[0].Duration : null);
    }

    /// <summary>An AVI says of each packet when it is decoded. Where frames are shown in another order, nothing says when.</summary>
    public static bool HasOnlyDecodingTimes(MediaInfo info) => info.Container == "avi" && info.Video[0].ReorderDepth > 0;

    /// <summary>At an even rate the frame that is shown as the n-th is shown at the n-th of the times.</summary>
    private static IReadOnlyList<FrameTime>? Counted(IReadOnlyList<FrameTime>? decoded)
        => decoded is { Count: > 1 } && decoded[1].Pts - decoded[0].Pts is > 0 and var step && decoded.Zip(decoded.Skip(1)).All(pair => pair.Second.Pts - pair.First.Pts == step)
            ? [.. decoded.Select(frame => frame with { Duration = step })]
            : null;

    /// <returns>Null when a frame has no timestamp.</returns>
    private async Task<IReadOnlyList<FrameTime>?> ReadAsync(MediaInfo info, IReadOnlyList<string> what, CancellationToken cancellation)
    {
        var times = new List<FrameTime>();
        var complete = true;
        var look = options.Probe(info.Path, ["-select_streams", $"{info.Video[0].Index}", .. what, "-of", "csv=p=0"], line => complete &= Take(line, times));
        await runner.SucceedAsync(look with { TimeLimit = options.TimeLimit }, info.Path, output: null, cancellation);
        times.Sort((one, other) => one.Pts.CompareTo(other.Pts));
        return complete ? times : null;
    }

    private static bool Take(string line, List<FrameTime> times)
    {
        var fields = line.Split(',');
        if (fields[0].Length == 0)
        {
            // The rest of a packet with side data.
            return true;
        }

        // D: before the edit list's beginning, decoded but never shown.
        if (fields.Length > 2 && fields[2].Contains('D', StringComparison.Ordinal))
        {
            return true;
        }

        if (!long.TryParse(fields[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var pts))
        {
            return false;
        }

        var duration = fields.Length > 1 && long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? ticks : 0;
        times.Add(new FrameTime(pts, duration));
        return true;
    }
}
