using Reelway.Engine.Execution;
using Reelway.Storage;

namespace Reelway.Engine.Stores;

/// <summary>Shows runs: what is stored, together with what this process is doing right now.</summary>
internal sealed partial class RunReader(IDatabase database, LiveRuns live)
{
    private const int LargestPage = 500;

    private const string Columns = """
        id, flow, flow_version, key, state, attention, why, due_ms, dead_letter, generation, parent_id,
        created_ms, updated_ms, ended_ms,
        queue, stamp, aside_ms,
        (SELECT at_ms FROM replay WHERE run_id = run.id AND replay.generation = run.generation
          UNION ALL SELECT at_ms FROM replay_archive WHERE run_id = run.id AND replay_archive.generation = run.generation) AS replayed_ms,
        (SELECT name FROM open_step WHERE run_id = run.id AND open_step.generation = run.generation AND wait_kind IS NOT NULL
          ORDER BY attention IS NULL, pos LIMIT 1) AS waiting_step,
        (SELECT wait_on FROM open_step WHERE run_id = run.id AND open_step.generation = run.generation AND wait_kind = 3 ORDER BY pos LIMIT 1) AS awaited_slot
        """;

    // What is archived can't be moved any more, and its data lie elsewhere.
    private const string NotAside = "aside_ms IS NULL AND (SELECT run_id FROM run_data WHERE run_data.run_id = run.id) IS NOT NULL";

    // Each state by itself, so that SQLite finds it by the index of the few.
    private const string NeedingPerson =
        $"(state = {States.NeedsAttention} OR (state = {States.Partial} AND {NotAside}) OR (state = {States.Failed} AND {NotAside}))";

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
        => database.ReadAsync(session => session.FindAsync<RunState?>("SELECT state FROM run WHERE id = @id", new { id }), cancellation);

    /// <summary>Of these runs those that have not ended.</summary>
    public async Task<IReadOnlyList<RunId>> OpenAsync(IReadOnlyList<RunId> runs, CancellationToken cancellation)
        => runs.Count == 0 ? [] : [.. (await database.QueryAsync<long>(
            "SELECT id FROM run WHERE id IN @ids AND state < 4", new { ids = runs.Select(run => run.Value).ToList() }, cancellation)).Select(id => new RunId(id))];

    /// <summary>What flow a run is of; null when there is no such run.</summary>
    public Task<RunFlow?> FlowAsync(RunId id, CancellationToken cancellation)
        => database.ReadAsync(
            session => session.FindAsync<RunFlow>("SELECT flow, flow_version, key FROM run WHERE id = @id", new { id }), cancellation);

    public async Task<RunPage> ListAsync(RunQuery query, CancellationToken cancellation)
    {
        var limit = Math.Clamp(query.Limit, 1, LargestPage);
        var parameters = new
        {
            flow = query.Flow,
            parent = query.Parent,
            before = query.Before,
            text = LikePattern.Containing(query.Text ?? ""),
            // Keys that are addresses hold their names percent-encoded.
            address = LikePattern.Containing(Uri.EscapeDataString(query.Text ?? "")),
            also = query.Also ?? [],
            textId = RunId.TryParse(query.Text?.Trim(), out var id) ? id : (RunId?)null,
            take = limit + 1,
        };
        var (rows, reasons) = await database.ReadAsync(
            async session =>
            {
                var by = await RunIndexes.ForAsync(session, query);
                var found = await session.QueryAsync<RunRow>($"SELECT {Columns} FROM run {by} {Where(query)} ORDER BY id DESC LIMIT @take", parameters);
                return (found, await WaitReasons.LoadAsync(session, found, database.NowMs));
            },
            cancellation);
        var items = rows.Take(limit).Select(row => Summarise(row, reasons)).ToList();
        return new RunPage(items, rows.Count > limit ? items[^1].Id : null);
    }

    public Task<IReadOnlyDictionary<RunState, long>> CountAsync(CancellationToken cancellation)
        => AllStatesAsync(RunCounts.ByStateAsync, cancellation);

    public Task<long> CountAsync(string flow, RunState state, CancellationToken cancellation)
        => database.ReadAsync(session => RunCounts.OfFlowAsync(session, flow, state), cancellation);

    public Task<long> CountNeedingPersonAsync(CancellationToken cancellation)
        => database.ReadAsync(session => session.FindAsync<long>($"SELECT COUNT(*) FROM run WHERE {NeedingPerson}"), cancellation);

