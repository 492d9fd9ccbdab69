using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Reelway.Engine.Doorbells;
using Reelway.Engine.Execution;
using Reelway.Engine.Stores;
using Reelway.Engine.Telemetry;
using Reelway.Engine.Workers;
using Reelway.Storage;

namespace Reelway.Engine;

/// <summary>Registers the engine.</summary>
public static class EngineRegistration
{
    /// <summary>The migrations of the engine's tables.</summary>
    public static MigrationSet Migrations => RunStore.Migrations;

    /// <summary>
    /// Registers what starts, shows and moves runs. Needs an <see cref="IDatabase"/>, an <see cref="IdGenerator"/>, an <see cref="EngineOptions"/>
    /// and a <see cref="TimeProvider"/>; flows, an <see cref="IFaultClassifier"/>, a <see cref="RunStamp"/> and an <see cref="AtWorkFolder"/> where they are used.
    /// </summary>
    public static IServiceCollection AddEngine(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IFaultClassifier, NoClassifier>();
        services.AddSingleton(provider => new FlowRegistry([.. provider.GetServices<FlowRegistration>()]));
        services.TryAddSingleton<RunStamp>();
        services.AddSingleton<RunStore>();
        services.AddSingleton<RunReader>();
        services.AddSingleton<WorkerStore>();
        services.AddSingleton<WorkerMembership>();
        services.AddSingleton(provider => new AtWork(provider.GetService<AtWorkFolder>(), provider.GetRequiredService<ILogger<AtWork>>()));
        services.AddSingleton<LiveRuns>();
        services.TryAddSingleton<IDoorbell, NoDoorbell>();
        services.AddSingleton<Doorbell>();
        services.AddSingleton<Upkeep>();
        services.AddSingleton<MachinePools>();
        services.AddSingleton<DurableWrites>();
        services.AddMetrics();
        services.AddSingleton<IStoreGauges, StoreGauges>();
        services.AddSingleton<Runs>();
        services.AddSingleton<IRuns>(provider => provider.GetRequiredService<Runs>());
        services.AddSingleton<IRunStarts>(provider => provider.GetRequiredService<Runs>());
        services.AddSingleton<IRunOperations, RunOperations>();
        services.AddSingleton(provider => new FaultScopes(provider.GetRequiredService<RunStore>(), provider.GetRequiredService<Doorbell>()));
        services.AddSingleton(provider => new TimedWorkBell(provider.GetRequiredService<RunStore>(), provider.GetRequiredService<Doorbell>()));
        services.AddSingleton<JournalRehearsal>();
        services.AddSingleton(provider => new StepExecution.Services(
            provider.GetRequiredService<RunStore>(),
            provider.GetRequiredService<DurableWrites>(),
            provider.GetRequiredService<LiveRuns>(),
            provider.GetRequiredService<MachinePools>(),
            provider.GetRequiredService<Doorbell>(),
            provider.GetRequiredService<EngineOptions>(),
            provider.GetRequiredService<IFaultClassifier>(),
            provider.GetRequiredService<TimeProvider>(),
            Jitter(),
            provider.GetRequiredService<ILogger<Dispatcher>>(),
            provider.GetRequiredService<WorkerMembership>(),
            provider.GetRequiredService<AtWork>()));
        services.AddSingleton<ExecutionSlots>();
        return services;
    }

    /// <summary>Lets this process execute runs from the host's start on. The database must be this process's alone (SQLite) and migrated by then.</summary>
    public static IServiceCollection AddEngineWorker(this IServiceCollection services)
        => services.AddSingleton<IHostedService, Dispatcher>().AddSingleton<IHostedService, UnservedRuns>()
            .AddSingleton<IHostedService, LongTransactionWatch>();

    private static Func<double> Jitter()
    {
        var random = new Random();
        var gate = new Lock();
        return () =>
        {
            lock (gate)
            {
                return random.NextDouble();
            }
        };
    }

    /// <summary>Knows no exception, so that the engine takes all as unknown.</summary>
    private sealed class NoClassifier : IFaultClassifier
    {
        public Fault? Classify(Exception exception) => null;
    }
}
