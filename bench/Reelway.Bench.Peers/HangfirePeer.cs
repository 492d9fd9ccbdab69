using Hangfire;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Microsoft.Extensions.DependencyInjection;

namespace Reelway.Bench;

/// <summary>Hangfire with its PostgreSQL storage: a job is enqueued, fetched by a worker, and marked as succeeded.</summary>
internal sealed class HangfirePeer(ServiceProvider services, BackgroundJobServer server, BackgroundJobClient client) : IPeer
{
    public static Task<IPeer> StartAsync(string address, int concurrency, Arrivals arrivals, CancellationToken cancellation)
    {
        // Its calls block; without threads of their own they would wait for the pool to grow.
        ThreadPool.SetMinThreads(2 * concurrency, concurrency);
        var services = new ServiceCollection().AddSingleton(arrivals).AddTransient<Job>().BuildServiceProvider();
        var storage = new PostgreSqlStorage(
            new NpgsqlConnectionFactory(address, new PostgreSqlStorageOptions()), new PostgreSqlStorageOptions { QueuePollInterval = TimeSpan.FromMilliseconds(50) });
        var client = new BackgroundJobClient(storage);
        var options = new BackgroundJobServerOptions { WorkerCount = Math.Min(concurrency, 20), Activator = new Activator(services) };
        return Task.FromResult<IPeer>(new HangfirePeer(services, new BackgroundJobServer(options, storage), client));
    }

    public Task HandInAsync(int job, CancellationToken cancellation) => Task.Run(() => client.Enqueue<Job>(each => each.Run(job)), cancellation);

    public async ValueTask DisposeAsync()
    {
        server.Dispose();
        await services.DisposeAsync();
    }

    /// <summary>Public, since the storage names it and makes it by that name.</summary>
    public sealed class Job(IServiceProvider services)
    {
        public void Run(int job) => services.GetRequiredService<Arrivals>().Add(job);
    }

    private sealed class Activator(IServiceProvider services) : JobActivator
    {
        public override object ActivateJob(Type jobType) => services.GetRequiredService(jobType);
    }
}
