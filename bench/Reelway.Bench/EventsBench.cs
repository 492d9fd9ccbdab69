using Microsoft.Extensions.DependencyInjection;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Storage;

namespace Reelway.Bench;

/// <summary>Events per second: recorded, and brought to a subscriber whose runs have one step.</summary>
internal static class EventsBench
{
    public static async Task<int> RunAsync(string kind, int concurrency, int count, FiguresReport report, CancellationToken cancellation)
    {
        await using var store = await BenchStore.PrepareAsync(kind, cancellation);
        var ceiling = await GroupCommitAsync(await store.OpenAsync("group", cancellation), concurrency, count, cancellation);
        report.Add($"{kind} group commit", ("inFlight", concurrency), ("perSecond", ceiling));

        var database = await store.OpenAsync("events", cancellation);
        var heard = new Heard();
        await using var engine = await EventSide.StartAsync(
            database,
            services => services
                .AddSingleton(heard)
                .AddFlow<HearTalk, TalkPublished, int>()
                .AddSingleton(Subscription.To<TalkPublished, TalkPublished>("bench", HearTalk.Flow, told => told)),
            cancellation);
        await RoundAsync(engine, database, heard, "warm", concurrency, count / 2, cancellation);
        var (recorded, brought) = await RoundAsync(engine, database, heard, "measured", concurrency, count, cancellation);
        await engine.StopAsync(cancellation);
        report.Add($"{kind} events recorded", ("inFlight", concurrency), ("perSecond", recorded), ("ofGroupCommit", recorded / ceiling));
        report.Add($"{kind} recorded and brought", ("inFlight", concurrency), ("perSecond", brought), ("ofGroupCommit", brought / ceiling));
        return 0;
    }

    /// <summary>One row a transaction, nothing else.</summary>
    public static async Task<double> GroupCommitAsync(IDatabase database, int concurrency, int count, CancellationToken cancellation)
    {
        await BareRows.CreateAsync(database, cancellation);
        var (rows, output) = (new BareRows(), new string('x', 250));
        return await InFlight.PerSecondAsync(concurrency, count, number => database.WriteAsync(rows, new BareRow(number, 0, output), cancellation));
    }

    // Both run at once: what is recorded is brought on meanwhile.
    private static async Task<(double Recorded, double Brought)> RoundAsync(
        BenchEngine engine, IDatabase database, Heard heard, string round, int concurrency, int count, CancellationToken cancellation)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var all = heard.UntilAsync(count);
        var recorded = await InFlight.PerSecondAsync(concurrency, count, number => EventSide.RecordAsync(database, round, number, cancellation));
        await all.WaitAsync(cancellation);
        return (recorded, count / clock.Elapsed.TotalSeconds);
    }

    /// <summary>A subscriber's flow with one step that does nothing.</summary>
    [Flow(Flow)]
    private sealed class HearTalk(Heard heard) : IFlow<TalkPublished, int>
    {
        public const string Flow = "bench.hear";

        public async Task<int> RunAsync(TalkPublished input, IRun run)
        {
            var length = await run.StepAsync("hear", _ => Task.FromResult(input.Title.Length));
            heard.Add();
            return length;
        }
    }
}
