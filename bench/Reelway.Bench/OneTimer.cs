using System.Collections.Concurrent;
using Reelway.Engine;
using Reelway.Storage;

namespace Reelway.Bench;

/// <summary>Sleeps until its input, in UTC milliseconds, and tells how late it was woken.</summary>
[Flow("bench.one-timer")]
internal sealed class OneTimer(IDatabase database, Lateness lateness) : IFlow<long, int>
{
    public async Task<int> RunAsync(long input, IRun run)
    {
        await run.SleepUntilAsync("sleep", DateTimeOffset.FromUnixTimeMilliseconds(input));
        return await run.StepAsync("woken", _ =>
        {
            lateness.Milliseconds.Add(database.NowMs - input);
            return Task.FromResult(0);
        });
    }
}

/// <summary>How late timers were, from their due time to the start of the step behind them.</summary>
internal sealed class Lateness
{
    public ConcurrentBag<double> Milliseconds { get; } = [];
}
