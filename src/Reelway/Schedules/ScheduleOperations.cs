using Reelway.Configuration;
using Reelway.Engine;
using Reelway.Frame;
using Reelway.Frame.Audit;
using Reelway.Frame.Configuration;
using Reelway.Frame.Schedules;
using Reelway.Frame.Web;

namespace Reelway.Schedules;

/// <summary>What people may see and do of schedules, in the same way whoever asks.</summary>
internal sealed class ScheduleOperations(ScheduleTable table, ScheduleStore store, IRuns runs, TimedWorkBell bell)
{
    /// <summary>How many of the next times are shown with a schedule.</summary>
    public const int ShownTimes = 5;

    public static readonly ProblemKind NotFound = new(404, "schedule-not-found", "There is no such schedule");
    public static readonly ProblemKind CannotRun = new(409, "schedule-cannot-run", "The schedule can't start a run now");

    /// <summary>All schedules, by name.</summary>
    public async Task<IReadOnlyList<ScheduleItem>> ListAsync(CancellationToken cancellation)
    {
        var rows = (await store.ListAsync(cancellation)).ToDictionary(row => row.Name, StringComparer.Ordinal);
        var last = new Dictionary<(string Flow, string Key), RunSummary>();
        foreach (var flow in table.Now.Values.GroupBy(schedule => schedule.Flow, StringComparer.Ordinal))
        {
            var keys = flow.Select(schedule => rows.GetValueOrDefault(schedule.Name)?.LastKey).OfType<string>().ToList();
            foreach (var run in await runs.FindAsync(flow.Key, keys, cancellation))
            {
                last[(flow.Key, run.Key)] = run;
            }
        }

        return [.. table.Now.Values.OrderBy(schedule => schedule.Name, StringComparer.Ordinal).Select(schedule =>
            Item(schedule, rows.GetValueOrDefault(schedule.Name), row => last.GetValueOrDefault((schedule.Flow, row))))];
    }

    /// <summary>One schedule.</summary>
    public async Task<ScheduleItem> FindAsync(string name, CancellationToken cancellation)
    {
        var schedule = Of(name);
        var row = await store.FindAsync(name, cancellation);
        var last = await LastAsync(schedule, row, cancellation);
        return Item(schedule, row, _ => last);
    }

    /// <summary>What begins next, of all schedules or of one.</summary>
    public async Task<NextStarts> NextAsync(string? name, int count, CancellationToken cancellation)
    {
        var rows = (await store.ListAsync(cancellation)).ToDictionary(row => row.Name, StringComparer.Ordinal);
        var schedules = name is null ? table.Now.Values : [Of(name)];
        return new NextStarts([.. schedules
            .SelectMany(schedule => Times(schedule, rows.GetValueOrDefault(schedule.Name)).Take(count).Select(time => new NextStart(schedule.Name, time)))
            .OrderBy(start => start.At).ThenBy(start => start.Schedule, StringComparer.Ordinal).Take(count)]);
    }

    /// <summary>Starts a run now, beside the schedule's times.</summary>
    /// <param name="seed">The same for every attempt of one request; null when it is made once.</param>
    public async Task<StartedSchedule> RunAsync(string name, string actor, string? seed, CancellationToken cancellation)
    {
        var schedule = Of(name);
        if (schedule.Off is { } off)
        {
            throw CannotRun.Because($"Schedule {name} is off: {off}");
        }

        var row = await RowAsync(schedule, cancellation);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(store.NowMs);
        var key = seed is null ? $"{schedule.KeyOf(now)}/by-hand" : $"{name}/{seed}/by-hand";
        var last = await LastAsync(schedule, row, cancellation);
        if (seed is not null && last?.Key == key)
        {
            // The attempt before has started it, and died.
            return Started(last.Id);
        }

        if (last is not null && !last.State.HasEnded())
        {
            throw CannotRun.Because($"Schedule {name} has a run that is still open: {last.Id} is {last.State.Name()}. Wait for its end, or cancel it.");
        }

        var started = await runs.StartManyAsync(
            [RunStart.Of(schedule.Flow, key, new ScheduledSlot(name, now))],
            async session =>
            {
                if (!await ScheduleStore.NoteRunAsync(session, row, key))
                {
                    throw CannotRun.Because($"Schedule {name} has started another run just now.");
                }

                await AuditStore.RecordAsync(session, store.NowMs, actor, "schedule.run", Subject(name), key);
            },
            cancellation);
        return Started(started[0].Id);

        StartedSchedule Started(RunId run) => new(run.ToString(), $"Run {run} of {name} is started; its times stay as they are.");
    }

