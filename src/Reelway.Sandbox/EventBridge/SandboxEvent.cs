namespace Reelway.Sandbox.EventBridge;

/// <summary>An event that was put on a bus.</summary>
/// <param name="At">When it happened, as whoever put it says; else when it came.</param>
/// <param name="Detail">JSON, as it was sent.</param>
public sealed record SandboxEvent(string Id, DateTimeOffset At, string Bus, string Source, string DetailType, string Detail, IReadOnlyList<string> Resources);

/// <summary>Switches of the event buses; <c>PATCH /_sandbox/eventbridge/settings</c> changes them.</summary>
public sealed record EventBridgeSettings : ResidentSettings
{
    /// <summary>Refuses every so-many-th entry, in an answer with status 200. Default 0: none.</summary>
    public int FailEveryEntry { get; init; }

    /// <summary>Code of the refused entries. Default <c>ThrottlingException</c>.</summary>
    public string FailCode { get; init; } = "ThrottlingException";

    /// <summary>Largest entry, in bytes; all entries of a call together have no more either. Default 256 KiB.</summary>
    public int LargestEntryBytes { get; init; } = 256 * 1024;

    internal override string? Refuse() => this switch
    {
        { FailEveryEntry: < 0 } => "\"failEveryEntry\" must not be negative.",
        { LargestEntryBytes: < 1 } => "\"largestEntryBytes\" must be at least 1.",
        _ => null,
    };
}
