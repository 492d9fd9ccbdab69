namespace Reelway.Media;

/// <summary>Turns a failed ffmpeg or ffprobe into a sentence.</summary>
internal static class ToolFaults
{
    /// <summary>The fault behind a tool's exit status and last words.</summary>
    /// <param name="tool">The program.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="source">The file that it read.</param>
    /// <param name="output">The file that it wrote; null when it wrote none.</param>
    public static MediaException Of(string tool, ProcessResult result, string source, string? output)
    {
        var name = Path.GetFileName(source);
        var words = result.ErrorTail;

        // 153 is SIGXFSZ: the file would pass the size limit of the process.
        if (output is not null && (result.ExitCode == 153 || ContainsAny(words, "No space left on device", "Disk quota exceeded", "File too large")))
        {
            return MediaException.NoSpace(output);
        }

        if (!File.Exists(source) || ContainsAny(words, $"{source}: No such file or directory"))
        {
            return Unusable($"{source} is gone or was never there: put the recording back, or name another file.");
        }

        if (ContainsAny(words, $"{source}: Permission denied"))
        {
            return Unusable($"{source} may not be read by this program: change its permissions.");
        }

        if (ContainsAny(words, "Format not on whitelist"))
        {
            return Unusable($"{name} is a playlist or another kind of file, whatever its name says: give a video in {SafeInput.ContainersInWords}.");
        }

        if (ContainsAny(words, "moov atom not found", "Invalid data found when processing input", "End of file"))
        {
            return Unusable($"{name} is not a video, or was cut off before it was complete: play it to check, and copy it again from where it was recorded.");
        }

        return new MediaException(
            MediaFaultKind.Failed, $"{Path.GetFileName(tool)} failed on {name} with status {result.ExitCode}: {LastWords(words)}");
    }

    public static MediaException Unusable(string sentence) => new(MediaFaultKind.Unusable, sentence);

    private static bool ContainsAny(string text, params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            if (text.Contains(part, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static string LastWords(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var last = string.Join(" / ", lines.TakeLast(3));
        return last.Length switch
        {
            0 => "it said nothing.",
            > 500 => "…" + last[^500..],
            _ => last,
        };
    }
}
