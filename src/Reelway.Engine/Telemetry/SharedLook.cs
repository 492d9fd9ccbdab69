namespace Reelway.Engine;

/// <summary>What every <see cref="SharedLook{T}"/> goes by.</summary>
public static class SharedLook
{
    /// <summary>How long a look is good for.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);
}

/// <summary>What gauges show of a database: looked at only when somebody asks, and at most every few seconds however many ask.</summary>
/// <param name="look">Looks.</param>
/// <param name="none">What is shown while the database does not answer: old figures would look like something that stands still.</param>
/// <param name="failed">Called when a look fails after one that did not.</param>
public sealed class SharedLook<T>(Func<Task<T>> look, T none, TimeProvider clock, Action<Exception> failed)
{
    private readonly Lock _gate = new();
    private readonly T _none = none;
    private T _seen = none;
    private Task _look = Task.CompletedTask;
    private long? _lookedAt;
    private bool _fails;

    /// <summary>What was seen last. The next who asks finds something newer.</summary>
    public T Seen
    {
        get
        {
            // For listeners that can't wait.
            _ = RefreshAsync(CancellationToken.None);
            lock (_gate)
            {
                return _seen;
            }
        }
    }

    /// <summary>Looks, unless that was done a moment ago.</summary>
    public Task RefreshAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_look.IsCompleted && !(_lookedAt is { } at && clock.GetElapsedTime(at) < SharedLook.Freshness))
            {
                // One look for all who ask meanwhile; whoever loses patience does not end it for the others.
                _look = LookAsync();
            }

            return _look.WaitAsync(cancellation);
        }
    }

    private async Task LookAsync()
    {
        try
        {
            Show(await look());
            _fails = false;
        }
        catch (Exception failure)
        {
            Show(_none);
            if (!_fails)
            {
                failed(failure);
            }

            _fails = true;
        }
    }

    private void Show(T seen)
    {
        lock (_gate)
        {
            _seen = seen;
            _lookedAt = clock.GetTimestamp();
        }
    }
}
