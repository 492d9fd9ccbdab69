using Reelway.Engine.Execution;
using Reelway.Storage;

namespace Reelway.Engine.Stores;

internal sealed partial class RunStore
{
    /// <summary>Keeps a signal for a run that may not have begun yet, and wakes the run if it waits for it.</summary>
    public async Task<MoveResult> SignalAsync(SignalOrder order, CancellationToken cancellation)
    {
        var kept = await database.WriteAsync(session => KeepSignalAsync(session, order), cancellation);
        if (kept.RunId is not null || !kept.Result.Moved)
        {
            return kept.Result;
        }

        // The run may have begun, looked and parked while the signal was on its way into the store.
        await database.WriteAsync(
            async session =>
            {
                if (await HeadOfAsync(session, order) is { } run)
                {
                    await WakeForSignalAsync(session, run, order.Name);
                }
            },
            cancellation);
        return kept.Result;
    }

    /// <summary>Takes the first kept signal that the flow can read; ends the wait when its time has come; else remembers that the step waits.</summary>
    /// <param name="begun">The row that holds the end of the wait, to be written now; null when it was, or the wait has no end.</param>
    /// <param name="ended">The step's row as it ends.</param>
    /// <returns>The row as written, or null while the step waits.</returns>
    public Task<JournalRow?> TakeSignalAsync(
        RunLease lease, SignalWait wait, JournalRow? begun, JournalRow ended, OpenStep open, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                await FenceAsync(session, lease);
                var (signal, misfit) = await FirstFittingAsync(session, wait);
                if (signal is null && !(wait.DueMs <= NowMs))
                {
                    if (begun is not null)
                    {
                        await InsertOutcomeAsync(session, new OwnedRow(lease, begun));
                    }

                    await UpsertOpenStepAsync(session, lease, Waiting(open, wait, misfit));
                    return null;
                }

                var row = ended with { Output = signal?.Payload };
                var place = new { lease.RunId, lease.Generation, ended.Pos, signal?.Id };
                await session.ExecuteAsync("DELETE FROM step WHERE run_id = @RunId AND generation = @Generation AND pos = @Pos", place);
                await InsertOutcomeAsync(session, new OwnedRow(lease, row));
                await session.ExecuteAsync("DELETE FROM open_step WHERE run_id = @RunId AND generation = @Generation AND pos = @Pos", place);
                await session.ExecuteAsync("UPDATE signal SET taken_pos = @Pos WHERE id = @Id", place);
                return row;
            },
            cancellation);

    private async Task<KeptSignal> KeepSignalAsync(IDbSession session, SignalOrder order)
    {
        if (order.RunId is { } id)
        {
            if (await session.FindAsync<RunReader.RunFlow>("SELECT flow, key FROM run WHERE id = @id", new { id }) is not { } of)
            {
                return new KeptSignal(NoSuchRun, RunId: null);
            }

            order = order with { Flow = of.Flow, Key = of.Key };
        }

        var run = await HeadOfAsync(session, order);
        if (order.Dedup is not null && await session.FindAsync<long?>(
            "SELECT id FROM signal WHERE flow = @Flow AND key = @Key AND name = @Name AND dedup = @Dedup", order) is not null)
        {
            return new KeptSignal(new MoveResult(Moved: true, "It was kept before under this dedup key, and is delivered once."), run?.Id);
        }

        if (run is not null && run.State.HasEnded())
        {
            return new KeptSignal(
                new MoveResult(Moved: false, $"The run has ended ({run.State.Name()}); nothing in it waits for the signal \"{order.Name}\"."), run.Id);
        }

        await session.ExecuteAsync(
            """
            INSERT INTO signal(flow, key, name, dedup, payload, at_ms) VALUES(@Flow, @Key, @Name, @Dedup, @Payload, @now)
            ON CONFLICT(flow, key, name, dedup) WHERE dedup IS NOT NULL DO NOTHING
            """,
            new { order.Flow, order.Key, order.Name, order.Dedup, order.Payload, now = NowMs });
        if (run is null)
        {
            return new KeptSignal(
                new MoveResult(Moved: true, $"No run of \"{order.Flow}\" with the key \"{order.Key}\" has begun yet; the signal is kept for it."), RunId: null);
        }

        await LogAsync(session, run.Id, RunLogLevel.Info, step: null, $"The signal \"{order.Name}\" came.");
        var waited = await WakeForSignalAsync(session, run, order.Name);
        return new KeptSignal(
            new MoveResult(Moved: true, waited ? "The run has waited for it and goes on." : "It is kept until the run waits for it."), run.Id);
    }

    private static Task<RunHead?> HeadOfAsync(IDbSession session, SignalOrder order)
        => session.FindAsync<RunHead>($"SELECT id, state, generation FROM run WHERE flow = @Flow AND key = @Key{Locked(session)}", order);

    // A run that is just about to park finds one waiting step less than it has, and so looks again.
    private async Task<bool> WakeForSignalAsync(IDbSession session, RunHead run, string name)
    {
        var waited = await session.ExecuteAsync(
            """
            UPDATE open_step SET wait_kind = NULL, attention = NULL, sentence = NULL, due_ms = NULL
            WHERE run_id = @Id AND generation = @Generation AND kind = @signal AND wait_on = @name AND wait_kind IS NOT NULL
            """,
            new { run.Id, run.Generation, signal = StepKind.Signal, name }) > 0;
        if (waited && run.State is RunState.Waiting or RunState.NeedsAttention)
        {
            await RequeueAsync(session, run);
        }

        return waited;
    }

    // One that doesn't fit stays for the record, and doesn't stand in the way of a better one.
    private static async Task<(SignalRow? Signal, string? Misfit)> FirstFittingAsync(IDbSession session, SignalWait wait)
    {
        string? misfit = null;
        for (var after = 0L; ;)
        {
            var signal = await session.FindAsync<SignalRow>(
                """
                SELECT id, payload FROM signal
                WHERE flow = @Flow AND key = @Key AND name = @Name AND taken_pos IS NULL AND id > @after ORDER BY id LIMIT 1
                """,
                new { wait.Flow, wait.Key, wait.Name, after });
            if (signal is null || wait.Misfit(signal.Payload) is not { } why)
            {
                return (signal, misfit);
            }

            misfit ??= why;
            after = signal.Id;
        }
    }

    private static OpenStep Waiting(OpenStep open, SignalWait wait, string? misfit)
    {
        var until = wait.DueMs is { } due ? $" until {DateTimeOffset.FromUnixTimeMilliseconds(due):yyyy-MM-dd HH:mm:ss} UTC" : "";
        return misfit is null
            ? open.Waiting(WaitKind.Signal, $"Waits for the signal \"{wait.Name}\"{until}.", wait.DueMs, wait.Name)
            : open.NeedingPerson(
                AttentionReason.Correction, $"A signal \"{wait.Name}\" came that the flow can't read: {misfit} Send it again as the flow expects it.", wait.Name)
                with
            { DueMs = wait.DueMs };
    }

    private sealed record SignalRow(long Id, string Payload);

    private sealed record KeptSignal(MoveResult Result, long? RunId);
}

/// <summary>A signal as it is to be kept.</summary>
/// <param name="RunId">The run, when it is named by its id: flow and key are then empty.</param>
internal sealed record SignalOrder(long? RunId, string Flow, string Key, string Name, string? Dedup, string Payload);
