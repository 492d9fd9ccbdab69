namespace Reelway.Media;

/// <summary>Copies a recording without an index into an MP4, packet by packet, so that it can be cut like one.</summary>
internal sealed class IndexedCopy(ProcessRunner runner, MediaProbe probe, MediaOptions options)
{
    /// <summary>True when nothing but the container stands in the way of a smart render.</summary>
    /// <remarks>An AVI does not say when a frame is shown: a copy of one that reorders its frames would show them in the order they are decoded in.</remarks>
    public static bool Helps(MediaInfo info)
        => info.Container is "mpegts" or "flv" or "avi" && !FrameTimes.HasOnlyDecodingTimes(info) && SmartChoice.Obstacle(info with { Container = "mp4" }) is null;

    /// <returns>The copy; null when it cannot be made, as of recordings whose packets have no timestamps.</returns>
    public async Task<MediaInfo?> MakeAsync(MediaInfo info, Scratch scratch, CancellationToken cancellation)
    {
        // By its own name, which sentences about it quote.
        var copy = scratch.File(Path.ChangeExtension(info.Name, ".mp4"));
        var result = await runner.RunAsync(
            new ProcessRequest
            {
                Tool = options.Ffmpeg,
                Arguments =
                [
                    "-v", "error", "-nostdin", "-y", .. SafeInput.Guards, "-i", SafeInput.FileArgument(info.Path),
                    "-map", $"0:{info.Video[0].Index}", .. info.Audio.SelectMany(track => (string[])["-map", $"0:{track.Index}"]),
                    "-c", "copy", "-f", "mp4", SafeInput.FileArgument(copy),
                ],
                TimeLimit = options.TimeLimit,
                Nice = options.Nice,
            },
            cancellation);
        if (result.ExitCode != 0)
        {
            return ToolFaults.Of(options.Ffmpeg, result, info.Path, copy) is { Kind: MediaFaultKind.NoSpace } full ? throw full : null;
        }

        var made = await probe.ProbeAsync(copy, cancellation);
        return made.Audio.Count == info.Audio.Count ? made : null;
    }
}