    /// <summary>How many of these runs are in each state.</summary>
    public Task<IReadOnlyDictionary<RunState, long>> CountAsync(IReadOnlyList<RunId> runs, CancellationToken cancellation)
        => AllStatesAsync(
            async session => (await session.QueryAsync<(RunState State, long Count)>("SELECT state, COUNT(*) FROM run WHERE id IN @runs GROUP BY state", new { runs }))
                .ToDictionary(row => row.State, row => row.Count),
            cancellation);

    /// <summary>True when a run has failed with its attempts spent; null when there is no such run.</summary>
    public Task<bool?> IsDeadLetterAsync(RunId id, CancellationToken cancellation)
        => database.ReadAsync(
            session => session.FindAsync<bool?>(
                $"SELECT CASE WHEN state = {States.Failed} AND dead_letter = 1 THEN 1 ELSE 0 END FROM run WHERE id = @id", new { id }),
            cancellation);

    public Task<IReadOnlyList<RunLogLine>> LogAsync(RunId id, long afterId, int limit, CancellationToken cancellation)
        => database.ReadAsync(
            session => session.QueryAsync<RunLogLine>(
                $"SELECT id, at_ms, level, step, message FROM {ArchivedTables.Both("run_log")} WHERE run_id = @id AND id > @afterId ORDER BY id LIMIT @take",
                new { id, afterId, take = Math.Clamp(limit, 1, 10_000) }),
            cancellation);

    private async Task<IReadOnlyDictionary<RunState, long>> AllStatesAsync(Func<IDbSession, Task<Dictionary<RunState, long>>> count, CancellationToken cancellation)
    {
        var counts = await database.ReadAsync(count, cancellation);
        return Enum.GetValues<RunState>().ToDictionary(state => state, state => counts.GetValueOrDefault(state));
    }

    private async Task<RunView?> FindAsync(IDbSession session, RunId id)
    {
        if (await session.FindAsync<RunRow>($"SELECT {Columns} FROM run WHERE id = @id", new { id }) is not { } run)
        {
            return null;
        }

        var data = await session.FindAsync<(string? Input, string? Output)?>($"SELECT input, output FROM {ArchivedTables.Both("run_data")} WHERE run_id = @id", new { id });
        var steps = await StepViews.LoadAsync(session, run.Id.Value, run.Generation, run.State, live.Find(run.Id.Value));
        var reasons = await WaitReasons.LoadAsync(session, [run], database.NowMs);
        return new RunView(Summarise(run, reasons), StepViews.Json(data?.Input), StepViews.Json(data?.Output), steps);
    }

    private RunSummary Summarise(RunRow run, WaitReasons reasons)
    {
        var running = live.Find(run.Id.Value)?.Steps.Values.MinBy(step => step.StartedMs);
        return new RunSummary(
            run.Id, run.Flow, run.FlowVersion, run.Key, run.State, run.Attention, reasons.Of(run),
            run.State is RunState.Waiting or RunState.NeedsAttention ? run.Due : null,
            run.DeadLetter, run.State.HasEnded() ? null : running?.Name ?? run.WaitingStep, running?.Progress.Fraction,
            run.CreatedAt, run.UpdatedAt, run.EndedAt, run.ParentId, run.Stamp, run.AsideAt is not null)
        {
            ReplayedAt = run.ReplayedAt,
        };
    }

    // Only what is asked for, so that the right index serves it.
    private static string Where(RunQuery query)
    {
        var conditions = new List<string>();
        if (query.States is { Count: > 0 } states)
        {
            conditions.Add(RunIndexes.In(states));
        }

        if (query.DeadLetters)
        {
            conditions.Add($"state = {States.Failed} AND dead_letter = 1");
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

    internal sealed record RunFlow(string Flow, int FlowVersion, string Key);

    /// <param name="AwaitedSlot">The resource of which a step waits for a place; null when none does.</param>
    internal sealed record RunRow(
        RunId Id, string Flow, int FlowVersion, string Key, RunState State, AttentionReason? Attention, string? Why, DateTimeOffset? Due, bool DeadLetter,
        long Generation, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? EndedAt, RunId? ParentId, DateTimeOffset? ReplayedAt,
        string? WaitingStep, string Queue, string? Stamp, DateTimeOffset? AsideAt, string? AwaitedSlot);
}
