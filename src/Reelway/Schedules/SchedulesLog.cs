namespace Reelway.Schedules;

/// <summary>Log messages of schedules: event ids 7000 to 7099.</summary>
internal static partial class SchedulesLog
{
    [LoggerMessage(7000, LogLevel.Warning, "The settings change a schedule \"{Schedule}\", and there is none of that name; there are {Known}")]
    public static partial void UnknownSchedule(this ILogger log, string schedule, string known);

    [LoggerMessage(7001, LogLevel.Warning, "What the settings change of schedule {Schedule} is not used: it {Problem}")]
    public static partial void ChangeRefused(this ILogger log, string schedule, string problem);

    [LoggerMessage(7002, LogLevel.Information, "Schedule {Schedule} is due next at {Next} ({Rule})")]
    public static partial void Planned(this ILogger log, string schedule, string next, string rule);

    [LoggerMessage(7003, LogLevel.Information, "Schedule {Schedule}: the slot {Slot} was left out: {Why}")]
    public static partial void SlotLeftOut(this ILogger log, string schedule, string slot, string why);

    [LoggerMessage(7004, LogLevel.Error, "Schedule {Schedule} could not be looked at; the others go on, and it is tried again")]
    public static partial void ScheduleFailed(this ILogger log, string schedule, Exception failure);
}
