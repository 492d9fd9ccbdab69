using System.Collections.Concurrent;
using Reelway.Engine;
using Reelway.Frame;
using Reelway.Frame.Schedules;
using Reelway.Storage;

namespace Reelway.Schedules;

/// <summary>Starts what is due. Every process that executes runs does it; the row of a schedule decides which of them starts a slot.</summary>
internal sealed class SchedulePump : ITimedWork, IDisposable
{
    // Runs whose ends slots wait for.
    private readonly ConcurrentDictionary<RunId, bool> _awaited = [];
    private readonly EndedRuns _ended;
    private readonly ScheduleTable _table;
    private readonly ScheduleStore _store;
    private readonly IRuns _runs;
    private readonly ILogger<SchedulePump> _log;

    private IReadOnlyDictionary<string, Schedule>? _planned;

    public SchedulePump(ScheduleTable table, ScheduleStore store, IRuns runs, TimedWorkBell bell, ILogger<SchedulePump> log)
    {
        (_table, _store, _runs, _log) = (table, store, runs, log);
        _ended = new EndedRuns(ended =>
        {
            if (_awaited.TryRemove(ended.Run, out _))
            {
                bell.Ring();
            }
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _ended.Dispose();

    /// <inheritdoc/>
    public async Task<long?> RunAsync(CancellationToken cancellation)
    {
        await PlanAsync(cancellation);
        var now = _store.NowMs;
        for (ScheduleRow? last = null; ;)
        {
            var page = await _store.DueAsync(now, last, cancellation);
            var open = await OpenAsync(page, cancellation);
            await Task.WhenAll(page.Select(row => LookAsync(row, now, row.LastKey is { } key && open.Contains((row.Name, key)), cancellation)));
            if (page.Count < ScheduleStore.PageSize)
            {
                // What is due and was not started waits for a run's end, which rings, or for another process; the sweep looks at it again.
                return await _store.NextDueAsync(now, cancellation);
            }

            last = page[^1];
        }
    }

    /// <summary>Plans the schedules that are new, or whose times have changed: by settings, by the program, or by the law of their zone.</summary>
    private async Task PlanAsync(CancellationToken cancellation)
    {
        var schedules = _table.Now;
        if (_planned == schedules)
        {
            return;
        }

        var rows = (await _store.ListAsync(cancellation)).ToDictionary(row => row.Name, StringComparer.Ordinal);
        foreach (var schedule in schedules.Values)
        {
            var row = rows.GetValueOrDefault(schedule.Name);
            var planned = ScheduleDecision.Planned(schedule, row, _store.NowMs);
            if (row is null || row.Rule != planned.Rule || (row.NextMs > _store.NowMs && row.NextMs != planned.NextMs))
            {
                await PlanAsync(schedule, row, planned, cancellation);
            }
        }

        _planned = schedules;
    }

    private async Task PlanAsync(Schedule schedule, ScheduleRow? row, ScheduleRow planned, CancellationToken cancellation)
    {
        if (await _store.PlanAsync(row, planned, cancellation) && planned.NextMs is { } next)
        {
            _log.Planned(schedule.Name, Schedule.Shown(Time(next)), planned.Rule);
        }
    }

    /// <summary>Which of the schedules' last runs have not ended.</summary>
    private async Task<HashSet<(string Schedule, string Key)>> OpenAsync(IReadOnlyList<ScheduleRow> rows, CancellationToken cancellation)
    {
        var open = new HashSet<(string, string)>();
        var known = rows.Where(row => row.LastKey is not null && _table.Now.ContainsKey(row.Name));
        foreach (var flow in known.GroupBy(row => _table.Now[row.Name].Flow, StringComparer.Ordinal))
        {
            var found = await _runs.FindAsync(flow.Key, [.. flow.Select(row => row.LastKey!)], cancellation);
            foreach (var ended in found.Where(run => run.State.HasEnded()))
            {
                _awaited.TryRemove(ended.Id, out _);
            }

            var ids = found.Where(run => !run.State.HasEnded()).ToDictionary(run => run.Key, run => run.Id, StringComparer.Ordinal);
            foreach (var row in flow.Where(row => ids.ContainsKey(row.LastKey!)))
            {
                open.Add((row.Name, row.LastKey!));
                if (_table.Now[row.Name].Overlap == Overlap.Queue)
                {
                    _awaited[ids[row.LastKey!]] = true;
                }
            }
        }

        return open;
    }

    private async Task LookAsync(ScheduleRow row, long now, bool isOpen, CancellationToken cancellation)
    {
        if (!_table.Now.TryGetValue(row.Name, out var schedule))
        {
            // Another version's, or one that is no more.
            return;
        }

        try
        {
            if (row.Rule == schedule.Plan)
            {
                await CarryOutAsync(schedule, row, ScheduleDecision.Of(schedule, row, now, isOpen), cancellation);
            }
            else if (now - row.DueMs > ScheduleDecision.OnTime.TotalMilliseconds)
            {
                // The process that goes by the other rule is gone.
                await PlanAsync(schedule, row, ScheduleDecision.Planned(schedule, row, now), cancellation);
            }
        }
        catch (Exception failure) when (failure is not (StorageException or OperationCanceledException))
        {
            _log.ScheduleFailed(row.Name, failure);
        }
    }

    private async Task CarryOutAsync(Schedule schedule, ScheduleRow row, ScheduleDecision decision, CancellationToken cancellation)
    {
        if (decision is { Start: { } slot, After: { } after })
        {
            await StartAsync(schedule, slot, row, after, cancellation);
        }
        else if (decision.After is { } left && await _store.MoveAsync(row, left, cancellation) && left.SkippedMs is { } skipped && skipped != row.SkippedMs)
        {
            _log.SlotLeftOut(schedule.Name, Schedule.Shown(Time(skipped)), left.SkippedWhy ?? "");
        }
    }

    private async Task StartAsync(Schedule schedule, DateTimeOffset slot, ScheduleRow row, ScheduleRow after, CancellationToken cancellation)
    {
        var key = schedule.KeyOf(slot);
        after = after with { LastMs = slot.ToUnixTimeMilliseconds(), LastKey = key };
        try
        {
            // Where the slot's run is there already, since the table was restored or a clock was far ahead, the schedule moves on all the same.
            await _runs.StartManyAsync([RunStart.Of(schedule.Flow, key, new ScheduledSlot(schedule.Name, slot))], session => TakeAsync(session, row, after), cancellation);
        }
        catch (SlotTakenException)
        {
            // Another process has started it, or somebody has paused the schedule since it was looked at: nothing was stored.
        }
    }

    private static async Task TakeAsync(IDbSession session, ScheduleRow row, ScheduleRow after)
    {
        if (!await ScheduleStore.MoveAsync(session, row, after))
        {
            throw new SlotTakenException();
        }
    }

    private static DateTimeOffset Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    /// <summary>Undoes the start of a slot that is no longer this process's to start.</summary>
    private sealed class SlotTakenException : Exception;
}
