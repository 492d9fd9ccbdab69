using Reelway.Storage;

namespace Reelway.Engine;

/// <summary>What a step's body is given.</summary>
public interface IStep
{
    /// <summary>The same for every attempt of this step, replays included: what it hands to the outside as its idempotency key.</summary>
    string IdempotencyKey { get; }

    /// <summary>Which attempt this is, from 1.</summary>
    int Attempt { get; }

    /// <summary>The process that makes this attempt, as <see cref="IRuns.WorkersAsync"/> lists it.</summary>
    string Worker { get; }

    /// <summary>Grows whenever the run changes hands: of two that believe to have it, the higher one is right.</summary>
    long Epoch { get; }

    /// <summary>Cancelled when the run is cancelled, the process stops, or the lease is lost.</summary>
    CancellationToken Cancellation { get; }

    /// <summary>Shows how far the step is.</summary>
    /// <param name="fraction">0 to 1; a lower one than before is ignored.</param>
    /// <param name="text">What is being done, or null.</param>
    void Report(double fraction, string? text = null);

    /// <summary>Adds a line to the run's log.</summary>
    void Log(RunLogLevel level, string message);

    /// <summary>The last checkpoint of an earlier attempt of this step, or the default.</summary>
    T? Checkpoint<T>();

    /// <summary>Stores how far the step has come, durably; a later attempt finds it in <see cref="Checkpoint{T}"/>.</summary>
    Task SaveCheckpointAsync<T>(T value);

    /// <summary>Says, before the step does anything, which fault scopes it shares: while one of them is blocked the step waits.</summary>
    /// <remarks>
    /// Costs no attempt, gives a place of a limited resource back, and takes the intent of a <c>Once</c> step with it; the body begins again when the block is lifted.
    /// </remarks>
    /// <exception cref="InvalidOperationException">
    /// A <c>Once</c> step's effect may have begun: it has its idempotency key, a checkpoint of this attempt, or writes. To wait then would be to do it twice.
    /// </exception>
    Task ShareAsync(IReadOnlyList<string> scopes);

    /// <summary>Writes of a capability that become durable together with this step's outcome, or not at all.</summary>
    /// <remarks>The delegate obeys the rules of <see cref="IDatabase.WriteAsync{T}"/>. Kept only when this attempt succeeds.</remarks>
    void Commit(Func<IDbSession, Task> writes);

    /// <summary>A row that becomes durable together with this step's outcome, or not at all, before what <see cref="Commit(Func{IDbSession, Task})"/> writes.</summary>
    /// <remarks>For what many steps write at the same time: outcomes and rows of all of them are then written together. Kept only when this attempt succeeds.</remarks>
    void Commit<TRow, TResult>(IBulkWrite<TRow, TResult> bulk, TRow row);
}
