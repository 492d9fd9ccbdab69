namespace Reelway.Schedules;

/// <summary>How far a schedule has come, as it is stored. Times are UTC milliseconds.</summary>
internal sealed record ScheduleRow
{
    public string Name { get; init; } = "";

    /// <summary>The plan that <see cref="NextMs"/> was computed by.</summary>
    public string Rule { get; init; } = "";

    /// <summary>The slot that comes next; null: none.</summary>
    public long? NextMs { get; init; }

    /// <summary>A slot that waits for the end of the last run; null: none does.</summary>
    public long? QueuedMs { get; init; }

    /// <summary>When the first of the two begins; null: not by itself.</summary>
    public long? DueMs { get; init; }

    /// <summary>The last slot that was started.</summary>
    public long? LastMs { get; init; }

    /// <summary>The key of the last run, also of one that a person started.</summary>
    public string? LastKey { get; init; }

    /// <summary>The last slot that was left out.</summary>
    public long? SkippedMs { get; init; }

    /// <summary>Why it was.</summary>
    public string? SkippedWhy { get; init; }

    /// <summary>Since when it is paused; null when it is not.</summary>
    public long? PausedMs { get; init; }

    public string? PausedBy { get; init; }
}
