using System.Collections.Concurrent;
using System.Diagnostics;
using Reelway.Engine;

namespace Reelway.Bench;

/// <summary>Hears of the ends of runs as the engine announces them, without asking the database.</summary>
internal sealed class RunEnds : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly ConcurrentDictionary<RunId, TaskCompletionSource<RunState>> _ends = [];
    private readonly IDisposable _all;
    private IDisposable? _engine;

    public RunEnds() => _all = DiagnosticListener.AllListeners.Subscribe(this);

    /// <summary>The state in which the run ends; it may have ended already.</summary>
    public async Task<RunState> OfAsync(RunId run)
    {
        var state = await End(run).Task;
        _ends.TryRemove(run, out _);
        return state;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == EngineDiagnostics.ListenerName)
        {
            _engine = value.Subscribe(this, name => name == EngineDiagnostics.RunEventName);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is RunEvent ended)
        {
            End(ended.Run).TrySetResult(ended.State);
        }
    }

    public void OnCompleted()
    {
        // The engine announces for as long as the process lives.
    }

    public void OnError(Exception error)
    {
        // A DiagnosticListener reports none.
    }

    public void Dispose()
    {
        _engine?.Dispose();
        _all.Dispose();
    }

    private TaskCompletionSource<RunState> End(RunId run)
        => _ends.GetOrAdd(run, _ => new TaskCompletionSource<RunState>(TaskCreationOptions.RunContinuationsAsynchronously));
}
