using Reelway.Engine.Execution;
using Reelway.Storage;

namespace Reelway.Engine.Stores;

internal sealed partial class RunStore
{
    /// <summary>A run's past in its current generation. One that is claimed for the first time has none.</summary>
    public Task<Journal> LoadAsync(RunLease lease, CancellationToken cancellation)
        => lease is { Epoch: 1, Generation: 0 } ? Task.FromResult(new Journal([], [], [], [])) : database.ReadAsync(
            async session => new Journal(
                await JournalRowsAsync(session, "step", lease.RunId, lease.Generation),
                await OpenStepsAsync(session, lease.RunId, lease.Generation),
                await session.QueryAsync<Intent>("SELECT step, decision FROM intent WHERE run_id = @RunId", lease),
                lease.Generation == 0 ? [] : await session.QueryAsync<Redo>("SELECT step, n FROM redo WHERE run_id = @RunId", lease)),
            cancellation);

    /// <summary>Stores a step's outcome, with the writes of its body, as one transaction.</summary>
    /// <param name="wasOpen">True when the step was remembered as unfinished before.</param>
    /// <param name="slot">The resource of which it held a place, or null.</param>
    /// <returns>True when somebody who waited for the place can go on.</returns>
    /// <exception cref="LeaseLostException">Another worker owns the run; nothing was written.</exception>
    public async Task<bool> CompleteStepAsync(
        OwnedRow outcome, IReadOnlyList<Func<IDbSession, Task>> writes, bool wasOpen, string? slot, CancellationToken cancellation)
    {
        if (writes.Count > 0 || wasOpen || slot is not null || outcome.Row.Kind == StepKind.Once)
        {
            return await CompleteWithMoreAsync(outcome, writes, wasOpen, slot, cancellation);
        }

        return await database.WriteAsync(StepOutcomes.Bulk, outcome, cancellation) ? false : throw new LeaseLostException(outcome.Lease.RunId);
    }

