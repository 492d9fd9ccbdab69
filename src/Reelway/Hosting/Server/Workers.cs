namespace Reelway.Hosting.Server;

/// <summary>
/// Starts what takes up work only when the server listens, and stops it before the server stops listening:
/// a port that is taken must not be noticed in the middle of a run.
/// </summary>
internal sealed class Workers(
    [FromKeyedServices(Workers.Key)] IEnumerable<IHostedService> workers, IHostApplicationLifetime lifetime, ILogger<Workers> log) : IHostedLifecycleService
{
    private const string Key = "workers";

    private readonly Stack<IHostedService> _started = new();
    private volatile bool _isStopping;

    /// <summary>Registers hosted services as workers.</summary>
    public static void Add(IServiceCollection services, Action<IServiceCollection> register)
    {
        var registered = new ServiceCollection();
        register(registered);
        foreach (var descriptor in registered)
        {
            services.Add(descriptor.ServiceType == typeof(IHostedService) ? Keyed(descriptor) : descriptor);
        }
    }

    /// <inheritdoc/>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var worker in workers)
        {
            await worker.StartAsync(cancellationToken);
            _started.Push(worker);
            if (worker is BackgroundService { ExecuteTask: { } work })
            {
                _ = WatchAsync(work, worker.GetType().Name);
            }
        }
    }

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        while (_started.TryPop(out var worker))
        {
            await worker.StopAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task WatchAsync(Task work, string name)
    {
        try
        {
            await work;
        }
        catch (OperationCanceledException) when (_isStopping)
        {
            // That is how it was told to stop. Any other cancellation has come from within, and nobody goes on with its work.
        }
        catch (Exception failure)
        {
            log.WorkerFailed(failure, name);
            lifetime.StopApplication();
        }
    }

    private static ServiceDescriptor Keyed(ServiceDescriptor descriptor) => descriptor switch
    {
        { ImplementationType: { } type } => new(descriptor.ServiceType, Key, type, descriptor.Lifetime),
        { ImplementationFactory: { } factory } => new(descriptor.ServiceType, Key, (provider, _) => factory(provider), descriptor.Lifetime),
        _ => new(descriptor.ServiceType, Key, descriptor.ImplementationInstance!),
    };
}
