using System.Globalization;
using Reelway.Talks.Text;

namespace Reelway.Talks.Sources;

/// <summary>A recording that is a file of this machine.</summary>
internal static class FileRecording
{
    private const string Scheme = "file://";

    /// <summary>What the flow starts from.</summary>
    /// <param name="file">The file as it is now; its path is absolute.</param>
    public static TalkRecorded Of(FileInfo file)
        => new(UriOf(file.FullName), TalkTitle.OfFile(file.Name), VersionOf(file));

    /// <summary>Which content the file holds, as far as that can be told without reading it.</summary>
    public static string VersionOf(FileInfo file)
        => string.Create(CultureInfo.InvariantCulture, $"bytes={file.Length}&modified={file.LastWriteTimeUtc.Ticks}");

    /// <summary>An absolute path as a URI; every character that a URI gives a meaning to is encoded.</summary>
    public static string UriOf(string path) => Scheme + string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    /// <summary>The path in a URI that <see cref="UriOf"/> made; null for a URI of another kind.</summary>
    public static string? PathOf(string uri)
        => uri.StartsWith(Scheme, StringComparison.Ordinal) ? Uri.UnescapeDataString(uri[Scheme.Length..]) : null;
}
