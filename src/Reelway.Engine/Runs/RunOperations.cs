using System.Text.Json;
using Reelway.Engine.Execution;
using Reelway.Engine.Stores;

namespace Reelway.Engine;

/// <summary>The engine's own <see cref="IRunOperations"/>.</summary>
internal sealed class RunOperations(RunStore store, RunReader reader, IRuns runs, FlowRegistry flows, JournalRehearsal rehearsal, EngineOptions options) : IRunOperations
{
    private static readonly MoveResult NotDead = new(Moved: false, "It is not a dead letter: it has not failed with its attempts spent, or was taken out before.");

    public Task<StartedRun> StartAsync(string flow, string key, JsonElement input, CancellationToken cancellation)
    {
        Names.Check(key, "A run's key");
        var json = flows.Newest(flow).CheckInput(input.GetRawText(), $"The input of \"{flow}\"", options.PayloadLimitBytes);
        return runs.StartAsync(flow, key, JsonSerializer.Deserialize<JsonElement>(json), cancellation);
    }

    public Task<IReadOnlyDictionary<RunState, long>> CountAsync(IReadOnlyList<RunId> counted, CancellationToken cancellation)
        => reader.CountAsync(counted, cancellation);

    public async Task<MoveResult> RequeueAsync(RunId deadLetter, CancellationToken cancellation)
        => await reader.IsDeadLetterAsync(deadLetter, cancellation) switch
        {
            null => RunStore.NoSuchRun,
            false => NotDead,
            true => await runs.RetryAsync(deadLetter, cancellation),
        };

    public Task<MoveResult> DropAsync(RunId deadLetter, string reason, CancellationToken cancellation)
        => store.DropAsync(deadLetter, reason, NotDead, cancellation);

    public Task<PurgeResult> PurgeAsync(TimeSpan olderThan, CancellationToken cancellation) => store.PurgeAsync(olderThan, cancellation);

    public Task<long> ArchiveAsync(TimeSpan olderThan, CancellationToken cancellation) => store.ArchiveAsync(olderThan, cancellation);

    public Task<RecordedJournal?> RecordAsync(RunId id, CancellationToken cancellation) => store.RecordAsync(id, cancellation);

    public Task<string?> RehearseAsync(RecordedJournal journal) => rehearsal.DifferenceAsync(journal);
}