    /// <summary>Lets nothing of it begin by itself. Paused once more it stays as it is.</summary>
    public async Task<ScheduleItem> PauseAsync(string name, string actor, CancellationToken cancellation)
    {
        await RowAsync(Of(name), cancellation);
        await store.PauseAsync(name, actor, session => AuditStore.RecordAsync(session, store.NowMs, actor, "schedule.paused", Subject(name), ""), cancellation);
        return await FindAsync(name, cancellation);
    }

    /// <summary>Ends its pause: it goes on with the first slot behind now, whatever has passed meanwhile.</summary>
    public async Task<ScheduleItem> ResumeAsync(string name, string actor, CancellationToken cancellation)
    {
        var schedule = Of(name);
        var row = await RowAsync(schedule, cancellation);
        var planned = ScheduleDecision.Planned(schedule, row with { PausedMs = null }, store.NowMs);
        if (await store.ResumeAsync(planned, session => AuditStore.RecordAsync(session, store.NowMs, actor, "schedule.resumed", Subject(name), ""), cancellation))
        {
            bell.Ring();
        }

        return await FindAsync(name, cancellation);
    }

    private static string Subject(string name) => $"schedule/{name}";

    private Schedule Of(string name) => table.Now.GetValueOrDefault(name)
        ?? throw NotFound.Because($"There is no schedule \"{ShownText.Line(name, 60)}\"; there are {string.Join(", ", table.Now.Keys.Order(StringComparer.Ordinal))}.");

    // A command may be the first to know it.
    private async Task<ScheduleRow> RowAsync(Schedule schedule, CancellationToken cancellation)
    {
        if (await store.FindAsync(schedule.Name, cancellation) is { } row)
        {
            return row;
        }

        await store.PlanAsync(before: null, ScheduleDecision.Planned(schedule, null, store.NowMs), cancellation);
        return (await store.FindAsync(schedule.Name, cancellation))!;
    }

    private async Task<RunSummary?> LastAsync(Schedule schedule, ScheduleRow? row, CancellationToken cancellation)
        => row?.LastKey is { } key ? (await runs.FindAsync(schedule.Flow, [key], cancellation)).SingleOrDefault() : null;

    private ScheduleItem Item(Schedule schedule, ScheduleRow? row, Func<string, RunSummary?> runOf)
    {
        var last = row?.LastKey is { } key ? runOf(key) : null;
        return new ScheduleItem(
            schedule.Name, schedule.Text, schedule.Flow, schedule.Rule?.Text ?? ScheduleChange.Off, SettingNames.FromProperty(schedule.Overlap.ToString()),
            schedule.CatchUp.ToString(), Durations.Format(schedule.Jitter), [.. Times(schedule, row).Take(ShownTimes)],
            last is null ? null : new ScheduledRun(last.Id.ToString(), last.State.Name(), last.CreatedAt.UtcDateTime), Time(row?.QueuedMs),
            Time(row?.SkippedMs) is { } left ? new LeftOutSlot(left, row!.SkippedWhy ?? "") : null,
            Time(row?.PausedMs) is { } paused ? new SchedulePause(paused, row!.PausedBy ?? "") : null, schedule.Off);
    }

    /// <summary>When it begins next, and so on.</summary>
    private IEnumerable<DateTime> Times(Schedule schedule, ScheduleRow? row)
    {
        if (schedule.Rule is not { } rule || row?.PausedMs is not null)
        {
            return [];
        }

        // What is planned by another rule does not hold.
        var next = row is not null && row.Rule == schedule.Plan ? row.NextMs : ScheduleDecision.Planned(schedule, row, store.NowMs).NextMs;
        return next is { } first ? rule.After(DateTimeOffset.FromUnixTimeMilliseconds(first - 1)).Select(slot => schedule.DueOf(slot).UtcDateTime) : [];
    }

    private static DateTime? Time(long? ms) => ms is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known).UtcDateTime : null;
}
