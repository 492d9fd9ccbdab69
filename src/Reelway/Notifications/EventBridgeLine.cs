using System.Runtime.CompilerServices;
using Reelway.Connectors;
using Reelway.Connectors.Aws;

namespace Reelway.Notifications;

/// <summary>Puts events on buses together: while calls are on their way, others gather for the next one, up to ten and as much as a call may hold.</summary>
/// <remarks>Each event succeeds or fails by itself, and whoever put it is answered alone; so what failed is sent again alone.</remarks>
internal sealed class EventBridgeLine
{
    private readonly ConditionalWeakTable<AwsEvents, EventBridgeCalls> _calls = [];

    /// <summary>Puts an event.</summary>
    /// <param name="mostBytes">Most bytes of a call.</param>
    /// <returns>AWS's id of it.</returns>
    /// <exception cref="ConnectorException">It was not put, or nobody knows.</exception>
    public Task<string> PutAsync(AwsEvents buses, OutgoingEvent entry, long mostBytes, CancellationToken cancellation)
        => _calls.GetValue(buses, static its => new EventBridgeCalls(its.PutAsync)).PutAsync(entry, mostBytes, cancellation);
}

/// <summary>The calls of one connection.</summary>
internal sealed class EventBridgeCalls(Func<IReadOnlyList<OutgoingEvent>, CancellationToken, Task<IReadOnlyList<EventPut>>> call)
{
    /// <summary>Most calls at once. Few, so that those behind them are full.</summary>
    public const int MostAtOnce = 2;

    private readonly Lock _lock = new();
    private readonly Queue<Waiting> _waiting = [];
    private int _atWork;

    /// <inheritdoc cref="EventBridgeLine.PutAsync"/>
    public async Task<string> PutAsync(OutgoingEvent entry, long mostBytes, CancellationToken cancellation)
    {
        var waiting = new Waiting(entry, mostBytes, new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
        bool begins;
        lock (_lock)
        {
            _waiting.Enqueue(waiting);
            begins = _atWork < MostAtOnce;
            _atWork += begins ? 1 : 0;
        }

        if (begins)
        {
            // On its own: it goes on for others when this event's step has long ended.
            _ = Task.Run(WorkAsync, CancellationToken.None);
        }

        await using var leaves = cancellation.Register(() => waiting.Answer.TrySetCanceled(cancellation));
        return await waiting.Answer.Task;
    }

    private async Task WorkAsync()
    {
        while (Next() is { Count: > 0 } batch)
        {
            try
            {
                var results = await call([.. batch.Select(one => one.Entry)], CancellationToken.None);
                foreach (var (one, result) in batch.Zip(results))
                {
                    _ = result.Fault is { } fault ? one.Answer.TrySetException(fault) : one.Answer.TrySetResult(result.Id ?? "");
                }
            }
            catch (Exception failure)
            {
                batch.ForEach(one => one.Answer.TrySetException(failure));
            }
        }
    }

    private List<Waiting> Next()
    {
        lock (_lock)
        {
            var (batch, bytes) = (new List<Waiting>(), 0L);
            while (batch.Count < AwsEvents.MostEvents && _waiting.TryPeek(out var first)
                && (batch.Count == 0 || bytes + first.Entry.Bytes <= Math.Min(first.MostBytes, batch[0].MostBytes)))
            {
                _waiting.Dequeue();
                if (!first.Answer.Task.IsCompleted)
                {
                    batch.Add(first);
                    bytes += first.Entry.Bytes;
                }
            }

            _atWork -= batch.Count == 0 ? 1 : 0;
            return batch;
        }
    }

    private sealed record Waiting(OutgoingEvent Entry, long MostBytes, TaskCompletionSource<string> Answer);
}
