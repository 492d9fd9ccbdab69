namespace Reelway.Media;

/// <summary>What muxing captions adds to a command line.</summary>
internal static class CaptionArguments
{
    /// <summary>Room in the index for a caption and the pause behind it, in bytes: two entries in each of four tables.</summary>
    public const int IndexBytes = 64;

    /// <summary>The input; the last one.</summary>
    public static IReadOnlyList<string> Input(CaptionTrack? captions)
        => captions is null ? [] : ["-protocol_whitelist", "file,pipe", "-f", "webvtt", "-i", SafeInput.FileArgument(captions.Path)];

    /// <summary>The whole command line for a file with them alone.</summary>
    public static IReadOnlyList<string> Alone(CaptionTrack captions, string output)
        => ["-v", "error", "-nostdin", "-y", .. Input(captions), "-c:s", "mov_text", "-map_metadata", "-1", "-f", "mp4", SafeInput.FileArgument(output)];

    /// <summary>The track; stands behind <c>-c copy</c>, which it is an exception of.</summary>
    /// <param name="input">Number of the input.</param>
    public static IReadOnlyList<string> Track(CaptionTrack? captions, int input)
        => captions is null ? [] : ["-map", $"{input}:s:0", "-c:s", "mov_text", "-metadata:s:s:0", $"language={captions.Language}"];
}
