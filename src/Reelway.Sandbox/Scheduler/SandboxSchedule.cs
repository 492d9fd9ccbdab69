using System.Text.Json.Nodes;

namespace Reelway.Sandbox.Scheduler;

/// <summary>A schedule as it is kept.</summary>
/// <param name="Expression"><c>at(2026-12-01T10:00:00)</c>; others are kept and never fire here.</param>
/// <param name="FiresAt">When it fires, drawn once within its window; null for what does not fire here.</param>
/// <param name="FiredAt">When it did; it stays listed, and enabled, unless it is to be deleted then.</param>
/// <param name="Body">All that was sent for it.</param>
public sealed record SandboxSchedule(
    string Name, string Group, string Arn, string Expression, string Zone, string State, string Description, string Input, DateTimeOffset? FiresAt, DateTimeOffset? FiredAt,
    DateTimeOffset Created, DateTimeOffset Modified, JsonObject Body)
{
    internal const string Enabled = "ENABLED";
    internal const string Disabled = "DISABLED";

    internal bool IsDeletedAfterwards => (string?)Body["ActionAfterCompletion"] == "DELETE";
}

/// <summary>That a schedule has fired.</summary>
public sealed record FiredSchedule(DateTimeOffset At, string Group, string Name, string Target, string Input);

/// <summary>Switches of the schedules; <c>PATCH /_sandbox/scheduler/settings</c> changes them.</summary>
public sealed record SchedulerSettings : ResidentSettings
{
    /// <summary>Where in its window a schedule fires: 0 at its begin, 1 at its end. Default null: drawn for each.</summary>
    public double? WindowPart { get; init; }

    /// <summary>Most schedules in an answer, whatever was asked for. Default 100, as the real one.</summary>
    public int LargestPage { get; init; } = 100;

    internal override string? Refuse() => this switch
    {
        { WindowPart: < 0 or > 1 } => "\"windowPart\" must be 0 to 1.",
        { LargestPage: < 1 or > 100 } => "\"largestPage\" must be 1 to 100.",
        _ => null,
    };
}
