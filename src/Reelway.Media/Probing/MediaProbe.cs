using System.Text.Json;

namespace Reelway.Media;

/// <summary>Looks into a video file with ffprobe and refuses what no cut could use.</summary>
public sealed class MediaProbe(ProcessRunner runner, MediaOptions options)
{
    private readonly MpegLayers _layers = new(runner, options);

    /// <summary>What the file is.</summary>
    /// <exception cref="MediaException">It is missing, empty, damaged, encrypted, no video, or ffprobe is not there.</exception>
    public async Task<MediaInfo> ProbeAsync(string path, CancellationToken cancellation)
        => EditLists.NotedIn(await ProbeOwnAsync(path, cancellation));

    /// <summary>The same of a file that we are writing ourselves: it has no edit lists but ours, and our lock keeps it from being opened here once more.</summary>
    internal async Task<MediaInfo> ProbeOwnAsync(string path, CancellationToken cancellation)
    {
        var source = Path.GetFullPath(path);
        var bytes = SizeOf(source);

        // The mp4 demuxer shows encrypted streams as plain ones; only their packets tell.
        string[] asked = ["-show_format", "-show_streams", "-show_programs", "-show_packets", "-read_intervals", "%+#8", "-of", "json"];
        var result = await runner.SucceedAsync(options.Probe(source, asked), source, output: null, cancellation);
        using var answer = JsonDocument.Parse(result.Output);
        return await _layers.NameAsync(ProbeAnswer.Read(answer.RootElement, source, bytes), cancellation);
    }

    private static long SizeOf(string source)
    {
        if (Directory.Exists(source))
        {
            throw ToolFaults.Unusable($"{source} is a folder: name the video file in it.");
        }

        var file = new FileInfo(source);
        if (!file.Exists)
        {
            throw ToolFaults.Unusable($"{source} is gone or was never there: put the recording back, or name another file.");
        }

        if (!NamedFile.IsRegular(source))
        {
            throw ToolFaults.Unusable($"{source} is a pipe, a device or a socket, not a regular file: name the video file.");
        }

        return file.Length > 0
            ? file.Length
            : throw ToolFaults.Unusable($"{file.Name} is empty: copy it again from where it was recorded.");
    }
}
