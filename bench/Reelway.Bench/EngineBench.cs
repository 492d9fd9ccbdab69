using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Engine;
using Reelway.Storage;
using Reelway.Storage.Migrations;
using Reelway.Storage.Sqlite;

namespace Reelway.Bench;

/// <summary>Durable steps per second on SQLite with full synchronisation, beside what disk and group commit allow.</summary>
internal static class EngineBench
{
    private const int StepsPerRun = 5;

    // A run is a start, its steps and an end.
    private const int WritesPerRun = StepsPerRun + 2;

    public static async Task<int> RunAsync(int concurrency, int runs, Report report, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("reelway-bench-");
        try
        {
            var raw = RawAppendsPerSecond(Path.Combine(folder.FullName, "raw"));
            report.Add(new Case("append 4 KiB + fsync", raw, raw, 1, OfCeiling: null));
            var ceiling = await GroupCommitAsync(Path.Combine(folder.FullName, "group.db"), concurrency, runs, cancellation);
            report.Add(new Case($"group commit, {concurrency}", ceiling, raw, ceiling / raw, OfCeiling: null));
            var ours = await OurRunsAsync(Path.Combine(folder.FullName, "engine.db"), concurrency, runs, cancellation);
            report.Add(new Case($"runs of 5 steps, {concurrency}", ours, raw, ours / raw, ours / ceiling));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
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

    /// <summary>The same writes per run without an engine: rows of about 100 bytes through the one writer.</summary>
    private static async Task<double> GroupCommitAsync(string path, int concurrency, int runs, CancellationToken cancellation)
    {
        await using var database = SqliteDatabase.Open(path);
        await database.WriteAsync(
            session => session.ExecuteAsync("CREATE TABLE row(run INTEGER, pos INTEGER, output TEXT, PRIMARY KEY(run, pos)) STRICT, WITHOUT ROWID"),
            cancellation);
        var output = new string('x', 80);
        return await MeasureAsync(concurrency, runs, async run =>
        {
            for (var pos = 0; pos < WritesPerRun; pos++)
            {
                var at = pos;
                await database.WriteAsync(
                    session => session.ExecuteAsync("INSERT INTO row(run, pos, output) VALUES(@run, @at, @output)", new { run, at, output }), cancellation);
            }
        });
    }

    private static async Task<double> OurRunsAsync(string path, int concurrency, int runs, CancellationToken cancellation)
    {
        await using var database = SqliteDatabase.Open(path);
        await Migrator.ApplyAsync(database, [EngineRegistration.Migrations], TimeProvider.System, cancellation);
        await using var services = new ServiceCollection()
            .AddSingleton<IDatabase>(database)
            .AddSingleton(new EngineOptions())
            .AddSingleton(new IdGenerator(TimeProvider.System))
            .AddSingleton<ILoggerFactory, NullLoggerFactory>()
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddEngine()
            .AddEngineWorker()
            .AddFlow<FiveSteps, int, int>()
            .BuildServiceProvider();
        var worker = services.GetRequiredService<IHostedService>();
        await worker.StartAsync(cancellation);
        var engine = services.GetRequiredService<IRuns>();
        await MeasureAsync(concurrency, Math.Max(runs / 10, 1), run => RunOneAsync(engine, $"warm {run}", cancellation));
        var rate = await MeasureAsync(concurrency, runs, run => RunOneAsync(engine, $"run {run}", cancellation));
        await worker.StopAsync(cancellation);
        return rate;
    }

    private static async Task RunOneAsync(IRuns engine, string key, CancellationToken cancellation)
    {
        var started = await engine.StartAsync("bench.five-steps", key, 1, cancellation);
        var run = await engine.WaitAsync(started.Id, cancellation);
        if (run.Summary.State != RunState.Succeeded)
        {
            throw new InvalidOperationException($"{started.Id} is {run.Summary.State}: {run.Summary.Why}");
        }
    }

    /// <summary>Steps per second of that many runs with so many in flight.</summary>
    private static async Task<double> MeasureAsync(int concurrency, int runs, Func<int, Task> one)
    {
        var next = -1;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(async () =>
        {
            for (var run = Interlocked.Increment(ref next); run < runs; run = Interlocked.Increment(ref next))
            {
                await one(run);
            }
        })));
        return runs * StepsPerRun / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
