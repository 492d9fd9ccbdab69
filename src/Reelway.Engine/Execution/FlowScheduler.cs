using System.Threading.Channels;

namespace Reelway.Engine.Execution;

/// <summary>Runs a flow's own code one piece at a time, so that the order of its steps does not depend on thread timing.</summary>
/// <param name="enter">Called before each piece; what it returns is disposed after it.</param>
internal sealed class FlowScheduler(Func<IDisposable>? enter = null) : SynchronizationContext
{
    private readonly Channel<(SendOrPostCallback Callback, object? State)> _queue =
        Channel.CreateUnbounded<(SendOrPostCallback, object?)>(new() { SingleReader = true });

    public override void Post(SendOrPostCallback d, object? state) => _queue.Writer.TryWrite((d, state));

    public override void Send(SendOrPostCallback d, object? state)
        => throw new NotSupportedException("A flow must not wait synchronously.");

    /// <summary>Queues an action from any thread.</summary>
    public void Post(Action action) => Post(static state => ((Action)state!)(), action);

    /// <summary>Calls within the context, and returns what the call returns.</summary>
    public T Call<T>(Func<T> call)
    {
        using var entered = enter?.Invoke();
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            return call();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    /// <summary>Runs all that is queued.</summary>
    public void RunQueued()
    {
        while (_queue.Reader.TryRead(out var item))
        {
            Call(() =>
            {
                item.Callback(item.State);
                return true;
            });
        }
    }

    /// <summary>Completes when something is queued.</summary>
    public async Task WaitAsync() => await _queue.Reader.WaitToReadAsync();
}
