namespace Reelway.Sandbox.Google;

/// <summary>Switches of the Google stand-in; <c>PATCH /_sandbox/google/settings</c> changes them.</summary>
public sealed record GoogleSettings : ResidentSettings
{
    /// <summary>Reads of sheets per minute and user; then 429. Default 60.</summary>
    public int ReadsPerMinute { get; init; } = 60;

    /// <summary>Writes to sheets per minute and user; then 429. Default 60.</summary>
    public int WritesPerMinute { get; init; } = 60;

    /// <summary>Sends <c>Retry-After</c> with a 429, which Google does not dependably do. Default false.</summary>
    public bool NamesRetryAfter { get; init; }

    /// <summary>Whether the project has the Google Sheets API switched on. Default true.</summary>
    public bool SheetsEnabled { get; init; } = true;

    /// <summary>Whether the project has the Google Drive API switched on. Default true.</summary>
    public bool DriveEnabled { get; init; } = true;

    /// <summary>Most files in one part of a list, whatever is asked for. Default 100.</summary>
    public int FilesPerList { get; init; } = 100;

    /// <summary>How far Google's clock is ahead of the sandbox's, in seconds; refuses assertions as it does for wrong clocks. Default 0.</summary>
    public int ClockAheadSeconds { get; init; }

    internal override string? Refuse() => this switch
    {
        { ReadsPerMinute: < 1 } => "\"readsPerMinute\" must be at least 1.",
        { WritesPerMinute: < 1 } => "\"writesPerMinute\" must be at least 1.",
        { FilesPerList: < 1 } => "\"filesPerList\" must be at least 1.",
        { ClockAheadSeconds: < -86_400 or > 86_400 } => "\"clockAheadSeconds\" must be within a day.",
        _ => null,
    };
}
