using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Reelway.Contracts.Servers;
using Reelway.Engine;
using Reelway.Engine.Doorbells;
using Reelway.Engine.RabbitMq;
using Reelway.Storage.Postgres;

namespace Reelway.Bench;

/// <summary>How soon one of many idle workers picks up a new run, and what waiting for it costs the database, by doorbell.</summary>
/// <remarks>
/// Each worker has a connection of its own to claim with, as a process would, and looks when it is rung and at every sweep. Runs are rows of a bare
/// table, so that nothing but ring and claim is measured. Server and workers share this machine.
/// </remarks>
internal static class DoorbellBench
{
    private const string Queue = "bench";

    public static async Task RunAsync(int workers, int runs, DoorbellReport report, CancellationToken cancellation)
    {
        foreach (var missing in new[] { PostgresServer.Missing, RabbitMqServer.Missing }.OfType<string>())
        {
            throw new InvalidOperationException(missing);
        }

        await using var database = await PostgresServer.StartAsync(new PostgresOptions { Durable = true, MaxConnections = (2 * workers) + 20 }, cancellation);
        await using var broker = await RabbitMqServer.StartAsync(cancellation);
        await using var space = await broker.CreateSpaceAsync(cancellation);
        var amqp = RabbitMqUrl.TryParse(space.Url, out _)!;
        (string Name, TimeSpan Sweep, Func<PostgresUrl, IRingCarrier?> Carrier)[] cases =
        [
            ("none, sweep 15 s", TimeSpan.FromSeconds(15), _ => null),
            ("none, sweep 1 s", TimeSpan.FromSeconds(1), _ => null),
            ("NOTIFY, sweep 15 s", TimeSpan.FromSeconds(15), url => new PostgresRings(url)),
            ("RabbitMQ, sweep 15 s", TimeSpan.FromSeconds(15), _ => new RabbitMqRings(amqp)),
        ];
        foreach (var (name, sweep, carrier) in cases)
        {
            await using var fresh = await database.CreateDatabaseAsync(cancellation);
            var url = PostgresUrl.TryParse(fresh.Url, out _)!;
            await using var trial = new Trial(fresh.ConnectionString, sweep, () => carrier(url));
            report.Add(await trial.MeasureAsync(name, workers, runs, cancellation));
        }
    }

    private sealed class Trial(string connectionString, TimeSpan sweep, Func<IRingCarrier?> carrier) : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<int, long> _startedAt = [];
        private readonly ConcurrentBag<double> _latenciesMs = [];
        private readonly List<ServiceProvider> _doorbells = [];
        private readonly CancellationTokenSource _stop = new();
        private readonly Random _dice = new(4711);
        private int _claims;

        public async Task<DoorbellCase> MeasureAsync(string name, int workers, int runs, CancellationToken cancellation)
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellation);
            await ExecuteAsync(connection, "CREATE TABLE run(id int PRIMARY KEY, state int NOT NULL); CREATE INDEX run_ready ON run(id) WHERE state = 0", cancellation);
            var ringer = Doorbell();
            List<Task> idle = [];
            for (var i = 0; i < workers; i++)
            {
                idle.Add(await StartWorkerAsync(cancellation));
            }

            var connections = await CountAsync(connection, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", cancellation);
            var transactions = await TransactionsAsync(connection, cancellation);
            Interlocked.Exchange(ref _claims, 0);
            var began = Stopwatch.GetTimestamp();
            for (var run = 0; run < runs; run++)
            {
                // About 20 a second, at moments that have nothing to do with the sweeps.
                await Task.Delay(_dice.Next(100), cancellation);
                await ExecuteAsync(connection, $"INSERT INTO run VALUES ({run}, 0)", cancellation);
                _startedAt[run] = Stopwatch.GetTimestamp();
                ringer?.Ring(Ring.Work(Queue));
            }

            while (_latenciesMs.Count < runs)
            {
                await Task.Delay(10, cancellation);
            }

            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var claims = _claims;
            transactions = await TransactionsAsync(connection, cancellation) - transactions;
            await _stop.CancelAsync();
            await Task.WhenAll(idle);
            double[] sorted = [.. _latenciesMs.Order()];
            return new DoorbellCase(
                name, workers, runs, sorted[runs / 2], sorted[(int)(runs * 0.99)], (double)claims / runs, transactions / seconds, (int)connections);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var doorbell in _doorbells)
            {
                await doorbell.DisposeAsync();
            }

            _stop.Dispose();
        }

        private IDoorbell? Doorbell()
        {
            if (carrier() is not { } rings)
            {
                return null;
            }

            var provider = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddRemoteDoorbell(rings).BuildServiceProvider();
            _doorbells.Add(provider);
            return provider.GetRequiredService<IDoorbell>();
        }

        private async Task<Task> StartWorkerAsync(CancellationToken cancellation)
        {
            var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellation);
            var rung = new SemaphoreSlim(0);
            if (Doorbell() is { } doorbell)
            {
                await doorbell.ListenAsync([Queue], _ => rung.Release(), cancellation);
                if (doorbell.Trouble is { } trouble)
                {
                    throw new InvalidOperationException(trouble);
                }
            }

            // Processes are not started at the same moment, so their sweeps are spread out.
            return WorkAsync(connection, rung, TimeSpan.FromMilliseconds(_dice.Next((int)sweep.TotalMilliseconds)));
        }

        private async Task WorkAsync(NpgsqlConnection connection, SemaphoreSlim rung, TimeSpan firstSweep)
        {
            await using var open = connection;
            await using var claim = new NpgsqlCommand(
                "UPDATE run SET state = 1 WHERE id IN (SELECT id FROM run WHERE state = 0 ORDER BY id LIMIT 16 FOR UPDATE SKIP LOCKED) RETURNING id", connection);
            await claim.PrepareAsync();
            var wait = firstSweep;
            try
            {
                while (true)
                {
                    await rung.WaitAsync(wait, _stop.Token);
                    wait = sweep;
                    await ClaimAsync(claim);
                }
            }
            catch (OperationCanceledException)
            {
                rung.Dispose();
            }
        }

        private async Task ClaimAsync(NpgsqlCommand claim)
        {
            Interlocked.Increment(ref _claims);
            await using var claimed = await claim.ExecuteReaderAsync();
            while (await claimed.ReadAsync())
            {
                // Claimed before its starter knew that it was stored: picked up at once.
                var started = _startedAt.TryGetValue(claimed.GetInt32(0), out var at) ? at : Stopwatch.GetTimestamp();
                _latenciesMs.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        /// <summary>All transactions of the database. The server counts them with some delay, which is forced here.</summary>
        private static async Task<long> TransactionsAsync(NpgsqlConnection connection, CancellationToken cancellation)
        {
            await ExecuteAsync(connection, "SELECT pg_stat_force_next_flush()", cancellation);
            return await CountAsync(connection, "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()", cancellation);
        }

        private static async Task<long> CountAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return (long)(await command.ExecuteScalarAsync(cancellation))!;
        }

        private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }
}
