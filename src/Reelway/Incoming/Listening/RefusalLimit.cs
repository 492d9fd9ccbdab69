namespace Reelway.Incoming.Listening;

/// <summary>Counts what is refused to each address, so that guessing is slow and scanning cheap. What is known is never counted and never held up.</summary>
internal sealed class RefusalLimit(TimeProvider clock)
{
    /// <summary>So many refusals of an address in a <see cref="Window"/> are explained; then it is only said how long it has to wait.</summary>
    public const int PerWindow = 60;

    /// <summary>The time that is counted by.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // So many at once are an attack by many machines: those beyond share one count.
    private const int MostBuckets = 10_000;
    private const string Others = "other addresses";

    private readonly Dictionary<string, (long Since, int Count)> _counts = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private long _cleared;

    /// <summary>Counts a refusal.</summary>
    /// <returns>How long the address has to wait; null when it has not.</returns>
    public TimeSpan? Add(string bucket)
    {
        lock (_gate)
        {
            var name = NameOf(bucket);
            var count = _counts.TryGetValue(name, out var had) && Left(had.Since) > TimeSpan.Zero ? had with { Count = had.Count + 1 } : (Since: clock.GetTimestamp(), Count: 1);
            _counts[name] = count;
            return count.Count > PerWindow ? Left(count.Since) : null;
        }
    }

    /// <summary>How long an address has to wait before it is looked at what it can't be known by; null when it has not.</summary>
    public TimeSpan? Wait(string bucket)
    {
        lock (_gate)
        {
            return _counts.TryGetValue(NameOf(bucket), out var had) && had.Count >= PerWindow && Left(had.Since) is var left && left > TimeSpan.Zero ? left : null;
        }
    }

    private TimeSpan Left(long since) => Window - clock.GetElapsedTime(since);

    private string NameOf(string bucket)
    {
        if (_counts.Count < MostBuckets || _counts.ContainsKey(bucket))
        {
            return bucket;
        }

        if (clock.GetElapsedTime(_cleared) >= Window)
        {
            _cleared = clock.GetTimestamp();
            foreach (var past in _counts.Where(one => Left(one.Value.Since) <= TimeSpan.Zero).Select(one => one.Key).ToList())
            {
                _counts.Remove(past);
            }
        }

        return _counts.Count < MostBuckets ? bucket : Others;
    }
}
