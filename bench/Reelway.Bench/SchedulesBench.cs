using Microsoft.Extensions.DependencyInjection;
using Reelway.Engine;
using Reelway.Frame.Audit;
using Reelway.Frame.Configuration;
using Reelway.Frame.Schedules;
using Reelway.Hosting;
using Reelway.Schedules;
using Reelway.Storage;

namespace Reelway.Bench;

/// <summary>How late slots begin while very many schedules wait, and what the waiting costs the processor.</summary>
internal static class SchedulesBench
{
    // Of ten thousand schedules about fifteen are due each second, at most ten at once.
    private const int BusyPeriodSeconds = 300;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10), Busy = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(string kind, int count, FiguresReport report, CancellationToken cancellation)
    {
        await using var store = await BenchStore.PrepareAsync(kind, cancellation);
        var nothing = await IdleAsync(await store.OpenAsync("none", cancellation), 0, cancellation);
        var waiting = await IdleAsync(await store.OpenAsync("idle", cancellation), count, cancellation);
        report.Add($"{kind} waiting", ("schedules", count), ("cpuPercent", waiting), ("cpuPercentWithNone", nothing));

        var lateness = new Lateness();
        await using var engine = await StartAsync(await store.OpenAsync("busy", cancellation), count, i => $"{BusyPeriodSeconds + (i % 1000)}s", lateness, cancellation);
        await Task.Delay(Busy, cancellation);
        await engine.StopAsync(cancellation);
        double[] late = [.. lateness.Milliseconds.Order()];
        report.Add($"{kind} late", ("schedules", count), ("slots", late.Length), ("p50Ms", late[late.Length / 2]), ("p99Ms", late[(int)(late.Length * 0.99)]), ("mostMs", late[^1]));
        return 0;
    }

    /// <summary>Percent of one core while none is due.</summary>
    private static async Task<double> IdleAsync(IDatabase database, int count, CancellationToken cancellation)
    {
        await using var engine = await StartAsync(database, count, _ => "366d", new Lateness(), cancellation);
        var before = CpuTime.Seconds();
        await Task.Delay(Idle, cancellation);
        var used = CpuTime.Seconds() - before;
        await engine.StopAsync(cancellation);
        return 100 * used / Idle.TotalSeconds;
    }

    private static async Task<BenchEngine> StartAsync(
        IDatabase database, int count, Func<int, string> every, Lateness lateness, CancellationToken cancellation)
    {
        var settings = new SettingsLoader(ReelwaySettings.Catalog).Load(new SettingsRequest(Path.GetTempPath(), new Dictionary<string, string>(), null, null));
        var book = new ScheduleBook(settings);
        for (var i = 0; i < count; i++)
        {
            book.Add<Tick>($"bench.tick-{i}", "Nothing", Every.Parse(every(i)));
        }

        var engine = await BenchEngine.OpenAsync(
            database,
            services =>
            {
                services.AddSingleton(TimeProvider.System).AddSingleton(lateness).AddSingleton(book).AddSingleton(new SchedulesOptions()).AddLiveSettings().AddSingleton<AuditStore>()
                    .AddFlow<Tick, ScheduledSlot, long>();
                new SchedulesPart().Services(services, null!);
            },
            cancellation,
            ScheduleStore.Migrations);
        await engine.StartAsync(cancellation);
        // All are planned, and what was compiled is compiled.
        while ((await engine.Get<ScheduleStore>().ListAsync(cancellation)).Count < count)
        {
            await Task.Delay(200, cancellation);
        }

        await Task.Delay(2000, cancellation);
        lateness.Milliseconds.Clear();
        return engine;
    }

    /// <summary>Tells how late it begins.</summary>
    [Flow("bench.tick")]
    private sealed class Tick(IDatabase database, Lateness lateness) : IFlow<ScheduledSlot, long>
    {
        public Task<long> RunAsync(ScheduledSlot input, IRun run) => run.StepAsync("tick", _ =>
        {
            var late = database.NowMs - input.At.ToUnixTimeMilliseconds();
            lateness.Milliseconds.Add(late);
            return Task.FromResult(late);
        });
    }
}
