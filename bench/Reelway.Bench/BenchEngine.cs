using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Engine;
using Reelway.Engine.Stores;
using Reelway.Storage;
using Reelway.Storage.Migrations;

namespace Reelway.Bench;

/// <summary>The engine with the product's own settings on an empty database, silent and untraced.</summary>
internal sealed class BenchEngine : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private BenchEngine(ServiceProvider services) => _services = services;

    public IRuns Runs => _services.GetRequiredService<IRuns>();

    public RunStore Store => _services.GetRequiredService<RunStore>();

    /// <summary>Makes the tables; executes nothing before <see cref="StartAsync"/>.</summary>
    /// <param name="addFlows">Adds the flows and what they need.</param>
    /// <param name="tables">More tables than the engine's.</param>
    public static async Task<BenchEngine> OpenAsync(
        IDatabase database, Action<IServiceCollection> addFlows, CancellationToken cancellation, params IEnumerable<MigrationSet> tables)
    {
        await Migrator.ApplyAsync(database, [EngineRegistration.Migrations, .. tables], TimeProvider.System, cancellation);
        var services = new ServiceCollection()
            .AddSingleton(database)
            .AddSingleton(new EngineOptions())
            .AddSingleton(new IdGenerator(TimeProvider.System))
            .AddSingleton<ILoggerFactory, NullLoggerFactory>()
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddEngine()
            .AddEngineWorker();
        addFlows(services);
        return new BenchEngine(services.BuildServiceProvider());
    }

    public T Get<T>()
        where T : notnull
        => _services.GetRequiredService<T>();

    public async Task StartAsync(CancellationToken cancellation)
    {
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(cancellation);
        }
    }

    public async Task StopAsync(CancellationToken cancellation)
    {
        foreach (var hosted in _services.GetServices<IHostedService>().Reverse())
        {
            await hosted.StopAsync(cancellation);
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
