using System.Collections.Concurrent;

namespace Reelway.Connectors;

/// <summary>What this process has made a moment ago: the system may say for a moment that it is not there.</summary>
/// <param name="missing">Code of the fault of what is not there.</param>
internal sealed class RecentlyMade(string missing, TimeProvider clock)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan[] Waits = [TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    private readonly ConcurrentDictionary<string, DateTimeOffset> _made = new(StringComparer.Ordinal);

    public void Add(string id)
    {
        var now = clock.GetUtcNow();
        foreach (var (old, _) in _made.Where(one => now - one.Value > Moment))
        {
            _made.TryRemove(old, out _);
        }

        _made[id] = now;
    }

    /// <summary>Calls about an item, again where it was made just now and is not found; somebody else's is not found at once.</summary>
    public async Task<T> CallAsync<T>(string id, Func<Task<T>> call, CancellationToken cancellation)
    {
        foreach (var wait in Waits)
        {
            try
            {
                return await call();
            }
            catch (ConnectorException fault) when (fault.RemoteCode == missing && _made.TryGetValue(id, out var at) && clock.GetUtcNow() - at < Moment)
            {
                await Task.Delay(wait, clock, cancellation);
            }
        }

        return await call();
    }
}
