using System.Threading.Channels;
using Reelway.Frame;

namespace Reelway.Events;

/// <summary>Says that looking for events is worth while now: a run of this process has ended, which may have recorded one, or made room for the next.</summary>
internal sealed class EventBell : IDisposable
{
    private readonly Channel<bool> _rung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly EndedRuns _ended;

    public EventBell() => _ended = new EndedRuns(_ => _rung.Writer.TryWrite(true));

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
    public void Dispose() => _ended.Dispose();
}
