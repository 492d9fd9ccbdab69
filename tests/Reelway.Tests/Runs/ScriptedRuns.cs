using System.Collections.Concurrent;
using Reelway.Engine;
using Reelway.Storage;

namespace Reelway.Tests.Runs;

/// <summary>Runs as a test puts them there, which answer like the engine's and remember what was asked of them.</summary>
internal sealed class ScriptedRuns : IRuns
{
    private readonly ConcurrentDictionary<RunId, RunView> _runs = new();
    private readonly ConcurrentDictionary<RunId, IReadOnlyList<RunLogLine>> _logs = new();

    /// <summary>What was asked, in words: <c>cancel run_… because …</c>.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Thrown by every reading call, when set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>The answer to every move, when set.</summary>
    public MoveResult? Answer { get; set; }

    public RunView Add(RunView run, params IReadOnlyList<RunLogLine> log)
    {
        _runs[run.Summary.Id] = run;
        _logs[run.Summary.Id] = log;
        return run;
    }

    public Task<StartedRun> StartAsync<TInput>(
        string flow, string key, TInput input, StartOptions options, Func<IDbSession, Task>? also, CancellationToken cancellation)
        => throw new NotSupportedException("These tests start no runs.");

    public Task<IReadOnlyList<StartedRun>> StartManyAsync(
        IReadOnlyList<RunStart> starts, Func<IDbSession, IReadOnlyList<StartedRun>, Task> also, CancellationToken cancellation)
        => throw new NotSupportedException("These tests start no runs.");

    public Task<MoveResult> MoveStartAsync(string flow, string key, DateTimeOffset at, Func<IDbSession, Task>? also, CancellationToken cancellation)
        => throw new NotSupportedException("These tests start no runs.");

    public Task<IReadOnlyCollection<string>> CancelStartsAsync(
        string flow, IReadOnlyList<string> keys, string reason, Func<IDbSession, IReadOnlyCollection<string>, Task>? also, CancellationToken cancellation)
        => throw new NotSupportedException("These tests start no runs.");

    public Task<long> CountAsync(string flow, RunState state, CancellationToken cancellation)
        => Task.FromResult(_runs.Values.LongCount(run => (run.Summary.Flow, run.Summary.State) == (flow, state)));

    public Task<RunView?> FindAsync(RunId id, CancellationToken cancellation)
        => Failure is null ? Task.FromResult(_runs.GetValueOrDefault(id)) : Task.FromException<RunView?>(Failure);

    public Task<IReadOnlyList<RunSummary>> FindAsync(string flow, IReadOnlyList<string> keys, CancellationToken cancellation)
        => Task.FromResult<IReadOnlyList<RunSummary>>([.. _runs.Values.Select(run => run.Summary).Where(run => run.Flow == flow && keys.Contains(run.Key))]);

    public Task<RunPage> ListAsync(RunQuery query, CancellationToken cancellation)
    {
        if (Failure is not null)
        {
            return Task.FromException<RunPage>(Failure);
        }

        var found = _runs.Values.Select(run => run.Summary)
            .Where(run => query.States is null || query.States.Contains(run.State))
            .Where(run => !query.NeedsPerson || run.NeedsPerson)
            .Where(run => query.Flow is null || run.Flow == query.Flow)
            .Where(run => query.Text is null || query.Also?.Contains(run.Id) == true || $"{run.Id}\n{run.Key}\n{run.Why}".Contains(query.Text, StringComparison.OrdinalIgnoreCase))
            .Where(run => query.Before is not { } before || run.Id.Value < before.Value)
            .OrderByDescending(run => run.Id.Value)
            .Take(query.Limit + 1)
            .ToList();
        var items = found.Take(query.Limit).ToList();
        return Task.FromResult(new RunPage(items, found.Count > query.Limit ? items[^1].Id : null));
    }

