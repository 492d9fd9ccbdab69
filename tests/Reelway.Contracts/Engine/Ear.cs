using System.Threading.Channels;
using Reelway.Engine;

namespace Reelway.Contracts.Engine;

/// <summary>Takes down what a doorbell hears.</summary>
public sealed class Ear
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly Channel<Ring> _heard = Channel.CreateUnbounded<Ring>();
    private int _count;

    /// <summary>Rings so far.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Give this to the doorbell.</summary>
    public void Take(Ring ring)
    {
        Interlocked.Increment(ref _count);
        _heard.Writer.TryWrite(ring);
    }

    /// <summary>Waits for the ring, and returns those that came before it since the last call.</summary>
    public async Task<List<Ring>> UntilAsync(Ring ring, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        List<Ring> before = [];
        try
        {
            await foreach (var heard in _heard.Reader.ReadAllAsync(limit.Token))
            {
                if (heard == ring)
                {
                    return before;
                }

                before.Add(heard);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Told below.
        }

        throw new TimeoutException($"{ring} did not come within {Patience}; heard: {string.Join(", ", before)}.");
    }
}
