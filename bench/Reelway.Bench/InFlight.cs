using System.Diagnostics;

namespace Reelway.Bench;

/// <summary>Many calls with so many of them under way.</summary>
internal static class InFlight
{
    /// <summary>Calls a second.</summary>
    /// <param name="one">Gets the call's number, from 0.</param>
    public static async Task<double> PerSecondAsync(int concurrency, int calls, Func<int, Task> one)
    {
        var next = -1;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(async () =>
        {
            for (var call = Interlocked.Increment(ref next); call < calls; call = Interlocked.Increment(ref next))
            {
                await one(call);
            }
        })));
        return calls / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
