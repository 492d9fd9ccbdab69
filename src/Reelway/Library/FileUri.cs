namespace Reelway.Library;

/// <summary>Files of this machine as URIs: <c>file:///folder/name</c>, percent-encoded.</summary>
internal static class FileUri
{
    private const string Scheme = "file://";

    /// <summary>An absolute path as a URI; every character that a URI gives a meaning to is encoded.</summary>
    public static string Of(string path) => Scheme + string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    /// <summary>The path in a URI that <see cref="Of"/> made; null for a URI of another kind.</summary>
    public static string? Parse(string uri)
        => uri.StartsWith(Scheme, StringComparison.Ordinal) ? Uri.UnescapeDataString(uri[Scheme.Length..]) : null;
}
