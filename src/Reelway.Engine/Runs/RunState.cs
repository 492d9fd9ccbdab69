namespace Reelway.Engine;

/// <summary>The states of a run; the same in API, CLI, pages and database.</summary>
public enum RunState
{
    /// <summary>Waits for a worker.</summary>
    Queued,

    /// <summary>A worker has it.</summary>
    Running,

    /// <summary>Waits for a time, a free place or the end of a block; goes on by itself.</summary>
    Waiting,

    /// <summary>Parked until a person does something; <see cref="AttentionReason"/> says what for.</summary>
    NeedsAttention,

    /// <summary>Done.</summary>
    Succeeded,

    /// <summary>Done, but not all of it.</summary>
    Partial,

    /// <summary>Ended by a fault.</summary>
    Failed,

    /// <summary>Ended by a person.</summary>
    Cancelled,
}