    public Task<IReadOnlyList<RunId>> OpenAsync(IReadOnlyList<RunId> runs, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<RunState, long>> CountAsync(CancellationToken cancellation)
        => Failure is null
            ? Task.FromResult<IReadOnlyDictionary<RunState, long>>(
                Enum.GetValues<RunState>().ToDictionary(state => state, state => _runs.Values.LongCount(run => run.Summary.State == state)))
            : Task.FromException<IReadOnlyDictionary<RunState, long>>(Failure);

    public Task<IReadOnlyList<StepOutcomeView>> OutcomesAsync(IReadOnlyList<RunId> runs, IReadOnlyList<string> steps, CancellationToken cancellation)
        => Task.FromResult<IReadOnlyList<StepOutcomeView>>(
            [.. from run in runs
                from step in _runs[run].Steps
                where steps.Contains(step.Name) && step.Output is not null
                select new StepOutcomeView(run, step.Name, step.Output!.Value)]);

    public Task<long> CountNeedingPersonAsync(CancellationToken cancellation) => Task.FromResult(_runs.Values.LongCount(run => run.Summary.NeedsPerson));

    public Task<MoveResult> PutAsideAsync(RunId id, string reason, CancellationToken cancellation)
        => MoveAsync(id, $"put aside {id} because {reason}", RunState.Failed, "It needs nobody any more.");

    public Task<IReadOnlyList<RunLogLine>> LogAsync(RunId id, long afterId, int limit, CancellationToken cancellation)
        => Task.FromResult<IReadOnlyList<RunLogLine>>(
            [.. _logs.GetValueOrDefault(id, []).Where(line => line.Id > afterId).Take(limit)]);

    public Task<MoveResult> CancelAsync(RunId id, string reason, CancellationToken cancellation)
        => MoveAsync(id, $"cancel {id} because {reason}", RunState.Cancelled, "No new step begins.");

    public Task<MoveResult> RetryAsync(RunId id, CancellationToken cancellation)
        => MoveAsync(id, $"retry {id}", RunState.Queued, "The run goes on at its failed step.");

    public Task<MoveResult> ReplayAsync(RunId id, string fromStep, ReplayOptions options, CancellationToken cancellation)
        => MoveAsync(id, $"replay {id} from {fromStep}{(options.Resend ? " and resend" : "")}", RunState.Queued, "The run goes on at the step.");

    public Task<MoveResult> DecideAsync(RunId id, string step, Decision decision, CancellationToken cancellation)
        => _runs[id].Steps.Any(one => one.Name == step && one.Decidable)
            ? MoveAsync(id, $"decide {id} {step} {decision}", RunState.Queued, "The run goes on.")
            : Task.FromResult(new MoveResult(false, $"The run has no step \"{step}\" that waits for a decision.", Found: false));

    public Task<MoveResult> SignalAsync<TPayload>(RunId id, string name, TPayload payload, string? dedup, CancellationToken cancellation)
        => MoveAsync(id, $"signal {id} {name}{(dedup is null ? "" : $" as {dedup}")}", RunState.Queued, "The run goes on.");

    public Task<MoveResult> SignalAsync<TPayload>(
        string flow, string key, string name, TPayload payload, string? dedup, CancellationToken cancellation)
        => SignalAsync(_runs.Values.First(run => (run.Summary.Flow, run.Summary.Key) == (flow, key)).Summary.Id, name, payload, dedup, cancellation);

    public Task<IReadOnlyList<WorkerView>> WorkersAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<WorkerView>>([]);

    public Task<RunView> WaitAsync(RunId id, CancellationToken cancellation)
        => throw new NotSupportedException("These tests wait for no runs.");

    private Task<MoveResult> MoveAsync(RunId id, string asked, RunState next, string sentence)
    {
        Asked.Enqueue(asked);
        if (Answer is { } answer)
        {
            return Task.FromResult(answer);
        }

        var run = _runs[id];
        _runs[id] = run with { Summary = run.Summary with { State = next } };
        return Task.FromResult(new MoveResult(true, sentence));
    }
}
