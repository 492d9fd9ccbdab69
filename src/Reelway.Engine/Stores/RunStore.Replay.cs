using Reelway.Engine.Execution;
using Reelway.Storage;

namespace Reelway.Engine.Stores;

internal sealed partial class RunStore
{
    /// <summary>Step names that a refusal lists at most.</summary>
    private const int NamedSteps = 30;

    /// <summary>Begins a new generation that keeps what lies before the step.</summary>
    public Task<MoveResult> ReplayAsync(RunId id, ReplayOrder order, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                if (await HeadAsync(session, id) is not { } run)
                {
                    return NoSuchRun;
                }

                if (run.State is RunState.Queued or RunState.Running)
                {
                    return new MoveResult(Moved: false, $"It is {run.State.Name()}. Cancel it first, or wait until it has ended.");
                }

                if (await RefusalOfPutAwayAsync(session, run) is { } refusal)
                {
                    return new MoveResult(Moved: false, refusal);
                }

                var steps = await ReachedAsync(session, run);
                if (steps.FirstOrDefault(step => step.Name == order.FromStep) is not { } from)
                {
                    return new MoveResult(Moved: false, UnknownStep(order.FromStep, steps));
                }

                var next = new NextGeneration(run.Id, run.Generation, run.Generation + 1, from.Pos);
                await CopyKeptAsync(session, next);
                await (order.Resend ? AllowResendAsync(session, next) : RememberSentAsync(session, next));
                await GiveSignalsBackAsync(session, next);
                await BeginGenerationAsync(session, run, next, order);
                await LogAsync(
                    session, run.Id, RunLogLevel.Info, from.Name,
                    $"Replayed by hand from here{(order.Input is null ? "" : ", with edited input")}{(order.Resend ? ", sending again" : "")}.");
                return new MoveResult(
                    Moved: true, $"It goes on at step \"{from.Name}\", in generation {next.Generation}; what it did before that step is kept.{await TakenBackAsync(session, run)}");
            },
            cancellation);

    private static Task<IReadOnlyList<ReachedStep>> ReachedAsync(IDbSession session, RunHead run)
        => session.QueryAsync<ReachedStep>(
            """
            SELECT pos, name FROM step WHERE run_id = @Id AND generation = @Generation AND kind <> @undo
            UNION SELECT pos, name FROM open_step WHERE run_id = @Id AND generation = @Generation AND kind <> @undo
            ORDER BY pos
            """,
            new { run.Id, run.Generation, undo = StepKind.Undo });

    private static async Task<string> TakenBackAsync(IDbSession session, RunHead run)
    {
        var undone = await session.QueryAsync<string>(
            "SELECT name FROM step WHERE run_id = @Id AND generation = @Generation AND kind = @undo ORDER BY pos",
            new { run.Id, run.Generation, undo = StepKind.Undo });
        return undone.Count == 0 ? "" : $" When it was cancelled it has done {string.Join(", ", undone.Select(name => $"\"{name}\""))}, which stays so.";
    }

    private static string UnknownStep(string name, IReadOnlyList<ReachedStep> steps)
    {
        if (steps.Count == 0)
        {
            return $"This run has reached no step yet, and so none named \"{name}\". Retry it instead.";
        }

        var named = string.Join(", ", steps.Take(NamedSteps).Select(step => $"\"{step.Name}\""));
        var more = steps.Count > NamedSteps ? $" and {steps.Count - NamedSteps} more" : "";
        return $"This run has no step named \"{name}\". Its steps are {named}{more}.";
    }

    private static async Task CopyKeptAsync(IDbSession session, NextGeneration next)
    {
        await session.ExecuteAsync(
            """
            INSERT INTO step(run_id, generation, pos, name, kind, outcome, epoch, attempts, output, fault, started_ms, ended_ms)
            SELECT run_id, @Generation, pos, name, kind, outcome, epoch, attempts, output, fault, started_ms, ended_ms
            FROM step WHERE run_id = @Id AND generation = @Former AND pos < @Pos
            """,
            next);
        await session.ExecuteAsync(
            """
            INSERT INTO open_step(run_id, generation, pos, name, kind, attempts, started_ms, wait_kind, wait_on, due_ms, attention, sentence, checkpoint)
            SELECT run_id, @Generation, pos, name, kind, attempts, started_ms, wait_kind, wait_on, due_ms, attention, sentence, checkpoint
            FROM open_step WHERE run_id = @Id AND generation = @Former AND pos < @Pos
            """,
            next);
        await session.ExecuteAsync(
            """
            INSERT INTO attempt(run_id, generation, pos, n, kind, sentence, at_ms, next_ms)
            SELECT run_id, @Generation, pos, n, kind, sentence, at_ms, next_ms
            FROM attempt WHERE run_id = @Id AND generation = @Former AND pos < @Pos
            """,
            next);
    }

    // Like its input, what the run was told belongs to it: the waits from there on find it again.
    private static Task<int> GiveSignalsBackAsync(IDbSession session, NextGeneration next)
        => session.ExecuteAsync(
            """
            UPDATE signal SET taken_pos = NULL
            WHERE taken_pos >= @Pos AND flow = (SELECT flow FROM run WHERE id = @Id) AND key = (SELECT key FROM run WHERE id = @Id)
            """,
            next);

    // What a Once step has sent stays sent: its intent stands again, so that a person is asked.
    private Task<int> RememberSentAsync(IDbSession session, NextGeneration next)
        => session.ExecuteAsync(
            """
            INSERT INTO intent(run_id, step, at_ms)
            SELECT run_id, name, @now FROM step
            WHERE run_id = @Id AND generation = @Former AND pos >= @Pos AND kind = @once AND outcome IN (@succeeded, @assumed)
            ON CONFLICT(run_id, step) DO UPDATE SET at_ms = excluded.at_ms, decision = NULL
            """,
            new { next.Id, next.Former, next.Pos, now = NowMs, once = StepKind.Once, succeeded = StepOutcome.Succeeded, assumed = StepOutcome.AssumedDone });

    private static async Task AllowResendAsync(IDbSession session, NextGeneration next)
    {
        await session.ExecuteAsync(
            """
            INSERT INTO redo(run_id, step, n)
            SELECT run_id, name, 1 FROM step WHERE run_id = @Id AND generation = @Former AND pos >= @Pos
            UNION SELECT run_id, name, 1 FROM open_step WHERE run_id = @Id AND generation = @Former AND pos >= @Pos
            ON CONFLICT(run_id, step) DO UPDATE SET n = redo.n + 1
            """,
            next);
        await session.ExecuteAsync(
            """
            DELETE FROM intent WHERE run_id = @Id AND step IN (
              SELECT name FROM step WHERE run_id = @Id AND generation = @Former AND pos >= @Pos
              UNION SELECT name FROM open_step WHERE run_id = @Id AND generation = @Former AND pos >= @Pos)
            """,
            next);
    }

    private async Task BeginGenerationAsync(IDbSession session, RunHead run, NextGeneration next, ReplayOrder order)
    {
        await session.ExecuteAsync(
            """
            INSERT INTO replay(run_id, generation, at_ms, from_step, resend, former_input)
            SELECT run_id, @Generation, @now, @FromStep, @resend, CASE WHEN @edited = 1 THEN input END FROM run_data WHERE run_id = @Id
            """,
            new { next.Id, next.Generation, now = NowMs, order.FromStep, resend = order.Resend ? 1 : 0, edited = order.Input is null ? 0 : 1 });

        // The input's hash stays: it tells whether whoever began the run asks for the same again.
        await session.ExecuteAsync("UPDATE run_data SET input = COALESCE(@Input, input), output = NULL WHERE run_id = @Id", new { next.Id, order.Input });
        await RequeueAsync(session, run);
        await session.ExecuteAsync(
            "UPDATE run SET generation = @Generation, epoch = epoch + 1, crashes = 0, cancel_reason = NULL WHERE id = @Id", next);
    }

    private sealed record ReachedStep(long Pos, string Name);

    /// <param name="Id">The run's.</param>
    /// <param name="Former">The generation that is left.</param>
    /// <param name="Generation">The one that begins.</param>
    /// <param name="Pos">Where it begins: what lies before is kept.</param>
    private sealed record NextGeneration(long Id, long Former, long Generation, long Pos);
}

/// <summary>A replay as the store carries it out.</summary>
/// <param name="Input">The edited input, checked; null keeps the run's own.</param>
internal sealed record ReplayOrder(string FromStep, string? Input, bool Resend);
