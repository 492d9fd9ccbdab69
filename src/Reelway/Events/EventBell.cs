using System.Diagnostics;
using System.Threading.Channels;
using Reelway.Engine;

namespace Reelway.Events;

/// <summary>Says that looking for events is worth while now: a run of this process has ended, which may have recorded one, or made room for the next.</summary>
internal sealed class EventBell : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly Channel<bool> _rung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly List<IDisposable> _listening = [];

    public EventBell() => _listening.Add(DiagnosticListener.AllListeners.Subscribe(this));

    /// <summary>Completes at the next ring, or when the time is up.</summary>
    public async Task WaitAsync(TimeSpan most, TimeProvider clock, CancellationToken cancellation)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(_rung.Reader.WaitToReadAsync(enough.Token).AsTask(), Task.Delay(most, clock, enough.Token));
        await enough.CancelAsync();
        _rung.Reader.TryRead(out _);
        cancellation.ThrowIfCancellationRequested();
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

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value) => _rung.Writer.TryWrite(true);

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
