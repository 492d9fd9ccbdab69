using System.Globalization;
using System.Text.Json;
using Npgsql;
using Reelway.Contracts;
using Reelway.Contracts.Servers;
using Reelway.Contracts.Time;

namespace Reelway.EndToEnd.Tests.Workers;

/// <summary>A shared database, a configuration with short leases, and the processes that a test starts on them.</summary>
internal sealed class WorkerFleet : IAsyncDisposable
{
    /// <summary>As configured below.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(4);

    private static readonly Dictionary<string, string> Nothing = [];

    private readonly TemporaryFolder _folder = new();
    private readonly PostgresDatabase _database;
    private readonly List<WorkerProcess> _processes = [];

    private WorkerFleet(PostgresDatabase database, HitReceiver receiver) => (_database, Receiver) = (database, receiver);

    /// <summary>The database and the broker as the processes reach them; null: directly, and without a broker.</summary>
    public ServerLines? Lines { get; private init; }

    public HitReceiver Receiver { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<WorkerFleet> GatherAsync(MigratedDatabase migrated)
    {
        var database = await migrated.CopyAsync(Cancellation);
        var fleet = new WorkerFleet(database, await HitReceiver.StartAsync(Cancellation));
        await fleet.SetUpAsync(database.Url, doorbell: "");
        return fleet;
    }

    /// <summary>Gathers one with a broker, on lines that can be cut.</summary>
    public static async Task<WorkerFleet> GatherOnLinesAsync(SharedServers servers, MigratedDatabase migrated)
    {
        var postgres = await servers.PostgresAsync(Cancellation);
        var broker = await servers.RabbitMqAsync(Cancellation);
        var database = await migrated.CopyAsync(Cancellation);
        var space = await broker.CreateSpaceAsync(Cancellation);
        var lines = new ServerLines(postgres.Port, broker.Port, space);
        var fleet = new WorkerFleet(database, await HitReceiver.StartAsync(Cancellation)) { Lines = lines };
        await fleet.SetUpAsync(database.UrlThrough(lines.DatabasePort), $$"""doorbell: { url: "{{space.UrlThrough(lines.BrokerPort)}}" }""");
        return fleet;
    }

    private Task SetUpAsync(string storage, string doorbell) => File.WriteAllTextAsync(
        _folder["reelway.yaml"],
        $$"""
        data: { directory: data }
        storage: { url: "{{storage}}" }
        engine: { lease: 4s, self_stop: 2s, heartbeat: 400ms, sweep: 500ms, concurrency: 24 }
        {{doorbell}}

        """,
        Cancellation);

    public WorkerProcess StartWorker(string name, IReadOnlyDictionary<string, string>? environment = null)
    {
        var worker = WorkerProcess.Start(environment ?? Nothing, "worker", "--config", _folder["reelway.yaml"], "--name", name);
        _processes.Add(worker);
        return worker;
    }

    /// <summary>Starts probes and returns at once, when all are accepted.</summary>
    public Task StartProbesAsync(int count, int steps, int holdMs)
        => RunToEndAsync(
            "run", "start", "probe", "--count", count.ToString(CultureInfo.InvariantCulture),
            "--input", JsonSerializer.Serialize(new { url = Receiver.Url, steps, holdMs }));

    /// <summary>A number that the database tells.</summary>
    public async Task<long> AskAsync(string query)
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(query, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(Cancellation), CultureInfo.InvariantCulture);
    }

    public Task UntilAsync(string what, Func<Task<bool>> condition)
        => Eventually.TrueAsync(condition, what, Cancellation, () => string.Join('\n', _processes.Select(process => process.Said)));

    public Task AllSucceedAsync(int runs)
        => UntilAsync($"{runs} runs succeeded", async () => await AskAsync("SELECT COUNT(*) FROM run WHERE state = 4") == runs);

    public async Task RunToEndAsync(params string[] arguments)
    {
        await using var process = WorkerProcess.Start(Nothing, [.. arguments, "--config", _folder["reelway.yaml"]]);
        await process.EndAsync();
        Assert.True(process.ExitCode == 0, process.Said);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        if (Lines is not null)
        {
            await Lines.DisposeAsync();
        }

        await Receiver.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Dispose();
    }
}
