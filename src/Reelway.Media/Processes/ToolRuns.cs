namespace Reelway.Media;

/// <summary>The ways in which ffmpeg and ffprobe are run.</summary>
internal static class ToolRuns
{
    /// <summary>ffmpeg, for as long as work on a whole recording may take, and out of the way of everything else.</summary>
    public static ProcessRequest Work(this MediaOptions options, IReadOnlyList<string> arguments, Action<string>? onLine = null)
        => new() { Tool = options.Ffmpeg, Arguments = arguments, OnLine = onLine, TimeLimit = options.TimeLimit, Nice = options.Nice };

    /// <summary>ffmpeg, for a look that takes moments.</summary>
    public static ProcessRequest Look(this MediaOptions options, IReadOnlyList<string> arguments, Action<string>? onLine = null)
        => new() { Tool = options.Ffmpeg, Arguments = arguments, OnLine = onLine, TimeLimit = options.ProbeTimeLimit };

    /// <summary>ffprobe, for a look that takes moments.</summary>
    /// <param name="arguments">What stands between the guards and the file.</param>
    public static ProcessRequest Probe(this MediaOptions options, string path, IReadOnlyList<string> arguments, Action<string>? onLine = null) => new()
    {
        Tool = options.Ffprobe,
        Arguments = ["-v", "error", .. SafeInput.Guards, .. arguments, SafeInput.FileArgument(path)],
        OnLine = onLine,
        TimeLimit = options.ProbeTimeLimit,
        Recorded = false,
    };

    /// <summary>Runs the program to its end.</summary>
    /// <param name="source">The file that it reads.</param>
    /// <param name="output">The file that it writes; null for none.</param>
    /// <exception cref="MediaException">It did not end well, or could not be run.</exception>
    public static async Task<ProcessResult> SucceedAsync(
        this ProcessRunner runner, ProcessRequest request, string source, string? output, CancellationToken cancellation)
    {
        var result = await runner.RunAsync(request, cancellation);
        return result.ExitCode == 0 ? result : throw ToolFaults.Of(request.Tool, result, source, output);
    }
}
