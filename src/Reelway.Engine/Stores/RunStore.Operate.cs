using Reelway.Engine.Execution;
using Reelway.Storage;

namespace Reelway.Engine.Stores;

internal sealed partial class RunStore
{
    public static readonly MoveResult NoSuchRun = new(Moved: false, "There is no such run.", Found: false);

    /// <summary>Lets a run go on at its failed or parked steps, in the same generation.</summary>
    public Task<MoveResult> RetryAsync(RunId id, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                if (await HeadAsync(session, id) is not { } run)
                {
                    return NoSuchRun;
                }

                if ((await RefusalOfPutAwayAsync(session, run) ?? await RefusalOfRetryAsync(session, run)) is { } refusal)
                {
                    return new MoveResult(Moved: false, refusal);
                }

                await ClearWaitsAsync(session, run);
                await session.ExecuteAsync(
                    "DELETE FROM step WHERE run_id = @Id AND generation = @Generation AND outcome = @failed",
                    new { run.Id, run.Generation, failed = StepOutcome.Failed });
                await RequeueAsync(session, run);
                await session.ExecuteAsync("UPDATE run SET crashes = 0 WHERE id = @Id", new { run.Id });
                await LogAsync(session, run.Id, RunLogLevel.Info, step: null, "Retried by hand.");
                return new MoveResult(Moved: true, $"It goes on at its first step without outcome; finished steps are kept.{await ParentHasSeenAsync(session, run)}");
            },
            cancellation);

    /// <summary>Puts a failed run aside; a dead letter is none any more then.</summary>
    public Task<MoveResult> PutAsideAsync(RunId id, string reason, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                if (await HeadAsync(session, id) is not { } run)
                {
                    return NoSuchRun;
                }

                if (run.State is not (RunState.Failed or RunState.Partial))
                {
                    return new MoveResult(Moved: false, $"It is {run.State.Name()}; only runs that have failed, wholly or in part, are put aside.");
                }

                if (await session.ExecuteAsync("UPDATE run SET aside_ms = @now, dead_letter = 0 WHERE id = @Id AND aside_ms IS NULL", new { run.Id, now = NowMs }) == 0)
                {
                    return new MoveResult(Moved: false, "It was put aside before.");
                }

                await LogAsync(session, run.Id, RunLogLevel.Info, step: null, $"Put aside by hand: {reason}");
                return new MoveResult(Moved: true, $"It stays {run.State.Name()} and needs nobody any more. A retry brings it back.");
            },
            cancellation);

    /// <summary>Answers for a Once step whose outcome is unknown.</summary>
    public Task<MoveResult> DecideAsync(RunId id, string step, Decision decision, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                if (await HeadAsync(session, id) is not { } run)
                {
                    return NoSuchRun;
                }

                var asked = !run.State.HasEnded() && await session.ExecuteAsync(
                    """
                    UPDATE open_step SET wait_kind = NULL, attention = NULL, sentence = NULL
                    WHERE run_id = @Id AND generation = @Generation AND name = @step AND attention = @asking
                    """,
                    new { run.Id, run.Generation, step, asking = AttentionReason.Decision }) > 0;
                if (!asked)
                {
                    return new MoveResult(Moved: false, $"No decision is asked for a step named \"{step}\" of this run.");
                }

                await session.ExecuteAsync(
                    "UPDATE intent SET decision = @decision WHERE run_id = @Id AND step = @step", new { run.Id, step, decision });
                if (run.State is RunState.NeedsAttention or RunState.Waiting)
                {
                    await RequeueAsync(session, run);
                }

                var said = decision == Decision.Sent ? "it has happened and is not repeated" : "it has not happened and is done again";
                await LogAsync(session, run.Id, RunLogLevel.Info, step, $"Decided by hand: {said}.");
                return new MoveResult(Moved: true, $"Step \"{step}\": {said}. The run goes on.");
            },
            cancellation);

    // Locked: what is decided by its state must still be so when it is written.
    private static Task<RunHead?> HeadAsync(IDbSession session, RunId id)
        => session.FindAsync<RunHead>($"SELECT id, state, generation FROM run WHERE id = @Value{Locked(session)}", new { id.Value });

    private static async Task<string?> RefusalOfRetryAsync(IDbSession session, RunHead run) => run.State switch
    {
        RunState.Failed or RunState.Partial => null,
        RunState.NeedsAttention => await session.FindAsync<string>(
            "SELECT name FROM open_step WHERE run_id = @Id AND generation = @Generation AND attention = @decision LIMIT 1",
            new { run.Id, run.Generation, decision = AttentionReason.Decision }) is { } step
            ? $"Step \"{step}\" may have happened. Say whether it has: decide \"sent\" or \"send-again\"."
            : null,
        RunState.Waiting => await WaitsOnlyForOthersAsync(session, run),
        RunState.Queued or RunState.Running => $"It is {run.State.Name()} already.",
        _ => $"It has {run.State.Name()}; there is nothing to retry.",
    };

    // A retry by hand shortens its own back-off. It does not break into a block that others keep as well, nor a timer of the flow.
    private static async Task<string?> WaitsOnlyForOthersAsync(IDbSession session, RunHead run)
    {
        var own = await session.FindAsync<long>(
            "SELECT COUNT(*) FROM open_step WHERE run_id = @Id AND generation = @Generation AND wait_kind IN (@retry, @poll) AND wait_on IS NULL",
            new { run.Id, run.Generation, retry = WaitKind.Retry, poll = WaitKind.Poll });
        return own > 0 ? null : "It waits for others and goes on by itself; see why it waits.";
    }

    private async Task ClearWaitsAsync(IDbSession session, RunHead run)
    {
        var paused = await session.QueryAsync<string>(
            "SELECT wait_on FROM open_step WHERE run_id = @Id AND generation = @Generation AND attention IN @credentials AND wait_on IS NOT NULL",
            new { run.Id, run.Generation, credentials = RefusedCredentials });
        foreach (var scope in paused.Distinct().Order(StringComparer.Ordinal))
        {
            await LiftBlockAsync(session, scope);
        }

        await session.ExecuteAsync(
            """
            UPDATE open_step SET attempts = 0, wait_kind = NULL, wait_on = NULL, due_ms = NULL, attention = NULL, sentence = NULL, started_ms = @now
            WHERE run_id = @Id AND generation = @Generation AND wait_kind <> @timer
            """,
            new { run.Id, run.Generation, timer = WaitKind.Timer, now = NowMs });
    }

    private async Task LiftBlockAsync(IDbSession session, string scope)
    {
        await LockNameAsync(session, scope);
        await session.ExecuteAsync("DELETE FROM block WHERE scope = @scope", new { scope });
        await session.ExecuteAsync(
            $"""
            UPDATE run SET state = {States.Queued}, attention = NULL, due_ms = NULL, updated_ms = @now
            WHERE {States.Parked} AND id IN (SELECT run_id FROM open_step WHERE wait_on = @scope AND wait_kind = @block)
            """,
            new { scope, block = WaitKind.Block, now = NowMs });
    }

    private Task<int> RequeueAsync(IDbSession session, RunHead run)
        => session.ExecuteAsync(
            $"""
            UPDATE run SET state = {States.Queued}, why = NULL, attention = NULL, dead_letter = 0, aside_ms = NULL, due_ms = NULL, ended_ms = NULL,
              ready_ms = @now, updated_ms = @now
            WHERE id = @Id
            """,
            new { run.Id, now = NowMs });

    private sealed record RunHead(long Id, RunState State, long Generation);
}
