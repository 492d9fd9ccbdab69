using Reelway.Engine.Stores;
using Reelway.Engine.Telemetry;
using Reelway.Storage;

namespace Reelway.Engine;

internal sealed partial class Runs
{
    public async Task<StartedRun> StartAsync<TInput>(
        string flow, string key, TInput input, StartOptions options, Func<IDbSession, Task>? also, CancellationToken cancellation)
    {
        var draft = Draft(RunStart.Of(flow, key, input, options));
        return Started(draft, await slots.StartAsync(draft, also, cancellation));
    }

    public async Task<IReadOnlyList<StartedRun>> StartManyAsync(IReadOnlyList<RunStart> starts, Func<IDbSession, IReadOnlyList<StartedRun>, Task> also, CancellationToken cancellation)
    {
        var drafts = starts.Select(Draft).ToList();
        var started = await slots.StartManyAsync(drafts, also, cancellation);
        for (var i = 0; i < drafts.Count; i++)
        {
            Started(drafts[i], started[i]);
        }

        return started;
    }

    public async Task<MoveResult> MoveStartAsync(string flow, string key, DateTimeOffset at, Func<IDbSession, Task>? also, CancellationToken cancellation)
    {
        var now = store.NowMs;
        var due = Math.Max(at.ToUnixTimeMilliseconds(), now);
        var result = await store.MoveStartAsync(flows.Newest(flow).Name, key, due, also, cancellation);
        if (result.Moved)
        {
            doorbell.DueForAll(due, now + (long)options.Sweep.TotalMilliseconds);
        }

        return result;
    }

    public async Task<IReadOnlyCollection<string>> CancelStartsAsync(
        string flow, IReadOnlyList<string> keys, string reason, Func<IDbSession, IReadOnlyCollection<string>, Task>? also, CancellationToken cancellation)
    {
        var cancelled = await store.CancelStartsAsync(flows.Newest(flow).Name, keys, reason, also, cancellation);
        foreach (var run in cancelled.Values)
        {
            live.Settle(run.Value);
        }

        return [.. cancelled.Keys];
    }

    public PreparedRun Prepare(RunStart start) => new(Draft(start));

    public Task<IReadOnlyList<StartedRun>> WriteAsync(IDbSession session, IReadOnlyList<PreparedRun> runs)
        => RunStarts.Bulk.WriteAsync(session, [.. runs.Select(run => run.Draft)]);

    public void Tell(PreparedRun run, StartedRun started)
    {
        if (Started(run.Draft, started).Created)
        {
            slots.Ring(run.Draft);
        }
    }

    private NewRun Draft(RunStart start)
    {
        var flow = flows.Newest(start.Flow);
        var json = start.Input(options.PayloadLimitBytes);
        return store.Draft(new NewRun(start.Flow, flow.Version, flow.Queue, start.Key, json, FlowJson.Hash(json), EngineTrace.Asking)
        {
            DueMs = start.Options.NotBefore?.ToUnixTimeMilliseconds(),
        });
    }

    private StartedRun Started(NewRun draft, StartedRun started)
    {
        if (started.InputDiffers)
        {
            log.InputDiffers(draft.Flow, draft.Key);
        }

        EngineTrace.Started(started);
        EngineMeter.RunStarted(started, draft.Flow);
        return started;
    }
}
