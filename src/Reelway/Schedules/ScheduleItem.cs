using System.Text.Json;
using System.Text.Json.Serialization;
using Reelway.Frame.Operations;

namespace Reelway.Schedules;

/// <summary>A schedule as the API and <c>--json</c> show it. Times are UTC.</summary>
/// <param name="Text">What it does.</param>
/// <param name="When">Its rule; <c>off</c> when it is off.</param>
/// <param name="CatchUp">What becomes of slots that pass while nothing runs: <c>none</c>, <c>one</c>, <c>all 31</c>.</param>
/// <param name="Jitter">How much later a slot may begin.</param>
/// <param name="Next">When it begins next, five times at most; none while it is paused or off.</param>
/// <param name="LastRun">The last run that it has started and that is still known.</param>
/// <param name="Waiting">The slot that waits for the end of the last run.</param>
/// <param name="LeftOut">The last slot that was left out.</param>
/// <param name="Off">Why it is off, in a sentence.</param>
internal sealed record ScheduleItem(
    string Name, string Text, string Flow, string When, string Overlap, string CatchUp, string Jitter, IReadOnlyList<DateTime> Next,
    ScheduledRun? LastRun, DateTime? Waiting, LeftOutSlot? LeftOut, SchedulePause? Paused, string? Off)
{
    public static ScheduleItem Sample { get; } = new(
        "runs.archive", "Archive runs that ended a while ago", "runs.archive", "daily 03:30 Europe/Prague", "skip", "one", "0s",
        [.. Enumerable.Range(0, 5).Select(day => new DateTime(2026, 3, 5 + day, 2, 30, 0, DateTimeKind.Utc))],
        new ScheduledRun("run_06agn9k2w4008", "succeeded", new DateTime(2026, 3, 4, 2, 30, 0, DateTimeKind.Utc)), Waiting: null, LeftOut: null, Paused: null, Off: null);
}

/// <summary>A run that a schedule has started.</summary>
internal sealed record ScheduledRun(string Id, string State, DateTime CreatedAt);

/// <summary>A slot that was left out, and why.</summary>
internal sealed record LeftOutSlot(DateTime At, string Why);

/// <summary>Since when a schedule is paused, and who has done it.</summary>
internal sealed record SchedulePause(DateTime At, string By);

/// <summary>A time at which a schedule begins.</summary>
internal sealed record NextStart(string Schedule, DateTime At)
{
    public static NextStart Sample { get; } = new("runs.archive", new DateTime(2026, 3, 5, 2, 30, 0, DateTimeKind.Utc));
}

/// <summary>What begins next, the soonest first.</summary>
internal sealed record NextStarts(IReadOnlyList<NextStart> Items);

/// <summary>A run that a person has started by way of its schedule.</summary>
internal sealed record StartedSchedule(string Run, string Sentence);

/// <summary>The shapes of the API and of <c>--json</c>, which are the same.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ListOf<ScheduleItem>))]
[JsonSerializable(typeof(NextStarts))]
[JsonSerializable(typeof(StartedSchedule))]
internal sealed partial class SchedulesJson : JsonSerializerContext;
