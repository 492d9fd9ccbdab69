using System.Text.Json.Serialization;

namespace Reelway.Sandbox.Box;

/// <summary>Switches of the Box stand-in; <c>PATCH /_sandbox/box/settings</c> changes them.</summary>
public sealed record BoxSettings : ResidentSettings
{
    /// <summary>Calls per minute and user; then 429. Default 1000.</summary>
    public int CallsPerMinute { get; init; } = 1000;

    /// <summary>Uploads per minute and user; then 429. Default 240.</summary>
    public int UploadsPerMinute { get; init; } = 240;

    /// <summary>How far Box's clock is ahead of the sandbox's, in seconds. Default 0.</summary>
    public int ClockAheadSeconds { get; init; }

    /// <summary>Most items in one page of a listing, whatever is asked for. Default 1000.</summary>
    public int ItemsPerPage { get; init; } = 1000;

    /// <summary>How a listing says that it is at its end.</summary>
    public PagingEnd PagingEnd { get; init; }

    /// <summary>How a refusal tells what stands in the way.</summary>
    public ConflictForm Conflicts { get; init; }

    /// <summary>How often a new folder is not found before it is. Default 0.</summary>
    public int NewFolderMisses { get; init; }

    /// <summary>Smallest file that is taken in parts, in bytes. Default 20 MiB.</summary>
    public long SmallestChunkedBytes { get; init; } = 20 * 1024 * 1024;

    /// <summary>Size of the parts that are asked for, in bytes. Default 8 MiB.</summary>
    public int PartBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>So many parts from now on are stored and answered 500. Default 0.</summary>
    public int PartsStoredBehind500 { get; init; }

    /// <summary>How often a commit is answered 202 before it goes through. Default 0.</summary>
    public int CommitWaits { get; init; }

    /// <summary>How often the download of a new file is answered 202. Default 0.</summary>
    public int DownloadWaits { get; init; }

    /// <summary>Wait that a 202 names, in seconds. Default 1.</summary>
    public int RetryAfterSeconds { get; init; } = 1;

    /// <summary>Whether the application may register webhooks. Default true.</summary>
    public bool MayManageWebhooks { get; init; } = true;

    /// <summary>Whether a new version of a file is announced as an upload, of which nothing is documented. Default true.</summary>
    public bool AnnouncesVersions { get; init; } = true;

    /// <summary>Most attempts of a delivery that nobody takes. Default 12.</summary>
    public int DeliveryAttempts { get; init; } = 12;

    /// <summary>Wait before the next attempt, in milliseconds. Default 10 minutes.</summary>
    public int DeliveryGapMs { get; init; } = 600_000;

    /// <summary>So many events from now on are never delivered. Default 0.</summary>
    public int DeliveriesLost { get; init; }

    /// <summary>Delivers each event a second time, as may happen. Default false.</summary>
    public bool DeliversTwice { get; init; }

    internal override string? Refuse() => this switch
    {
        { CallsPerMinute: < 1 } => "\"callsPerMinute\" must be at least 1.",
        { UploadsPerMinute: < 1 } => "\"uploadsPerMinute\" must be at least 1.",
        { ClockAheadSeconds: < -86_400 or > 86_400 } => "\"clockAheadSeconds\" must be within a day.",
        { ItemsPerPage: < 1 or > 1000 } => "\"itemsPerPage\" must be 1 to 1000.",
        { SmallestChunkedBytes: < 1 } => "\"smallestChunkedBytes\" must be at least 1.",
        { PartBytes: < 1 } => "\"partBytes\" must be at least 1.",
        { DeliveryAttempts: < 1 or > 100 } => "\"deliveryAttempts\" must be 1 to 100.",
        { DeliveryGapMs: < 0 } => "\"deliveryGapMs\" must not be negative.",
        { RetryAfterSeconds: < 0 } => "\"retryAfterSeconds\" must not be negative.",
        { NewFolderMisses: < 0 } or { PartsStoredBehind500: < 0 } or { CommitWaits: < 0 } or { DownloadWaits: < 0 } or { DeliveriesLost: < 0 } => "A count must not be negative.",
        _ => null,
    };
}

/// <summary>How <c>next_marker</c> is at the end of a listing: all three occur.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PagingEnd>))]
public enum PagingEnd
{
    [JsonStringEnumMemberName("absent")]
    Absent,

    [JsonStringEnumMemberName("null")]
    Null,

    [JsonStringEnumMemberName("empty")]
    Empty,
}

/// <summary>How <c>context_info.conflicts</c> is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConflictForm>))]
public enum ConflictForm
{
    /// <summary>A list of folders, and a single file: as the real one does.</summary>
    [JsonStringEnumMemberName("usual")]
    Usual,

    [JsonStringEnumMemberName("array")]
    List,

    [JsonStringEnumMemberName("object")]
    One,

    [JsonStringEnumMemberName("null")]
    Null,

    [JsonStringEnumMemberName("absent")]
    Absent,
}
