using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Engine;
using Reelway.Frame.Audit;
using Reelway.Frame.Configuration;
using Reelway.Storage;
using Reelway.Storage.Migrations;

namespace Reelway.Tests.Connections;

/// <summary>Two processes that share a database, their keys and one connection.</summary>
internal sealed class ConnectionProcesses : IAsyncDisposable
{
    private readonly EphemeralDataProtectionProvider _keys = new();
    private readonly SharedStore _store;

    private ConnectionProcesses(SharedStore store) => _store = store;

    public IReadOnlyList<ServiceProvider> All { get; private set; } = [];

    public static async Task<ConnectionProcesses> StartAsync(SharedStore store, TimeProvider clock, ConnectionSettings connection, CancellationToken cancellation)
    {
        var processes = new ConnectionProcesses(store);
        var database = await store.OpenAsync(clock, cancellation);
        await Migrator.ApplyAsync(database, [EngineRegistration.Migrations, AuditStore.Migrations, ConnectionStore.Migrations], clock, cancellation);
        processes.All = [processes.Make(database, clock, connection), processes.Make(await store.OpenAsync(clock, cancellation), clock, connection)];
        return processes;
    }

    public T Get<T>(int process)
        where T : notnull
        => All[process].GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        foreach (var process in All)
        {
            await process.DisposeAsync();
        }

        await _store.DisposeAsync();
    }

    private ServiceProvider Make(IDatabase database, TimeProvider clock, ConnectionSettings connection) => new ServiceCollection()
        .AddSingleton(database)
        .AddSingleton(clock)
        .AddSingleton(new IdGenerator(clock))
        .AddSingleton(new EngineOptions())
        .AddSingleton<ILoggerFactory, NullLoggerFactory>()
        .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
        .AddSingleton<IFaultClassifier, FaultClassifier>()
        .AddEngine()
        .AddConnectors()
        .AddSingleton<IDataProtectionProvider>(_keys)
        .AddSingleton<IReadOnlyList<ConnectionSettings>>([connection])
        .AddConnectionPool()
        .BuildServiceProvider();
}
