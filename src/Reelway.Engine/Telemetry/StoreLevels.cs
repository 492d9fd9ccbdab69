namespace Reelway.Engine.Telemetry;

/// <summary>What the database held when it was looked at.</summary>
/// <param name="Queues">Queues with ready runs.</param>
/// <param name="Runs">Runs that have not ended, by state.</param>
/// <param name="Slots">Places taken, by resource.</param>
/// <param name="OverdueMs">How long the earliest waiting run is overdue; 0 when none is.</param>
/// <param name="OldestTransactionMs">Age of the oldest open transaction; null where the database does not tell.</param>
internal sealed record StoreLevels(
    IReadOnlyList<QueueLevel> Queues, IReadOnlyList<(RunState State, long Count)> Runs, IReadOnlyList<SlotLevel> Slots, long? OverdueMs, long? OldestTransactionMs)
{
    /// <summary>Nothing is known.</summary>
    public static StoreLevels None { get; } = new([], [], [], null, null);
}

/// <summary>A queue's ready runs.</summary>
/// <param name="NextAgeMs">How long the run that is next in line has been ready.</param>
internal sealed record QueueLevel(string Queue, long Depth, long NextAgeMs);

/// <summary>A transaction that has been open for long.</summary>
/// <param name="Pid">The server's process that has it.</param>
/// <param name="Who">Program, user and address, as far as they are known.</param>
internal sealed record LongTransaction(long Pid, long SinceMs, long AgeMs, string Who, string State);

/// <summary>Places taken of a limited resource.</summary>
internal sealed record SlotLevel(string Resource, long Count);
