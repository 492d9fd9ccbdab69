using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Reelway.Engine;
using Reelway.Engine.Doorbells;

namespace Reelway.Bench;

/// <summary>What a transaction that somebody leaves open on PostgreSQL costs the claims: while it lasts, no dead row can be cleaned up.</summary>
internal sealed class SnapshotBench : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    private readonly BenchEngine _starter;
    private readonly int _rate;
    private readonly RunEnds _ends = new();
    private readonly MeterListener _meter = new();
    private ConcurrentQueue<double> _claims = [];
    private int _started;

    private SnapshotBench(BenchEngine starter, int rate)
    {
        (_starter, _rate) = (starter, rate);
        _meter.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "reelway.claim.duration")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meter.SetMeasurementEventCallback<double>((_, seconds, _, _) => _claims.Enqueue(seconds * 1000));
        _meter.Start();
    }

    /// <param name="rate">Runs of five steps that are started each second.</param>
    /// <param name="seconds">How long it is measured without the open transaction, and how long with it.</param>
    public static async Task<int> RunAsync(int rate, int seconds, FiguresReport report, CancellationToken cancellation)
    {
        await using var store = await BenchStore.PrepareAsync("postgres", cancellation);
        var database = await store.OpenAsync("snapshot", cancellation);
        var url = store.Url!;
        // Two processes, as it were: what is started by one is claimed by the other.
        await using var starter = await BenchEngine.OpenAsync(database, services => services.AddFlow<FiveSteps, int, int>().AddRemoteDoorbell(new PostgresRings(url)), cancellation);
        await using var worker = await BenchEngine.OpenAsync(database, services => services.AddFlow<FiveSteps, int, int>().AddRemoteDoorbell(new PostgresRings(url)), cancellation);
        await worker.StartAsync(cancellation);
        using var bench = new SnapshotBench(starter, rate);
        await bench.MeasureAsync(WarmUp, cancellation);

        var without = await bench.MeasureAsync(TimeSpan.FromSeconds(seconds), cancellation);
        report.Add("without", Figures(without, rate));
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var open = database.ReadAsync(
            async session =>
            {
                await session.FindAsync<long>("SELECT COUNT(*) FROM worker");
                await release.Task;
                return true;
            },
            cancellation);
        var with = await bench.MeasureAsync(TimeSpan.FromSeconds(seconds), cancellation);
        release.SetResult();
        await open;
        report.Add($"transaction open, {seconds} s", [.. Figures(with, rate), ("p50Ratio", with.P50 / without.P50), ("p99Ratio", with.P99 / without.P99)]);
        await worker.StopAsync(cancellation);
        return 0;
    }

    public void Dispose()
    {
        _meter.Dispose();
        _ends.Dispose();
    }

    private static (string Name, double Value)[] Figures(Phase phase, int rate)
        => [("asked", rate), ("runsPerSecond", phase.RunsPerSecond), ("claims", phase.Claims), ("p50Ms", phase.P50), ("p99Ms", phase.P99)];

    /// <summary>Starts runs at the rate for so long, waits for the last one, and sums the claims of the second half up: that is when dead rows have piled up.</summary>
    private async Task<Phase> MeasureAsync(TimeSpan length, CancellationToken cancellation)
    {
        var runs = new List<Task>();
        var began = TimeProvider.System.GetTimestamp();
        var isSecondHalf = false;
        using var ticks = new PeriodicTimer(Tick);
        while (await ticks.WaitForNextTickAsync(cancellation) && TimeProvider.System.GetElapsedTime(began) is var elapsed && elapsed < length)
        {
            if (!isSecondHalf && elapsed > length / 2)
            {
                isSecondHalf = true;
                _claims = [];
            }

            while (runs.Count < elapsed.TotalSeconds * _rate)
            {
                runs.Add(RunOneAsync($"run {_started++}", cancellation));
            }
        }

        double[] claims = [.. _claims.Order()];
        await Task.WhenAll(runs);
        return new Phase(
            runs.Count / TimeProvider.System.GetElapsedTime(began).TotalSeconds, claims.Length, claims[claims.Length / 2], claims[(int)(claims.Length * 0.99)]);
    }

    private async Task RunOneAsync(string key, CancellationToken cancellation)
    {
        var started = await _starter.Runs.StartAsync("bench.five-steps", key, 1, cancellation);
        var state = await _ends.OfAsync(started.Id).WaitAsync(cancellation);
        if (state != RunState.Succeeded)
        {
            throw new InvalidOperationException($"{started.Id} is {state}.");
        }
    }

    private sealed record Phase(double RunsPerSecond, int Claims, double P50, double P99);
}
