namespace Reelway.Engine.Doorbells;

/// <summary>What rings travel over to other processes: makes lines, which may break.</summary>
public interface IRingCarrier
{
    /// <summary>Makes a line; it is ready to hear when this returns.</summary>
    /// <param name="queues">The queues whose rings are heard, besides those for all; null for a line that only sends.</param>
    /// <param name="heard">Called from any thread.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="DoorbellException">There can be no line now.</exception>
    Task<IRingLine> ConnectAsync(IReadOnlyCollection<string>? queues, Action<Ring> heard, CancellationToken cancellation);
}

/// <summary>A line to other processes, until it breaks.</summary>
public interface IRingLine : IAsyncDisposable
{
    /// <summary>Ends, with a <see cref="DoorbellException"/>, when the line is broken.</summary>
    Task Lost { get; }

    /// <summary>Sends rings, each once; returns when they need not be sent again.</summary>
    /// <exception cref="DoorbellException">They may not have gone out.</exception>
    Task SendAsync(IReadOnlyCollection<Ring> rings, CancellationToken cancellation);

    /// <summary>Hears rings for work from now on, as a new line does, or leaves them to others.</summary>
    Task TakeWorkAsync(bool takes, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Messages that no process could read; null where none are kept.</summary>
    Task<long?> SetAsideAsync(CancellationToken cancellation) => Task.FromResult<long?>(null);
}
