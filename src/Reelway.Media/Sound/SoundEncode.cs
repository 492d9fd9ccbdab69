namespace Reelway.Media;

/// <summary>Makes the sound of a clip by encoding all of it: works for every source that ffmpeg can decode.</summary>
internal sealed class SoundEncode(ProcessRunner runner, MediaOptions options)
{
    /// <summary>ffmpeg's encoder begins with one frame of its own.</summary>
    private const int PrimingSamples = 1024;

    /// <summary>Encodes the tracks side by side.</summary>
    public async Task<IReadOnlyList<AdtsTrack>> RenderAsync(
        CutPlan plan, IReadOnlyList<AudioTrack> tracks, Scratch scratch, Action<double> progress, CancellationToken cancellation)
    {
        var made = tracks.Select(track => new AdtsTrack(track, scratch.File($"sound{track.Index}.aac"), PrimingSamples)).ToList();
        var meter = new ProgressMeter(plan.ClipSeconds, progress);
        string[] arguments =
        [
            "-v", "error", "-nostdin", "-y", "-progress", "pipe:1", "-nostats", "-stats_period", "0.5",
            "-copyts", .. FullRenderArguments.Seek(plan, plan.FirstSeconds), .. SafeInput.Guards, "-i", SafeInput.FileArgument(plan.Source.Path), .. BumperSound.Inputs(plan),
            .. made.SelectMany(one => (string[])[
                "-filter_complex", BumperSound.Of(plan, one.Track, $"s{one.Track.Index}"), "-map", $"[s{one.Track.Index}]",
                "-c:a", "aac", "-b:a", "160k", "-f", "adts", SafeInput.FileArgument(one.Path)]),
        ];
        await runner.SucceedAsync(options.Work(arguments, meter.Take), plan.Source.Path, made[0].Path, cancellation);
        return made;
    }
}
