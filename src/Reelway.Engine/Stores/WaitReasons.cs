using System.Text.Json;
using Reelway.Storage;

namespace Reelway.Engine.Stores;

/// <summary>Why runs wait, as far as that is known only at the moment of looking: who is there to execute them, and who holds what they wait for.</summary>
internal sealed class WaitReasons
{
    private readonly IReadOnlyList<Server> _servers;
    private readonly ILookup<string, Holder> _holders;

    private WaitReasons(IReadOnlyList<Server> servers, ILookup<string, Holder> holders) => (_servers, _holders) = (servers, holders);

    /// <summary>Looks up what these runs need, and nothing when they need nothing.</summary>
    public static async Task<WaitReasons> LoadAsync(IDbSession session, IReadOnlyList<RunReader.RunRow> runs, long nowMs)
    {
        var servers = runs.Any(run => run.State == RunState.Queued)
            ? await session.QueryAsync<Server>("SELECT queues, flows FROM worker WHERE lease_until_ms >= @nowMs", new { nowMs })
            : [];
        var awaited = runs.Where(run => run is { State: RunState.Waiting, AwaitedSlot: not null }).Select(run => run.AwaitedSlot!).Distinct().ToList();
        var holders = awaited.Count == 0
            ? []
            : await session.QueryAsync<Holder>("SELECT resource, run_id, step FROM slot WHERE resource IN @awaited ORDER BY taken_ms", new { awaited });
        return new WaitReasons(servers, holders.ToLookup(holder => holder.Resource));
    }

    /// <summary>Why the run is where it is, in words; null when there is nothing to say.</summary>
    public string? Of(RunReader.RunRow run) => run.State switch
    {
        RunState.Queued => run.Why ?? NobodyFor(run),
        RunState.Waiting when run.AwaitedSlot is { } resource && _holders[resource].ToList() is { Count: > 0 } holders
            => $"{run.Why} {string.Join(", ", holders.Select(holder => $"{holder.RunId} (step \"{holder.Step}\")"))} {(holders.Count == 1 ? "has it" : "have them")} now.",
        _ => run.Why,
    };

    private string? NobodyFor(RunReader.RunRow run)
    {
        var flow = $"{run.Flow}:{run.FlowVersion}";
        if (_servers.All(server => !server.TakesUp(run.Queue)))
        {
            return $"Nobody takes up work of the queue \"{run.Queue}\" now. Start a server, or a worker with --queues {run.Queue}.";
        }

        return _servers.Any(server => server.TakesUp(run.Queue) && server.Has(flow))
            ? null
            : $"No process that takes up the queue \"{run.Queue}\" has version {run.FlowVersion} of flow \"{run.Flow}\". Start a program that has it, or cancel the run.";
    }

    private sealed record Server(string Queues, string Flows)
    {
        private HashSet<string>? _queues;
        private HashSet<string>? _flows;

        public bool TakesUp(string queue) => (_queues ??= JsonSerializer.Deserialize<HashSet<string>>(Queues)!).Contains(queue);

        public bool Has(string flow) => (_flows ??= JsonSerializer.Deserialize<HashSet<string>>(Flows)!).Contains(flow);
    }

    private sealed record Holder(string Resource, RunId RunId, string Step);
}
