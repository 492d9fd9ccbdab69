using Reelway.Engine.Execution;
using Reelway.Storage;

namespace Reelway.Engine.Stores;

/// <summary>Shows runs: what is stored, together with what this process is doing right now.</summary>
internal sealed partial class RunReader(IDatabase database, LiveRuns live)
{
    private const int LargestPage = 500;

    private const string Columns = """
        id, flow, flow_version AS FlowVersion, key, state, attention, why, due_ms AS DueMs, dead_letter AS DeadLetter, generation, parent_id AS ParentId,
        created_ms AS CreatedMs, updated_ms AS UpdatedMs, ended_ms AS EndedMs,
        queue, stamp, aside_ms AS AsideMs,
        (SELECT at_ms FROM replay WHERE run_id = run.id AND replay.generation = run.generation
          UNION ALL SELECT at_ms FROM replay_archive WHERE run_id = run.id AND replay_archive.generation = run.generation) AS ReplayedMs,
        (SELECT name FROM open_step WHERE run_id = run.id AND open_step.generation = run.generation AND wait_kind IS NOT NULL
          ORDER BY attention IS NULL, pos LIMIT 1) AS WaitingStep,
        (SELECT wait_on FROM open_step WHERE run_id = run.id AND open_step.generation = run.generation AND wait_kind = 3 ORDER BY pos LIMIT 1) AS AwaitedSlot
        """;

    // What is archived can't be moved any more, and its data lie elsewhere.
    private const string NeedingPerson =
        "(state = 3 OR (state IN (5, 6) AND aside_ms IS NULL AND EXISTS (SELECT 1 FROM run_data WHERE run_data.run_id = run.id)))";

    public Task<RunView?> FindAsync(RunId id, CancellationToken cancellation)
        => database.ReadAsync(session => FindAsync(session, id), cancellation);

    /// <summary>The runs of a flow that have these keys.</summary>
    public async Task<IReadOnlyList<RunSummary>> FindAsync(string flow, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        if (keys.Count == 0)
        {
            return [];
        }

        var (rows, reasons) = await database.ReadAsync(
            async session =>
            {
                var found = await session.QueryAsync<RunRow>($"SELECT {Columns} FROM run WHERE flow = @flow AND key IN @keys", new { flow, keys = keys.ToList() });
                return (found, await WaitReasons.LoadAsync(session, found, database.NowMs));
            },
            cancellation);
        return [.. rows.Select(row => Summarise(row, reasons))];
    }

    /// <summary>A run's state alone; null when there is no such run.</summary>
    public Task<RunState?> StateAsync(RunId id, CancellationToken cancellation)
        => database.ReadAsync(session => session.FindAsync<RunState?>("SELECT state FROM run WHERE id = @Value", new { id.Value }), cancellation);

    /// <summary>Of these runs those that have not ended.</summary>
    public async Task<IReadOnlyList<RunId>> OpenAsync(IReadOnlyList<RunId> runs, CancellationToken cancellation)
        => runs.Count == 0 ? [] : [.. (await database.ReadAsync(
            session => session.QueryAsync<long>("SELECT id FROM run WHERE id IN @ids AND state < 4", new { ids = runs.Select(run => run.Value).ToList() }),
            cancellation)).Select(id => new RunId(id))];

    /// <summary>What flow a run is of; null when there is no such run.</summary>
    public Task<RunFlow?> FlowAsync(RunId id, CancellationToken cancellation)
        => database.ReadAsync(
            session => session.FindAsync<RunFlow>("SELECT flow, flow_version AS FlowVersion, key FROM run WHERE id = @Value", new { id.Value }), cancellation);

