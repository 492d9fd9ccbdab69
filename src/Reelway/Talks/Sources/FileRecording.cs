using System.Globalization;
using Reelway.Library;
using Reelway.Talks.Text;

namespace Reelway.Talks.Sources;

/// <summary>A recording that is a file of this machine, or a link to one.</summary>
internal static class FileRecording
{
    /// <summary>What the flow starts from: named as the path is, and of the content that it leads to now; null when there is no file.</summary>
    /// <param name="path">Absolute.</param>
    /// <exception cref="UnauthorizedAccessException">It leads where this user may not look.</exception>
    public static TalkRecorded? Find(string path)
        => VersionOf(path) is { } version ? new TalkRecorded(FileUri.Of(path), TalkTitle.OfFile(Path.GetFileName(path)), version) : null;

    /// <summary>Which content the file holds, as far as that can be told without reading it; null when there is no file.</summary>
    /// <inheritdoc cref="Find"/>
    public static string? VersionOf(string path)
        => LinkedFile.Find(path) is { } file ? string.Create(CultureInfo.InvariantCulture, $"bytes={file.Length}&modified={file.LastWriteTimeUtc.Ticks}") : null;
}
