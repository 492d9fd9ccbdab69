using System.Collections.Concurrent;

namespace Reelway.Engine.Execution;

/// <summary>This machine's places for heavy steps. Waiting for one is first come, first served, and costs no thread.</summary>
internal sealed class MachinePools(EngineOptions options)
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _pools = [];

    /// <summary>Takes a place; the result gives it back when disposed.</summary>
    public async Task<IDisposable?> EnterAsync(string? pool, CancellationToken cancellation)
    {
        if (pool is null || !options.MachinePools.TryGetValue(pool, out var places))
        {
            return null;
        }

        var semaphore = _pools.GetOrAdd(pool, _ => new SemaphoreSlim(places));
        await semaphore.WaitAsync(cancellation);
        return new Place(semaphore);
    }

    private sealed class Place(SemaphoreSlim semaphore) : IDisposable
    {
        private int _given;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _given, 1) == 0)
            {
                semaphore.Release();
            }
        }
    }
}
