using System.Collections.Concurrent;

namespace Reelway.Connectors.OpenText;

/// <summary>What this connection has created lately: it may not be found yet where it is looked for next.</summary>
internal sealed class RecentCreations(TimeProvider clock)
{
    private const int MostTries = 4;
    private const int MostKept = 10_000;

    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _known = new(StringComparer.Ordinal);

    public void Add(IEnumerable<string> ids)
    {
        var now = clock.GetUtcNow();
        if (_known.Count > MostKept)
        {
            foreach (var (old, _) in _known.Where(one => now - one.Value > Lately))
            {
                _known.TryRemove(old, out _);
            }
        }

        foreach (var id in ids)
        {
            _known.TryAdd(id, now);
        }
    }

    /// <summary>Reads something. What was created just now and is not found is looked for again, a few times.</summary>
    public async Task<T> ReadAsync<T>(string id, Func<Task<T>> read, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await read();
            }
            catch (ConnectorException fault) when (fault.RemoteCode == OpenTextFaults.Missing && tries < MostTries && IsNew(id))
            {
                await Task.Delay(Wait * tries, clock, cancellation);
            }
        }
    }

    private bool IsNew(string id) => _known.TryGetValue(id, out var at) && clock.GetUtcNow() - at <= Lately;
}
