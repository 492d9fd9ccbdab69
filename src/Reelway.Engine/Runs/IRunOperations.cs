using System.Text.Json;

namespace Reelway.Engine;

/// <summary>What operators do beyond moving one run. Every method answers only when its change is durable.</summary>
public interface IRunOperations
{
    /// <summary>Starts a run from an input that a person or another program has written: it must fit the flow's input, with no unknown field.</summary>
    /// <exception cref="UnknownFlowException">No flow of that name is registered.</exception>
    /// <exception cref="FaultException">The input doesn't fit, or can't be stored.</exception>
    Task<StartedRun> StartAsync(string flow, string key, JsonElement input, CancellationToken cancellation);

    /// <summary>How many of these runs are in each state; those that don't exist are in none.</summary>
    Task<IReadOnlyDictionary<RunState, long>> CountAsync(IReadOnlyList<RunId> runs, CancellationToken cancellation);

    /// <summary>Lets a dead letter go on at its failed steps, with all its attempts again.</summary>
    Task<MoveResult> RequeueAsync(RunId deadLetter, CancellationToken cancellation);

    /// <summary>Takes a run out of the dead letters for good: it stays failed, and nobody is reminded of it.</summary>
    Task<MoveResult> DropAsync(RunId deadLetter, string reason, CancellationToken cancellation);

    /// <summary>Removes runs that ended longer ago than that, with all that they did.</summary>
    /// <remarks>
    /// Keys stay for 30 days after a run's end: of a younger run only what it did is removed, and a run of the same flow and key is still not
    /// started again. A child run is kept as long as its parent is open.
    /// </remarks>
    Task<PurgeResult> PurgeAsync(TimeSpan olderThan, CancellationToken cancellation);

    /// <summary>Moves what runs did that ended longer ago than that into tables of their own, so that those of open runs stay small.</summary>
    /// <remarks>
    /// Archived runs are shown and their keys known as before; they can't be retried or replayed any more. Dead letters stay until they are
    /// requeued or dropped, and a child run as long as its parent is open.
    /// </remarks>
    /// <returns>How many runs were archived.</returns>
    Task<long> ArchiveAsync(TimeSpan olderThan, CancellationToken cancellation);

    /// <summary>A run's journal, to try later code on; null when there is no such run, or what it did was purged.</summary>
    Task<RecordedJournal?> RecordAsync(RunId id, CancellationToken cancellation);

    /// <summary>Replays a recorded journal against the flow's present code; no step's body runs, and nothing is stored.</summary>
    /// <returns>Where the code no longer fits, in words; null when it fits.</returns>
    Task<string?> RehearseAsync(RecordedJournal journal);
}

/// <summary>What a purge has removed.</summary>
/// <param name="Removed">Runs of which nothing is left.</param>
/// <param name="Emptied">Runs of which the key and the end are left.</param>
public sealed record PurgeResult(long Removed, long Emptied);
