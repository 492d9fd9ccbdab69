using System.Threading.Channels;

namespace Reelway.Engine.Execution;

/// <summary>Tells this process's dispatcher that there may be work, and the other processes where that is theirs.</summary>
/// <remarks>A ring while nobody waits is kept; several are one.</remarks>
internal sealed class Doorbell(TimeProvider clock, IDoorbell others)
{
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private long _earliestDueMs = long.MaxValue;

    /// <summary>Queues that this process takes up work of.</summary>
    public IReadOnlyList<string> Served { get; set; } = [];

    /// <summary>The earliest time, as far as this process knows, at which a waiting run has to be woken.</summary>
    public long EarliestDueMs => Interlocked.Read(ref _earliestDueMs);

    /// <summary>There may be work here.</summary>
    public void Ring() => _rings.Writer.TryWrite(true);

    /// <summary>There is work in a queue.</summary>
    public void RingFor(string queue)
    {
        if (Served.Contains(queue))
        {
            Ring();
        }
        else
        {
            others.Ring(Engine.Ring.Work(queue));
        }
    }

    /// <summary>There is more work in a queue than this process has places for.</summary>
    public void RingOthersFor(string queue) => others.Ring(Engine.Ring.Work(queue));

    /// <summary>There may be work for anybody.</summary>
    public void RingAll()
    {
        Ring();
        others.Ring(Engine.Ring.Timer());
    }

    /// <summary>A run was cancelled, and may be in execution elsewhere.</summary>
    public void RingCancelled(RunId run) => others.Ring(Engine.Ring.Cancelled(run));

    /// <summary>A waiting run is due then.</summary>
    public void Due(long dueMs)
    {
        var known = EarliestDueMs;
        while (dueMs < known)
        {
            var found = Interlocked.CompareExchange(ref _earliestDueMs, dueMs, known);
            if (found == known)
            {
                Ring();
                return;
            }

            known = found;
        }
    }

    /// <summary>A run that nobody works on is due then, and whoever has a place may take it up.</summary>
    /// <param name="sweptMs">By when every process has looked by itself.</param>
    public void DueForAll(long dueMs, long sweptMs)
    {
        Due(dueMs);
        if (dueMs <= sweptMs)
        {
            others.Ring(Engine.Ring.Timer());
        }
    }

    /// <summary>Forgets the earliest due time, before the database is asked for it again.</summary>
    public void ForgetDue() => Interlocked.Exchange(ref _earliestDueMs, long.MaxValue);

    /// <summary>Completes at a ring or after the time, whichever is first.</summary>
    /// <param name="since">The clock's timestamp from which the time counts: it may have passed by now.</param>
    public async Task WaitAsync(TimeSpan atMost, long since, CancellationToken cancellation)
    {
        if (_rings.Reader.TryRead(out _))
        {
            return;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var time = Task.Delay(atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero, clock, enough.Token);
        if (clock.GetElapsedTime(since) < atMost)
        {
            await Task.WhenAny(_rings.Reader.WaitToReadAsync(enough.Token).AsTask(), time);
        }

        await enough.CancelAsync();
        _rings.Reader.TryRead(out _);
        cancellation.ThrowIfCancellationRequested();
    }
}
