using System.Globalization;

namespace Reelway.Media;

/// <summary>Copies a recording without an index into a file that has one, packet by packet, so that it can be cut like one.</summary>
/// <remarks>
/// A transport stream has a clock of its own, which begins again when the recorder is restarted, jumps when a sender does, and starts over after 26.5
/// hours. What such a file says of its length is then nonsense. ffmpeg joins the pieces while it copies, picture and sound by the same distance: the
/// copy's times and length are the right ones. Of an FLV it takes the times as they are, so there they are corrected by what a look at all packets finds.
/// </remarks>
internal sealed class IndexedCopy(ProcessRunner runner, MediaProbe probe, MediaOptions options)
{
    /// <summary>A multiple of what an FLV counts in.</summary>
    private const int PictureTicks = 16_000;

    /// <summary>True when nothing but the container stands in the way of a smart render.</summary>
    /// <remarks>An AVI does not say when a frame is shown: a copy of one that reorders its frames would show them in the order they are decoded in.</remarks>
    public static bool Helps(MediaInfo info)
        => (info.Container is "mpegts" or "mpeg" or "flv" or "avi" || Mp4Layout.IsFragmented(info)) && !FrameTimes.HasOnlyDecodingTimes(info) && SmartChoice.Obstacle(info with { Container = "mp4" }) is null;

    /// <summary>True when the clock of such a file may begin again on the way.</summary>
    public static bool MayRestart(MediaInfo info) => info.Container is "mpegts" or "mpeg" or "flv";

    /// <returns>The copy; null when it cannot be made, as of recordings whose packets have no timestamps.</returns>
    public async Task<MediaInfo?> MakeAsync(MediaInfo info, Scratch scratch, CancellationToken cancellation)
    {
        // By the recording's own name, since sentences about the copy quote it; in a folder of its own, since that may be the name of any other file.
        var copy = Path.Combine(Directory.CreateDirectory(scratch.File("copy")).FullName, info.Name);

        if (info.Container == "flv" && await ListAsync(info, cancellation) is { Restarts: true } pieces)
        {
            var joined = await CopyAsync(info, copy, "mp4", pieces, cancellation);
            return joined is not null && Math.Abs((decimal)joined.Duration.TotalSeconds - pieces.LengthSeconds) < 1 ? joined : null;
        }

        // What is in no MP4, as the sound of some broadcasts, is in Matroska.
        return await CopyAsync(info, copy, "mp4", null, cancellation) ?? await CopyAsync(info, copy, "matroska", null, cancellation);
    }

    private async Task<MediaInfo?> CopyAsync(MediaInfo info, string copy, string format, ClockPieces? pieces, CancellationToken cancellation)
    {
        var result = await runner.RunAsync(
            options.Work(
            [
                "-v", "error", "-nostdin", "-y", .. SafeInput.Guards, "-i", SafeInput.FileArgument(info.Path),
                "-map", $"0:{info.Video[0].Index}", .. info.Audio.SelectMany(track => (string[])["-map", $"0:{track.Index}"]),
                "-c", "copy", .. info.Container == "mpegts" ? info.Audio.SelectMany(Unframed) : Correction(info, pieces), "-f", format, SafeInput.FileArgument(copy),
            ]),
            cancellation);
        if (result.ExitCode != 0)
        {
            return ToolFaults.Of(options.Ffmpeg, result, info.Path, copy) is { Kind: MediaFaultKind.NoSpace } full ? throw full : null;
        }

        var made = await probe.ProbeAsync(copy, cancellation);
        return made.Audio.Count == info.Audio.Count ? Marked(made, info) : null;
    }

    /// <summary>Looks at the times of all packets.</summary>
    private async Task<ClockPieces> ListAsync(MediaInfo info, CancellationToken cancellation)
    {
        var pieces = new ClockPieces();
        var streams = info.Audio.Select(track => track.Index).Append(info.Video[0].Index).ToHashSet();
        void Take(string line)
        {
            if (line.Split(',') is [var stream, var time, ..]
                && int.TryParse(stream, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && streams.Contains(number)
                && decimal.TryParse(time, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
            {
                pieces.Take(number, seconds);
            }
        }

        // All of the file is read.
        var look = options.Probe(info.Path, ["-show_entries", "packet=stream_index,dts_time", "-of", "csv=p=0"], Take);
        await runner.SucceedAsync(look with { TimeLimit = options.TimeLimit, Nice = options.Nice, Recorded = true }, info.Path, output: null, cancellation);
        return pieces;
    }

    /// <summary>An MP4 counts sound in samples, and the picture in the ticks that it is told.</summary>
    private static IEnumerable<string> Correction(MediaInfo info, ClockPieces? pieces) => pieces is null
        ? []
        :
        [
            "-video_track_timescale", $"{PictureTicks}", "-bsf:v", pieces.Filter(info.Video[0].Index, PictureTicks),
            .. info.Audio.SelectMany((track, number) => (string[])[$"-bsf:a:{number}", pieces.Filter(track.Index, track.SampleRate)]),
        ];

    /// <summary>The copy, with the marks of the recording's tracks.</summary>
    private static MediaInfo Marked(MediaInfo copy, MediaInfo info) => copy with
    {
        Choice = info.Choice,
        Video = [copy.Video[0] with { Number = info.Video[0].Number, IsDefault = info.Video[0].IsDefault }],
        Audio =
        [
            .. copy.Audio.Zip(info.Audio, (copied, track) => copied with
            {
                Number = track.Number, IsDefault = track.IsDefault, IsAside = track.IsAside, Language = track.Language,
            }),
        ],
    };

    /// <summary>
    /// Takes AAC out of the frames that it has in a transport stream. Left to the muxer, the first frame that a lost packet of the stream has spoiled would
    /// end the copy; here it is left out.
    /// </summary>
    private static string[] Unframed(AudioTrack track, int number) => track.Codec == "aac" ? [$"-bsf:a:{number}", "aac_adtstoasc"] : [];
}
