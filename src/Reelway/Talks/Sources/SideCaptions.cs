using Reelway.Engine;
using Reelway.Media;

namespace Reelway.Talks.Sources;

/// <summary>Captions that lie beside a recording under its name: <c>Owls.vtt</c> or <c>Owls.srt</c> beside <c>Owls.mp4</c>.</summary>
internal static class SideCaptions
{
    /// <summary>In the order in which they are looked for.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".vtt", ".srt", ".VTT", ".SRT"];

    /// <summary>Whether a file's name is one of captions, which are no recording.</summary>
    public static bool IsName(string name) => Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);

    /// <summary>The captions of a recording; null when there are none, or they can't be used, which the log then tells.</summary>
    /// <param name="recording">Path of the recording.</param>
    public static async Task<CaptionFile?> ReadAsync(string recording, IStep step)
    {
        if (Extensions.Select(extension => Path.ChangeExtension(recording, extension)).FirstOrDefault(File.Exists) is not { } path)
        {
            return null;
        }

        try
        {
            return await CaptionFile.ReadAsync(path, step.Cancellation);
        }
        catch (MediaException fault)
        {
            step.Log(RunLogLevel.Warning, $"The talk is cut without its captions: {fault.Message}");
            return null;
        }
    }
}
