using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Contracts.Servers;
using Reelway.Storage;
using PostgresDatabase = Reelway.Storage.Postgres.PostgresDatabase;

namespace Reelway.Engine.Tests.Fleet;

/// <summary>One of several workers on one database, with a line of its own to it and the real clock.</summary>
internal sealed class Member : IAsyncDisposable
{
    private readonly PostgresDatabase _database;
    private readonly ServiceProvider _services;
    private bool _stopped;

    private Member(TcpProxy line, PostgresDatabase database, ServiceProvider services) => (Line, _database, _services) = (line, database, services);

    /// <summary>The only way between this worker and the database.</summary>
    public TcpProxy Line { get; }

    public IRuns Runs => _services.GetRequiredService<IRuns>();

    public static async Task<Member> JoinAsync(
        Fleet fleet, string name, Action<IServiceCollection> configure, EngineOptions options, CancellationToken cancellation)
    {
        var line = new TcpProxy(fleet.Port);
        var database = await fleet.OpenAsync(line.Port, cancellation);
        options.WorkerName = name;
        var collection = new ServiceCollection()
            .AddSingleton<IDatabase>(database)
            .AddSingleton(options)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new IdGenerator(TimeProvider.System))
            .AddSingleton<ILoggerFactory, NullLoggerFactory>()
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddMetrics()
            .AddEngine()
            .AddEngineWorker();
        configure(collection);
        var member = new Member(line, database, collection.BuildServiceProvider());
        foreach (var hosted in member._services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(cancellation);
        }

        return member;
    }

    /// <summary>Stops as the host does.</summary>
    /// <param name="patient">False: the operator asks twice.</param>
    public async Task StopAsync(bool patient)
    {
        _stopped = true;
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(patient ? CancellationToken.None : new CancellationToken(canceled: true));
        }
    }

    public async ValueTask DisposeAsync()
    {
        Line.Resume();
        if (!_stopped)
        {
            await StopAsync(patient: false);
        }

        await _services.DisposeAsync();
        await _database.DisposeAsync();
        await Line.DisposeAsync();
    }
}
