namespace Reelway.Sandbox.S3;

/// <summary>Switches of the buckets; <c>PATCH /_sandbox/s3/settings</c> changes them.</summary>
public sealed record S3Settings : ResidentSettings
{
    /// <summary>Takes bodies in <c>aws-chunked</c>, which older stores do not know. Default true.</summary>
    public bool TakesChunkedBodies { get; init; } = true;

    /// <summary>Takes checksums besides MD5, which older stores do not know. Default true.</summary>
    public bool TakesChecksums { get; init; } = true;

    /// <summary>Smallest part of an upload but its last, in bytes. Default 5 MiB.</summary>
    public long SmallestPartBytes { get; init; } = 5 * 1024 * 1024;

    /// <summary>Sends each event a second time, as may happen. Default false.</summary>
    public bool AnnounceTwice { get; init; }

    internal override string? Refuse() => SmallestPartBytes < 1 ? "\"smallestPartBytes\" must be at least 1." : null;
}
