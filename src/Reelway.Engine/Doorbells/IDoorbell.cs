namespace Reelway.Engine;

/// <summary>Carries rings between processes. A ring says that looking may be worth while; one that is lost costs latency and nothing else.</summary>
public interface IDoorbell : IAsyncDisposable
{
    /// <summary>Why rings don't come through now, in words; null when they do.</summary>
    string? Trouble { get; }

    /// <summary>Listens from now on. Returns when it does, or when that is impossible just now: then it keeps trying by itself.</summary>
    /// <param name="queues">The queues whose work this process takes up.</param>
    /// <param name="rung">Called from any thread; must be quick.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    Task ListenAsync(IReadOnlyCollection<string> queues, Action<Ring> rung, CancellationToken cancellation);

    /// <summary>Whether this process has a place for work now. While it has none, rings for work go to those that have, as far as rings reach one process only.</summary>
    /// <remarks>Returns at once.</remarks>
    void TakeWork(bool takes)
    {
        // A ring that reaches every process is lost to none of them.
    }

    /// <summary>Messages that no process could read, set aside by what carries rings; null when none can be, or it was not looked yet.</summary>
    long? SetAside => null;

    /// <summary>Tells the other processes. Returns at once, never throws, and may tell several rings as one.</summary>
    void Ring(Ring ring);
}

/// <summary>What a ring is about.</summary>
/// <param name="Kind">Who has to look at what.</param>
/// <param name="Queue">The queue that has work; empty for other kinds.</param>
/// <param name="RunId">The run that it is about; 0 for none in particular.</param>
public readonly record struct Ring(RingKind Kind, string Queue, long RunId)
{
    /// <summary>A queue has work.</summary>
    public static Ring Work(string queue) => new(RingKind.Work, queue, 0);

    /// <summary>A run was cancelled: whoever executes it has to stop.</summary>
    public static Ring Cancelled(RunId run) => new(RingKind.Control, "", run.Value);

    /// <summary>Something is due earlier than was known.</summary>
    public static Ring Timer() => new(RingKind.Timer, "", 0);
}

/// <summary>The kinds of rings.</summary>
public enum RingKind
{
    /// <summary>For the processes that take up work of the queue.</summary>
    Work,

    /// <summary>For all: about one run.</summary>
    Control,

    /// <summary>For all: something is due earlier than was known.</summary>
    Timer,
}
