namespace Reelway.Frame.Schedules;

/// <summary>What the run of a schedule is given.</summary>
/// <param name="Schedule">The schedule's name.</param>
/// <param name="At">The slot, or when a person started it.</param>
internal sealed record ScheduledSlot(string Schedule, DateTimeOffset At);
