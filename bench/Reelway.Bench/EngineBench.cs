using System.Diagnostics;
using Reelway.Engine;
using Reelway.Engine.Execution;
using Reelway.Engine.Stores;
using Reelway.Storage;

namespace Reelway.Bench;

/// <summary>Durable steps per second with full synchronisation, beside what disk and group commit allow.</summary>
internal static class EngineBench
{
    private const int StepsPerRun = 5;

    // A run is a start, its steps and an end.
    private const int WritesPerRun = StepsPerRun + 2;

    public static async Task<int> RunAsync(string kind, int concurrency, int runs, Report report, CancellationToken cancellation)
    {
        await using var store = await BenchStore.PrepareAsync(kind, cancellation);
        var raw = RawAppendsPerSecond(Path.Combine(store.Folder, "raw"));
        report.Add(new Case("append 4 KiB + fsync", raw, raw, 1, OfCeiling: null));
        var ceiling = await GroupCommitAsync(await store.OpenAsync("group", cancellation), concurrency, runs, cancellation);
        report.Add(new Case($"{kind} group commit, {concurrency}", ceiling, raw, ceiling / raw, OfCeiling: null));
        var calls = await StoreCallsAsync(await store.OpenAsync("calls", cancellation), concurrency, runs, cancellation);
        report.Add(new Case($"{kind} the store's calls for such runs, {concurrency}", calls, raw, calls / raw, calls / ceiling));
        var ours = await OurRunsAsync(await store.OpenAsync("engine", cancellation), concurrency, runs, cancellation);
        report.Add(new Case($"{kind} runs of 5 steps, {concurrency}", ours, raw, ours / raw, ours / ceiling));
        return 0;
    }

    private static double RawAppendsPerSecond(string path)
    {
        const int appends = 2000;
        var block = new byte[4096];
        using var file = new FileStream(path, FileMode.CreateNew);
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < appends; i++)
        {
            file.Write(block);
            file.Flush(flushToDisk: true);
        }

        return appends / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>The same writes per run without an engine.</summary>
    private static async Task<double> GroupCommitAsync(IDatabase database, int concurrency, int runs, CancellationToken cancellation)
    {
        await BareRows.CreateAsync(database, cancellation);
        var rows = new BareRows();
        var output = new string('x', 80);
        return await MeasureAsync(concurrency, runs, async run =>
        {
            for (var pos = 0; pos < WritesPerRun; pos++)
            {
                await database.WriteAsync(rows, new BareRow(run, pos, output), cancellation);
            }
        });
    }

    /// <summary>What the engine asks of its store for the same runs, without flows, journals and places: storage alone.</summary>
    private static async Task<double> StoreCallsAsync(IDatabase database, int concurrency, int runs, CancellationToken cancellation)
    {
        await using var engine = await BenchEngine.OpenAsync(database, _ => { }, cancellation);
        return await MeasureAsync(concurrency, runs, async run =>
        {
            var draft = engine.Store.Draft(new NewRun("bench.five-steps", 1, FlowAttribute.DefaultQueue, $"{run}", "1", "") { Owner = "bench" });
            await engine.Store.StartAsync(draft, also: null, cancellation);
            for (var pos = 0; pos < StepsPerRun; pos++)
            {
                var row = new JournalRow
                {
                    Pos = pos,
                    Name = $"step {pos}",
                    Kind = StepKind.Step,
                    Outcome = StepOutcome.Succeeded,
                    Attempts = 1,
                    Output = "1",
                    StartedMs = draft.NowMs,
                    EndedMs = draft.NowMs,
                };
                await engine.Store.CompleteStepAsync(new OwnedRow(draft.Claimed.Lease, row), [], wasOpen: false, slot: null, cancellation);
            }

            await engine.Store.EndAsync(draft.Claimed.Lease, new RunEnd(RunState.Succeeded, Output: "1"), cancellation);
        });
    }

    private static async Task<double> OurRunsAsync(IDatabase database, int concurrency, int runs, CancellationToken cancellation)
    {
        await using var engine = await BenchEngine.OpenAsync(database, services => services.AddFlow<FiveSteps, int, int>(), cancellation);
        await engine.StartAsync(cancellation);
        using var ends = new RunEnds();
        await MeasureAsync(concurrency, Math.Max(runs / 2, 1), run => RunOneAsync(engine.Runs, ends, $"warm {run}", cancellation));
        var rate = await MeasureAsync(concurrency, runs, run => RunOneAsync(engine.Runs, ends, $"run {run}", cancellation));
        await engine.StopAsync(cancellation);
        return rate;
    }

    private static async Task RunOneAsync(IRuns runs, RunEnds ends, string key, CancellationToken cancellation)
    {
        var started = await runs.StartAsync("bench.five-steps", key, 1, cancellation);
        var state = await ends.OfAsync(started.Id).WaitAsync(cancellation);
        if (state != RunState.Succeeded)
        {
            throw new InvalidOperationException($"{started.Id} is {state}.");
        }
    }

    /// <summary>Steps per second of that many runs with so many in flight.</summary>
    private static async Task<double> MeasureAsync(int concurrency, int runs, Func<int, Task> one)
        => StepsPerRun * await InFlight.PerSecondAsync(concurrency, runs, one);
}
