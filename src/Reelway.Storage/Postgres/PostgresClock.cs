using System.Diagnostics;

namespace Reelway.Storage.Postgres;

/// <summary>The database server's clock, as this process knows it: the last time that the server said, and how long ago that was.</summary>
/// <remarks>
/// All processes of a database go by this one, so that a lease means the same to all. In between the monotonic clock is counted,
/// which nobody can set back; every group of writes brings the server's time again.
/// </remarks>
internal sealed class PostgresClock
{
    private readonly Lock _gate = new();
    private long _saidMs;
    private long _saidAt;

    public long NowMs
    {
        get
        {
            lock (_gate)
            {
                return _saidMs + (long)Stopwatch.GetElapsedTime(_saidAt).TotalMilliseconds;
            }
        }
    }

    /// <summary>Takes the server's time, as it was said just now.</summary>
    public void Hear(long serverMs)
    {
        lock (_gate)
        {
            (_saidMs, _saidAt) = (serverMs, Stopwatch.GetTimestamp());
        }
    }
}
