using System.Globalization;
using Reelway.Library;

namespace Reelway.Intake;

/// <summary>A file of this machine, or a link to one, as something that has appeared.</summary>
internal static class FileArrival
{
    /// <summary>The file: named as the path is, and of the content that it leads to now; null when there is none.</summary>
    /// <param name="path">Absolute.</param>
    /// <exception cref="UnauthorizedAccessException">It leads where this user may not look.</exception>
    public static Arrival? Find(string path)
        => VersionOf(path) is { } version ? new Arrival(FileUri.Of(path), Path.GetFileName(path), version) : null;

    /// <summary>Which content the file holds, as far as that can be told without reading it; null when there is no file.</summary>
    /// <inheritdoc cref="Find"/>
    public static string? VersionOf(string path) => LinkedPath.FindFile(path) is { } file
        ? string.Create(CultureInfo.InvariantCulture, $"bytes={file.Length}&modified={file.LastWriteTimeUtc.Ticks}")
        : null;
}
