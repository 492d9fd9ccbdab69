using Reelway.Frame.Schedules;

namespace Reelway.Schedules;

/// <summary>What is to be done with a schedule that is due. Pure: knows neither clock nor database.</summary>
/// <param name="Start">The slot to start; null: none.</param>
/// <param name="After">How far it has come then; null: nothing changes until the last run has ended.</param>
internal sealed record ScheduleDecision(DateTimeOffset? Start, ScheduleRow? After)
{
    /// <summary>A slot is run although it is late, or left to the catch-up rule: a restart takes less.</summary>
    public static readonly TimeSpan OnTime = TimeSpan.FromMinutes(1);

    // No clock is corrected by more, unless it was wrong altogether: then what it said before means nothing.
    private const long LargestCorrectionMs = 24L * 60 * 60 * 1000;

    /// <summary>A row as it stands when the slots begin behind now, and behind the last one that was started: no slot comes twice when a clock is set back.</summary>
    public static ScheduleRow Planned(Schedule schedule, ScheduleRow? row, long nowMs)
    {
        var from = row?.LastMs is { } last && last > nowMs && last - nowMs <= LargestCorrectionMs ? last : nowMs;
        return Due(schedule, (row ?? new ScheduleRow { Name = schedule.Name }) with
        {
            Rule = schedule.Plan,
            NextMs = schedule.Rule?.Next(Time(from))?.ToUnixTimeMilliseconds(),
            QueuedMs = null,
        });
    }

    /// <summary>Decides for a row of which something is due.</summary>
    /// <param name="isOpen">True while its last run has not ended.</param>
    public static ScheduleDecision Of(Schedule schedule, ScheduleRow row, long nowMs, bool isOpen)
    {
        var due = DueSlots(schedule, row, Time(nowMs), Math.Max(1, schedule.CatchUp.AtMost));
        if (row.QueuedMs is { } queued && !isOpen)
        {
            return new(Time(queued), Due(schedule, row with { QueuedMs = null }));
        }

        if (due.Count == 0)
        {
            return new(null, null);
        }

        var latest = due[^1];
        var behind = row with { NextMs = schedule.Rule!.Next(latest)?.ToUnixTimeMilliseconds() };
        if (schedule.CatchUp == CatchUp.None && Time(nowMs) - schedule.DueOf(latest) > OnTime)
        {
            return new(null, LeftOut(schedule, behind, latest, "nothing ran when it was due"));
        }

        if (!isOpen)
        {
            var passed = due[0].ToUnixTimeMilliseconds() == row.NextMs ? row : row with { SkippedMs = row.NextMs, SkippedWhy = "more had passed than are caught up" };
            return new(due[0], Due(schedule, passed with { NextMs = due.Count > 1 ? due[1].ToUnixTimeMilliseconds() : behind.NextMs }));
        }

        return schedule switch
        {
            { Overlap: Overlap.Skip } => new(null, LeftOut(schedule, behind, latest, "the run before it was still at work")),
            { CatchUp.AtMost: > 1 } => new(null, null),
            _ when row.QueuedMs is null => new(null, Due(schedule, behind with { QueuedMs = latest.ToUnixTimeMilliseconds() })),
            _ => new(null, LeftOut(schedule, behind, latest, "another one waited already for the run before it")),
        };
    }

    // The last ones alone, found from the end: a second's rule has millions in a year.
    private static List<DateTimeOffset> DueSlots(Schedule schedule, ScheduleRow row, DateTimeOffset now, int most)
    {
        if (schedule.Rule is null || row.NextMs is not { } next || schedule.DueOf(Time(next)) > now)
        {
            return [];
        }

        var first = Time(next).AddMilliseconds(-1);
        for (var window = TimeSpan.FromHours(1); ; window *= 2)
        {
            var from = now - first > window ? now - window : first;
            var slots = schedule.Rule.After(from).TakeWhile(slot => slot <= now && schedule.DueOf(slot) <= now).TakeLast(most).ToList();
            if (slots.Count == most || from == first)
            {
                return slots;
            }
        }
    }

    private static ScheduleRow LeftOut(Schedule schedule, ScheduleRow row, DateTimeOffset slot, string why)
        => Due(schedule, row with { SkippedMs = slot.ToUnixTimeMilliseconds(), SkippedWhy = why });

    private static ScheduleRow Due(Schedule schedule, ScheduleRow row) => row with
    {
        // What waits for a run's end is looked at whenever anything is.
        DueMs = row.PausedMs is not null ? null : row.QueuedMs ?? (row.NextMs is { } next ? schedule.DueOf(Time(next)).ToUnixTimeMilliseconds() : null),
    };

    private static DateTimeOffset Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