    public async Task<RunPage> ListAsync(RunQuery query, CancellationToken cancellation)
    {
        var limit = Math.Clamp(query.Limit, 1, LargestPage);
        var parameters = new
        {
            states = query.States,
            flow = query.Flow,
            parent = query.Parent?.Value,
            before = query.Before?.Value,
            text = LikePattern.Containing(query.Text ?? ""),
            // Keys that are addresses hold their names percent-encoded.
            address = LikePattern.Containing(Uri.EscapeDataString(query.Text ?? "")),
            also = (query.Also ?? []).Select(run => run.Value).ToList(),
            textId = RunId.TryParse(query.Text?.Trim(), out var id) ? id.Value : (long?)null,
            take = limit + 1,
        };
        var (rows, reasons) = await database.ReadAsync(
            async session =>
            {
                var found = await session.QueryAsync<RunRow>($"SELECT {Columns} FROM run {Where(query)} ORDER BY id DESC LIMIT @take", parameters);
                return (found, await WaitReasons.LoadAsync(session, found, database.NowMs));
            },
            cancellation);
        var items = rows.Take(limit).Select(row => Summarise(row, reasons)).ToList();
        return new RunPage(items, rows.Count > limit ? items[^1].Id : null);
    }

    public async Task<IReadOnlyDictionary<RunState, long>> CountAsync(CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            session => session.QueryAsync<StateCount>("SELECT state, COUNT(*) AS Count FROM run GROUP BY state"), cancellation);
        return Enum.GetValues<RunState>().ToDictionary(state => state, state => rows.FirstOrDefault(row => row.State == state)?.Count ?? 0);
    }

    public Task<long> CountAsync(string flow, RunState state, CancellationToken cancellation)
        => database.ReadAsync(
            session => session.FindAsync<long>("SELECT COUNT(*) FROM run WHERE flow = @flow AND state = @state", new { flow, state }), cancellation);

    public Task<long> CountNeedingPersonAsync(CancellationToken cancellation)
        => database.ReadAsync(session => session.FindAsync<long>($"SELECT COUNT(*) FROM run WHERE {NeedingPerson}"), cancellation);

    /// <summary>How many of these runs are in each state.</summary>
    public async Task<IReadOnlyDictionary<RunState, long>> CountAsync(IReadOnlyList<RunId> runs, CancellationToken cancellation)
    {
        var ids = runs.Select(run => run.Value).ToList();
        var rows = await database.ReadAsync(
            session => session.QueryAsync<StateCount>("SELECT state, COUNT(*) AS Count FROM run WHERE id IN @ids GROUP BY state", new { ids }), cancellation);
        return Enum.GetValues<RunState>().ToDictionary(state => state, state => rows.FirstOrDefault(row => row.State == state)?.Count ?? 0);
    }

    /// <summary>True when a run has failed with its attempts spent; null when there is no such run.</summary>
    public Task<bool?> IsDeadLetterAsync(RunId id, CancellationToken cancellation)
        => database.ReadAsync<bool?>(
            async session => await session.FindAsync<long?>(
                "SELECT CASE WHEN state = 6 AND dead_letter = 1 THEN 1 ELSE 0 END FROM run WHERE id = @Value", new { id.Value }) is { } dead ? dead == 1 : null,
            cancellation);

    public Task<IReadOnlyList<RunLogLine>> LogAsync(RunId id, long afterId, int limit, CancellationToken cancellation)
        => database.ReadAsync<IReadOnlyList<RunLogLine>>(
            async session =>
            {
                var rows = await session.QueryAsync<LogRow>(
                    $"SELECT id, at_ms AS AtMs, level, step, message FROM {ArchivedTables.Both("run_log")} WHERE run_id = @Value AND id > @afterId ORDER BY id LIMIT @take",
                    new { id.Value, afterId, take = Math.Clamp(limit, 1, 10_000) });
                return [.. rows.Select(row => new RunLogLine(row.Id, Time(row.AtMs), row.Level, row.Step, row.Message))];
            },
            cancellation);

    private async Task<RunView?> FindAsync(IDbSession session, RunId id)
    {
        if (await session.FindAsync<RunRow>($"SELECT {Columns} FROM run WHERE id = @Value", new { id.Value }) is not { } run)
        {
            return null;
        }

        var data = await session.FindAsync<DataRow>($"SELECT input, output FROM {ArchivedTables.Both("run_data")} WHERE run_id = @Value", new { id.Value });
        var steps = await StepViews.LoadAsync(session, run.Id, run.Generation, run.State, live.Find(run.Id));
        var reasons = await WaitReasons.LoadAsync(session, [run], database.NowMs);
        return new RunView(Summarise(run, reasons), StepViews.Json(data?.Input), StepViews.Json(data?.Output), steps);
    }

    private RunSummary Summarise(RunRow run, WaitReasons reasons)
    {
        var running = live.Find(run.Id)?.Steps.Values.MinBy(step => step.StartedMs);
        return new RunSummary(
            new RunId(run.Id), run.Flow, (int)run.FlowVersion, run.Key, run.State, run.Attention, reasons.Of(run),
            run.State is RunState.Waiting or RunState.NeedsAttention && run.DueMs is { } due ? Time(due) : null,
            run.DeadLetter != 0, run.State.HasEnded() ? null : running?.Name ?? run.WaitingStep, running?.Progress.Fraction,
            Time(run.CreatedMs), Time(run.UpdatedMs), run.EndedMs is { } ended ? Time(ended) : null,
            run.ParentId is { } parent ? new RunId(parent) : null, run.Stamp, run.AsideMs is not null)
        {
            ReplayedAt = run.ReplayedMs is { } replayed ? Time(replayed) : null,
        };
    }

    // Only what is asked for, so that the right index serves it.
    private static string Where(RunQuery query)
    {
        var conditions = new List<string>();
        if (query.States is { Count: > 0 })
        {
            conditions.Add("state IN @states");
        }

        if (query.DeadLetters)
        {
            // The state as well, since that is what there is an index for.
            conditions.Add("state = 6 AND dead_letter = 1");
        }

        if (query.NeedsPerson)
        {
            conditions.Add(NeedingPerson);
        }

        if (query.Flow is not null)
        {
            conditions.Add("flow = @flow");
        }

        if (query.Parent is not null)
        {
            conditions.Add("parent_id = @parent");
        }

        if (query.Before is not null)
        {
            conditions.Add("id < @before");
        }

        if (!string.IsNullOrWhiteSpace(query.Text))
        {
            var also = query.Also is { Count: > 0 } ? " OR id IN @also" : "";
            conditions.Add($@"(id = @textId OR key LIKE @text ESCAPE '\' OR key LIKE @address ESCAPE '\' OR why LIKE @text ESCAPE '\'{also})");
        }

        return conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
    }

    private static DateTimeOffset Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    internal sealed class RunFlow
    {
        public string Flow { get; init; } = "";

        public long FlowVersion { get; init; }

        public string Key { get; init; } = "";
    }

    internal sealed class RunRow
    {
        public long Id { get; init; }

        public string Flow { get; init; } = "";

        public long FlowVersion { get; init; }

        public string Key { get; init; } = "";

        public RunState State { get; init; }

        public AttentionReason? Attention { get; init; }

        public string? Why { get; init; }

        public long? DueMs { get; init; }

        public long DeadLetter { get; init; }

        public long Generation { get; init; }

        public long CreatedMs { get; init; }

        public long UpdatedMs { get; init; }

        public long? EndedMs { get; init; }

        public long? ParentId { get; init; }

        public long? ReplayedMs { get; init; }

        public string? WaitingStep { get; init; }

        public string Queue { get; init; } = "";

        public string? Stamp { get; init; }

        public long? AsideMs { get; init; }

        /// <summary>The resource of which a step waits for a place; null when none does.</summary>
        public string? AwaitedSlot { get; init; }
    }

    private sealed class DataRow
    {
        public string? Input { get; init; }

        public string? Output { get; init; }
    }

    private sealed class StateCount
    {
        public RunState State { get; init; }

        public long Count { get; init; }
    }

    private sealed class LogRow
    {
        public long Id { get; init; }

        public long AtMs { get; init; }

        public RunLogLevel Level { get; init; }

        public string? Step { get; init; }

        public string Message { get; init; } = "";
    }
}
