namespace Reelway.Library;

/// <summary>Objects in buckets as URIs: <c>s3://bucket/key</c>, percent-encoded.</summary>
internal static class BucketUri
{
    /// <summary>What such a URI begins with.</summary>
    public const string Scheme = "s3://";

    /// <summary>The URI of an object.</summary>
    public static string Of(string bucket, string key)
        => $"{Scheme}{Uri.EscapeDataString(bucket)}/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}";

    /// <summary>Bucket and key of a URI that <see cref="Of"/> made; null for a URI of another kind.</summary>
    public static (string Bucket, string Key)? Parse(string uri)
    {
        if (!uri.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = uri[Scheme.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < rest.Length - 1
            ? (Uri.UnescapeDataString(rest[..slash]), Uri.UnescapeDataString(rest[(slash + 1)..]))
            : null;
    }
}
