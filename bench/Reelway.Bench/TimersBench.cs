using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Reelway.Engine;
using Reelway.Engine.Workers;
using Reelway.Storage;

namespace Reelway.Bench;

/// <summary>What a million waiting runs cost those that are at work, and how soon a dead worker's runs go on.</summary>
internal sealed class TimersBench : IDisposable
{
    private const int Few = 1000, Timers = 200, Rounds = 400, Interrupted = 10_000;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);
    private static readonly WorkerIdentity Worker = new("bench", 0);

    private readonly IDatabase _database;
    private readonly BenchEngine _engine;
    private readonly Lateness _lateness;
    private readonly RunEnds _ends = new();
    private readonly FiguresReport _report;
    private readonly Random _dice = new(4711);

    private TimersBench(IDatabase database, BenchEngine engine, Lateness lateness, FiguresReport report)
        => (_database, _engine, _lateness, _report) = (database, engine, lateness, report);

    public static async Task<int> RunAsync(string kind, int waiting, FiguresReport report, CancellationToken cancellation)
    {
        await using var store = await BenchStore.PrepareAsync(kind, cancellation);
        var database = await store.OpenAsync("timers", cancellation);
        var lateness = new Lateness();
        await using var engine = await BenchEngine.OpenAsync(database, services => services.AddSingleton(lateness).AddFlow<OneTimer, long, int>(), cancellation);
        using var bench = new TimersBench(database, engine, lateness, report);
        await bench.MeasureAsync(kind, Math.Max(waiting, Interrupted), cancellation);
        return 0;
    }

    public void Dispose() => _ends.Dispose();

    private async Task MeasureAsync(string kind, int waiting, CancellationToken cancellation)
    {
        await _engine.StartAsync(cancellation);
        var runs = new WaitingRuns(_database, await ParkOneAsync(cancellation));
        await runs.FillAsync(Few, cancellation);
        await LatenessAsync($"{kind} lateness", runs, cancellation);
        var (heapBefore, residentBefore) = Memory();
        await runs.FillAsync(waiting, cancellation);
        await LatenessAsync($"{kind} lateness", runs, cancellation);
        var (heap, resident) = Memory();
        await _engine.StopAsync(cancellation);
        _report.Add(
            $"{kind} memory", ("waiting", waiting), ("heapBeforeMiB", heapBefore), ("heapMiB", heap), ("residentBeforeMiB", residentBefore),
            ("residentMiB", resident), ("heapBytesPerRun", (heap - heapBefore) * 1024 * 1024 / (waiting - Few)));
        await CostAsync(kind, runs, cancellation);
        await RecoveryAsync(kind, runs, cancellation);
    }

    private async Task<RunId> ParkOneAsync(CancellationToken cancellation)
    {
        var far = _database.NowMs + (long)TimeSpan.FromDays(30).TotalMilliseconds;
        var run = (await _engine.Runs.StartAsync("bench.one-timer", "first", far, cancellation)).Id;
        while ((await _engine.Runs.FindAsync(run, cancellation))?.Summary.State != RunState.Waiting)
        {
            await Task.Delay(10, cancellation);
        }

        return run;
    }

    private async Task LatenessAsync(string name, WaitingRuns runs, CancellationToken cancellation)
    {
        _lateness.Milliseconds.Clear();
        // All are parked before the first is due.
        var first = _database.NowMs + 2000;
        var ended = new List<Task<RunState>>();
        for (var i = 0; i < Timers; i++)
        {
            var due = first + _dice.Next((int)Within.TotalMilliseconds);
            var run = await _engine.Runs.StartAsync("bench.one-timer", $"{runs.Count} waiting, {i}", due, cancellation);
            ended.Add(_ends.OfAsync(run.Id));
        }

        await Task.WhenAll(ended).WaitAsync(cancellation);
        var (p50, p99) = Percentiles([.. _lateness.Milliseconds]);
        _report.Add(name, ("waiting", runs.Count), ("timers", _lateness.Milliseconds.Count), ("p50Ms", p50), ("p99Ms", p99));
    }

    /// <summary>Wakes and claims run by run, as durably as in production, with all waiting and beside a store with few.</summary>
    private async Task CostAsync(string kind, WaitingRuns many, CancellationToken cancellation)
    {
        await using var store = await BenchStore.PrepareAsync(kind, cancellation);
        var database = await store.OpenAsync("few", cancellation);
        await using var engine = await BenchEngine.OpenAsync(
            database, services => services.AddSingleton(new Lateness()).AddFlow<OneTimer, long, int>(), cancellation);
        using var small = new TimersBench(database, engine, new Lateness(), _report);
        await engine.StartAsync(cancellation);
        var few = new WaitingRuns(database, await small.ParkOneAsync(cancellation));
        await engine.StopAsync(cancellation);
        await few.FillAsync(Few, cancellation);
        Costs[] costs = [new(small, few), new(this, many)];
        for (var round = 0; round < 2 * Rounds; round++)
        {
            // In turn, so that whatever else the machine does hits both; the first half warms up.
            foreach (var cost in costs)
            {
                await cost.OnceAsync(measured: round >= Rounds, cancellation);
            }
        }

        foreach (var name in costs[0].Times.Keys)
        {
            var (fewP50, manyP50) = (Percentiles(costs[0].Times[name]).P50, Percentiles(costs[1].Times[name]).P50);
            _report.Add($"{kind} {name}", ("waiting", many.Count), ("few", Few), ("p50Ms", manyP50), ("fewP50Ms", fewP50), ("ratio", manyP50 / fewP50));
        }
    }

    /// <summary>The runs of a worker that is dead, in the way in which each store takes them over.</summary>
    private async Task RecoveryAsync(string kind, WaitingRuns runs, CancellationToken cancellation)
    {
        await _database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    "UPDATE run SET state = 1, owner = 'dead', due_ms = NULL WHERE id BETWEEN @from AND @to", new { from = runs.Id(1), to = runs.Id(Interrupted) });
                await session.ExecuteAsync(
                    "INSERT INTO worker(id, name, node, machine, pid, started_ms, seen_ms, lease_until_ms) VALUES('dead', 'dead', 1023, 'dead', 1, 0, 0, 0)");
            },
            cancellation);
        var began = Stopwatch.GetTimestamp();
        if (_database.Dialect == SqlDialect.Sqlite)
        {
            await _engine.Store.RecoverAsync([], new EngineOptions().MaxCrashes, cancellation);
        }
        else
        {
            while (await _engine.Store.TakeOverAsync(Worker.Id, new EngineOptions().MaxCrashes, cancellation) is not null)
            {
            }
        }

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var queued = (await _engine.Runs.CountAsync(cancellation))[RunState.Queued];
        _report.Add($"{kind} recovery", ("waiting", runs.Count), ("interrupted", Interrupted), ("queued", queued), ("seconds", seconds));
    }

    private static (double HeapMiB, double ResidentMiB) Memory()
    {
        const double mib = 1024 * 1024;
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        return (heap / mib, Environment.WorkingSet / mib);
    }

    private static (double P50, double P99) Percentiles(IReadOnlyCollection<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.99)]);
    }

    /// <summary>One store's wakes, claims, starts for later, and their moves, cancels and counts.</summary>
    private sealed class Costs(TimersBench bench, WaitingRuns runs)
    {
        private int _next;

        public Dictionary<string, List<double>> Times { get; } = [];

        public async Task OnceAsync(bool measured, CancellationToken cancellation)
        {
            var number = (_next++ % Few) + 1;
            await runs.ParkAsync(number, bench._database.NowMs - 1, cancellation);
            var woken = await TimeAsync("wake", async () =>
            {
                var queues = await bench._engine.Store.WakeAsync(cancellation);
                await bench._engine.Store.NextDueAsync(cancellation);
                return queues;
            });
            var claimed = await TimeAsync("claim", () => bench._engine.Store.ClaimAsync(Worker, woken.Single(), ["bench.one-timer:1"], 1, cancellation));
            if (claimed.Single().Lease.RunId != runs.Id(number))
            {
                throw new InvalidOperationException("Another run was claimed than the one that was woken.");
            }

            var far = DateTimeOffset.FromUnixTimeMilliseconds(bench._database.NowMs) + TimeSpan.FromDays(30);
            await runs.ParkAsync(number, far.ToUnixTimeMilliseconds(), cancellation);
            var (all, key) = (bench._engine.Runs, $"later {_next}");
            await TimeAsync("start later", () => all.StartAsync("bench.one-timer", key, 0L, new StartOptions(far), also: null, cancellation));
            await TimeAsync("move", () => all.MoveStartAsync("bench.one-timer", key, far.AddHours(1), also: null, cancellation));
            await TimeAsync("cancel", () => all.CancelStartsAsync("bench.one-timer", [key], "Measured.", also: null, cancellation));
            await TimeAsync("count", () => all.CountAsync("bench.one-timer", RunState.Waiting, cancellation));

            async Task<T> TimeAsync<T>(string name, Func<Task<T>> call)
            {
                var began = Stopwatch.GetTimestamp();
                var result = await call();
                if (measured)
                {
                    Times.TryAdd(name, []);
                    Times[name].Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                }

                return result;
            }
        }
    }
}