    private Task<bool> CompleteWithMoreAsync(
        OwnedRow outcome, IReadOnlyList<Func<IDbSession, Task>> writes, bool wasOpen, string? slot, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                var (lease, row) = outcome;
                await InsertOutcomeAsync(session, outcome);
                foreach (var write in writes)
                {
                    await write(session);
                }

                if (wasOpen)
                {
                    await session.ExecuteAsync(
                        "DELETE FROM open_step WHERE run_id = @RunId AND generation = @Generation AND pos = @Pos",
                        new { lease.RunId, lease.Generation, row.Pos });
                }

                if (row.Kind == StepKind.Once)
                {
                    await session.ExecuteAsync("DELETE FROM intent WHERE run_id = @RunId AND step = @Name", new { lease.RunId, row.Name });
                }

                return slot is not null && await ReleaseSlotAsync(session, lease, slot, row.Name);
            },
            cancellation);

    /// <summary>Remembers a timer from its start, or that it has fired.</summary>
    public Task SetTimerAsync(RunLease lease, JournalRow row, CancellationToken cancellation)
        => database.WriteAsync(session => InsertOutcomeAsync(session, new OwnedRow(lease, row)), cancellation);

    /// <summary>Writes the intent of a Once step, before its body begins.</summary>
    public Task SetIntentAsync(RunLease lease, string step, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                await FenceAsync(session, lease);
                await session.ExecuteAsync(
                    """
                    INSERT INTO intent(run_id, step, at_ms) VALUES(@RunId, @step, @now)
                    ON CONFLICT(run_id, step) DO UPDATE SET at_ms = excluded.at_ms, decision = NULL
                    """,
                    new { lease.RunId, step, now = NowMs });
            },
            cancellation);

    /// <summary>Remembers a step that is not finished: its attempts, what it waits for, its checkpoint.</summary>
    public Task SaveOpenStepAsync(RunLease lease, OpenStep step, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                await FenceAsync(session, lease);
                await UpsertOpenStepAsync(session, lease, step);
            },
            cancellation);

    /// <summary>Stores a failed attempt and what follows from it, as one transaction.</summary>
    /// <returns>True when somebody who waited for the step's place can go on.</returns>
    public Task<bool> SuspendStepAsync(RunLease lease, SuspendedStep suspended, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                await FenceAsync(session, lease);
                var step = suspended.Step;
                await UpsertOpenStepAsync(session, lease, step);
                if (suspended.Fault is { } fault)
                {
                    await AddAttemptAsync(session, lease, step.Pos, step.Name, fault, step.DueMs);
                    if (suspended.Scope is { } scope)
                    {
                        await BlockAsync(session, scope, suspended.ScopeUntilMs, fault.Sentence);
                    }
                }

                if (suspended.WithoutEffect)
                {
                    await session.ExecuteAsync("DELETE FROM intent WHERE run_id = @RunId AND step = @Name", new { lease.RunId, step.Name });
                }

                return suspended.Slot is { } slot && await ReleaseSlotAsync(session, lease, slot, step.Name);
            },
            cancellation);

    /// <summary>Stores the failed last attempt of a step, and its failure as its outcome.</summary>
    public Task<bool> FailStepAsync(RunLease lease, JournalRow row, Fault fault, string? slot, CancellationToken cancellation)
        => CompleteStepAsync(
            new OwnedRow(lease, row), [session => AddAttemptAsync(session, lease, row.Pos, row.Name, fault, nextMs: null)], wasOpen: true, slot, cancellation);

    private static async Task InsertOutcomeAsync(IDbSession session, OwnedRow outcome)
    {
        if (!(await StepOutcomes.Bulk.WriteAsync(session, [outcome]))[0])
        {
            throw new LeaseLostException(outcome.Lease.RunId);
        }
    }

    private static Task<int> UpsertOpenStepAsync(IDbSession session, RunLease lease, OpenStep step)
        => session.ExecuteAsync(
            """
            INSERT INTO open_step(run_id, generation, pos, name, kind, attempts, started_ms, wait_kind, wait_on, due_ms, attention, sentence, checkpoint)
            VALUES(@RunId, @Generation, @Pos, @Name, @Kind, @Attempts, @StartedMs, @WaitKind, @WaitOn, @DueMs, @Attention, @Sentence, @Checkpoint)
            ON CONFLICT(run_id, generation, pos) DO UPDATE SET attempts = excluded.attempts, started_ms = excluded.started_ms,
              wait_kind = excluded.wait_kind, wait_on = excluded.wait_on, due_ms = excluded.due_ms,
              attention = excluded.attention, sentence = excluded.sentence, checkpoint = excluded.checkpoint
            """,
            new
            {
                lease.RunId,
                lease.Generation,
                step.Pos,
                step.Name,
                step.Kind,
                step.Attempts,
                step.StartedMs,
                step.WaitKind,
                step.WaitOn,
                step.DueMs,
                step.Attention,
                step.Sentence,
                step.Checkpoint,
            });

    private async Task AddAttemptAsync(IDbSession session, RunLease lease, long pos, string name, Fault fault, long? nextMs)
    {
        await session.ExecuteAsync(
            """
            INSERT INTO attempt(run_id, generation, pos, n, kind, sentence, at_ms, next_ms)
            SELECT @RunId, @Generation, @pos, COALESCE(MAX(n), 0) + 1, @Kind, @Sentence, @now, @nextMs
            FROM attempt WHERE run_id = @RunId AND generation = @Generation AND pos = @pos
            """,
            new { lease.RunId, lease.Generation, pos, fault.Kind, fault.Sentence, now = NowMs, nextMs });
        await LogAsync(session, lease.RunId, nextMs is null ? RunLogLevel.Error : RunLogLevel.Warning, name, fault.Sentence);
    }

    private static Task<IReadOnlyList<JournalRow>> JournalRowsAsync(IDbSession session, string from, long runId, long generation)
        => session.QueryAsync<JournalRow>(
            $"""
            SELECT pos, name, kind, outcome, attempts, output, fault, started_ms, ended_ms
            FROM {from} WHERE run_id = @runId AND generation = @generation ORDER BY pos
            """,
            new { runId, generation });

    private static Task<IReadOnlyList<OpenStep>> OpenStepsAsync(IDbSession session, long runId, long generation)
        => session.QueryAsync<OpenStep>(
            """
            SELECT pos, name, kind, attempts, started_ms, wait_kind, wait_on, due_ms,
              attention, sentence, checkpoint
            FROM open_step WHERE run_id = @runId AND generation = @generation ORDER BY pos
            """,
            new { runId, generation });
}

/// <summary>A failed attempt and what follows from it.</summary>
/// <param name="Step">The step as it waits now.</param>
/// <param name="Fault">What it failed of; null when it was held up before it had done anything.</param>
/// <param name="Scope">What is held up with it, or null.</param>
/// <param name="ScopeUntilMs">Until when; null: until a person acts.</param>
/// <param name="WithoutEffect">True when a Once step's intent may be forgotten, since nothing was sent.</param>
/// <param name="Slot">The resource of which it held a place, or null.</param>
internal sealed record SuspendedStep(OpenStep Step, Fault? Fault, string? Scope, long? ScopeUntilMs, bool WithoutEffect, string? Slot);
