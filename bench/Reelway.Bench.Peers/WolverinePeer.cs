using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Wolverine;
using Wolverine.Postgresql;

namespace Reelway.Bench;

/// <summary>Wolverine with a durable local queue: a message is stored, handled and marked as handled.</summary>
internal sealed class WolverinePeer(IHost host) : IPeer
{
    public static async Task<IPeer> StartAsync(string address, int concurrency, Arrivals arrivals, CancellationToken cancellation)
    {
        var builder = PeerHost.Create();
        builder.Services.AddSingleton(arrivals);
        builder.UseWolverine(options =>
        {
            options.PersistMessagesWithPostgresql(address);
            options.Durability.Mode = DurabilityMode.Solo;
            options.Discovery.DisableConventionalDiscovery().IncludeType(typeof(WolverineJobHandler));
            options.PublishMessage<WolverineJob>().ToLocalQueue("jobs").UseDurableInbox().MaximumParallelMessages(concurrency);
        });
        var host = builder.Build();
        await host.StartAsync(cancellation);
        return new WolverinePeer(host);
    }

    public async Task HandInAsync(int job, CancellationToken cancellation)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().PublishAsync(new WolverineJob(job));
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}

/// <summary>Public: code that calls it is made while the program runs.</summary>
public sealed record WolverineJob(int Number);

/// <summary>Public for the same reason.</summary>
public static class WolverineJobHandler
{
    public static void Handle(WolverineJob job, Arrivals arrivals) => arrivals.Add(job.Number);
}
