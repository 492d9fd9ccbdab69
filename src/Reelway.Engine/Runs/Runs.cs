using Microsoft.Extensions.Logging;
using Reelway.Engine.Execution;
using Reelway.Engine.Stores;

namespace Reelway.Engine;

/// <summary>The engine's own <see cref="IRuns"/>.</summary>
internal sealed partial class Runs(
    RunStore store, RunReader reader, WorkerStore workers, FlowRegistry flows, LiveRuns live, ExecutionSlots slots, Doorbell doorbell, EngineOptions options,
    TimeProvider clock, ILogger<Runs> log)
    : IRuns, IRunStarts
{
    public Task<RunView?> FindAsync(RunId id, CancellationToken cancellation) => reader.FindAsync(id, cancellation);

    public Task<IReadOnlyList<RunSummary>> FindAsync(string flow, IReadOnlyList<string> keys, CancellationToken cancellation)
        => reader.FindAsync(flow, keys, cancellation);

    public Task<RunPage> ListAsync(RunQuery query, CancellationToken cancellation) => reader.ListAsync(query, cancellation);

    public Task<IReadOnlyList<StepOutcomeView>> OutcomesAsync(IReadOnlyList<RunId> runs, IReadOnlyList<string> steps, CancellationToken cancellation)
        => reader.OutcomesAsync(runs, steps, cancellation);

    public Task<IReadOnlyList<RunId>> OpenAsync(IReadOnlyList<RunId> runs, CancellationToken cancellation) => reader.OpenAsync(runs, cancellation);

    public Task<IReadOnlyDictionary<RunState, long>> CountAsync(CancellationToken cancellation) => reader.CountAsync(cancellation);

    public Task<long> CountAsync(string flow, RunState state, CancellationToken cancellation) => reader.CountAsync(flow, state, cancellation);

    public Task<long> CountNeedingPersonAsync(CancellationToken cancellation) => reader.CountNeedingPersonAsync(cancellation);

    public Task<IReadOnlyList<RunLogLine>> LogAsync(RunId id, long afterId, int limit, CancellationToken cancellation)
        => reader.LogAsync(id, afterId, limit, cancellation);

    public async Task<MoveResult> CancelAsync(RunId id, string reason, CancellationToken cancellation)
    {
        var cancelled = await store.CancelAsync(id, string.IsNullOrWhiteSpace(reason) ? "Cancelled by hand." : reason, cancellation);
        foreach (var run in cancelled.Runs)
        {
            live.Find(run)?.Cancel();
            live.Settle(run);
            doorbell.RingCancelled(new RunId(run));
        }

        return Announce(id, cancelled.Result);
    }

    public async Task<MoveResult> RetryAsync(RunId id, CancellationToken cancellation)
        => Announce(id, await store.RetryAsync(id, cancellation));

    public async Task<MoveResult> PutAsideAsync(RunId id, string reason, CancellationToken cancellation)
        => Announce(id, await store.PutAsideAsync(id, reason, cancellation));

    public async Task<MoveResult> ReplayAsync(RunId id, string fromStep, ReplayOptions replay, CancellationToken cancellation)
    {
        string? input = null;
        if (replay.EditedInput is { } edited)
        {
            if (await reader.FlowAsync(id, cancellation) is not { } flow)
            {
                return RunStore.NoSuchRun;
            }

            if (flows.Find(flow.Flow, flow.FlowVersion) is not { } registration)
            {
                return new MoveResult(Moved: false, $"This program has no version {flow.FlowVersion} of flow \"{flow.Flow}\", so an edited input can't be checked.");
            }

            try
            {
                input = registration.CheckInput(edited.GetRawText(), "The edited input", options.PayloadLimitBytes);
            }
            catch (FaultException refused)
            {
                return new MoveResult(Moved: false, refused.Message);
            }
        }

        return Announce(id, await store.ReplayAsync(id, new ReplayOrder(fromStep, input, replay.Resend), cancellation));
    }

    public async Task<MoveResult> DecideAsync(RunId id, string step, Decision decision, CancellationToken cancellation)
        => Announce(id, await store.DecideAsync(id, step, decision, cancellation));

    public Task<MoveResult> SignalAsync<TPayload>(RunId id, string name, TPayload payload, string? dedup, CancellationToken cancellation)
        => SignalAsync(new SignalOrder(id.Value, Flow: "", Key: "", name, dedup, PayloadOf(name, payload)), cancellation);

    public Task<MoveResult> SignalAsync<TPayload>(
        string flow, string key, string name, TPayload payload, string? dedup, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return SignalAsync(new SignalOrder(RunId: null, flows.Newest(flow).Name, key, name, dedup, PayloadOf(name, payload)), cancellation);
    }

    public async Task<RunView> WaitAsync(RunId id, CancellationToken cancellation)
    {
        while (true)
        {
            var settlement = live.NextSettlement(id.Value);
            var state = await reader.StateAsync(id, cancellation) ?? throw new ArgumentException($"There is no run {id}.", nameof(id));
            if ((state.HasEnded() || state == RunState.NeedsAttention) && await reader.FindAsync(id, cancellation) is { } run)
            {
                return run;
            }

            // The sweep is the net for runs that another process moves.
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(settlement, Task.Delay(options.Sweep, clock, enough.Token));
            await enough.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
        }
    }

    public Task<IReadOnlyList<WorkerView>> WorkersAsync(CancellationToken cancellation) => workers.ListAsync(cancellation);

    private async Task<MoveResult> SignalAsync(SignalOrder order, CancellationToken cancellation)
    {
        Names.Check(order.Name, "A signal's name");
        if (order.Dedup is { } dedup)
        {
            Names.Check(dedup, "A signal's dedup key");
        }

        var result = await store.SignalAsync(order, cancellation);
        if (result.Moved)
        {
            doorbell.RingAll();
        }

        return result;
    }

    private string PayloadOf<TPayload>(string name, TPayload payload)
    {
        var json = FlowJson.Write(payload, $"What the signal \"{name}\" says", options.PayloadLimitBytes);
        return json == "null" ? "{}" : json;
    }

    private MoveResult Announce(RunId id, MoveResult result)
    {
        if (result.Moved)
        {
            live.Settle(id.Value);
            doorbell.RingAll();
        }

        return result;
    }
}
