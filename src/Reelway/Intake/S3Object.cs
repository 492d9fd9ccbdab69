using Reelway.Library;

namespace Reelway.Intake;

/// <summary>An object that has appeared in a bucket.</summary>
/// <param name="Key">Decoded.</param>
/// <param name="Sequencer">Orders the events of one key; null where the sender gave none.</param>
internal sealed record S3Object(string Bucket, string Key, string? VersionId, string? ETag, string? Sequencer)
{
    /// <summary>As something that has appeared.</summary>
    public Arrival ToArrival() => new(
        BucketUri.Of(Bucket, Key),
        Key[(Key.LastIndexOf('/') + 1)..],
        string.Join('&', new[] { ("version", VersionId), ("etag", VersionId is null ? ETag : null), ("sequencer", Sequencer) }
            .Where(part => part.Item2 is not null).Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2!)}")));
}
