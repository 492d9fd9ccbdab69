using System.Collections.Concurrent;

namespace Reelway.Engine.Tests;

/// <summary>What the steps of a test's flow have really done, and gates at which they can be held.</summary>
internal sealed class Recorder
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ConcurrentQueue<string> _done = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _reached = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _opened = [];

    public IReadOnlyList<string> Done => [.. _done];

    public void Add(string what) => _done.Enqueue(what);

    public int Count(string what) => _done.Count(done => done == what);

    /// <summary>Called by a body: says that it is there and waits until the test opens the gate.</summary>
    public Task HoldAsync(string gate, CancellationToken cancellation)
    {
        Signal(_reached, gate).TrySetResult();
        return Signal(_opened, gate).Task.WaitAsync(cancellation);
    }

    /// <summary>Called by the test: waits until a body is at the gate.</summary>
    public Task ReachedAsync(string gate) => Signal(_reached, gate).Task.WaitAsync(Patience);

    public void Open(string gate) => Signal(_opened, gate).TrySetResult();

    private static TaskCompletionSource Signal(ConcurrentDictionary<string, TaskCompletionSource> signals, string gate)
        => signals.GetOrAdd(gate, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
