using System.Diagnostics;
using Reelway.Engine;

namespace Reelway.Frame;

/// <summary>Hears of each run that ends in this process, when that is durable.</summary>
internal sealed class EndedRuns : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly Action<RunEvent> _ended;
    private readonly List<IDisposable> _listening = [];

    /// <param name="ended">Gets the run; returns at once.</param>
    public EndedRuns(Action<RunEvent> ended)
    {
        _ended = ended;
        _listening.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <inheritdoc/>
    public void Dispose() => _listening.ForEach(one => one.Dispose());

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name == EngineDiagnostics.ListenerName)
        {
            _listening.Add(value.Subscribe(this, static name => name == EngineDiagnostics.RunEventName));
        }
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is RunEvent ended)
        {
            _ended(ended);
        }
    }

    void IObserver<DiagnosticListener>.OnCompleted()
    {
    }

    void IObserver<DiagnosticListener>.OnError(Exception error)
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted()
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error)
    {
    }
}
