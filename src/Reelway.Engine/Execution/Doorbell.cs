using System.Threading.Channels;

namespace Reelway.Engine.Execution;

/// <summary>Tells this process's dispatcher that there may be work. A ring while nobody waits is kept; several are one.</summary>
internal sealed class Doorbell(TimeProvider clock)
{
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Ring() => _rings.Writer.TryWrite(true);

    /// <summary>Completes at a ring or after the time, whichever is first.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        if (_rings.Reader.TryRead(out _))
        {
            return;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var time = Task.Delay(atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero, clock, enough.Token);
        await Task.WhenAny(_rings.Reader.WaitToReadAsync(enough.Token).AsTask(), time);
        await enough.CancelAsync();
        _rings.Reader.TryRead(out _);
        cancellation.ThrowIfCancellationRequested();
    }
}
