using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Rebus.Bus;
using Rebus.Config;
using Rebus.Handlers;
using Rebus.Routing.TypeBased;

namespace Reelway.Bench;

/// <summary>Rebus with PostgreSQL as its transport: a message is sent, received and handled, and gone.</summary>
internal sealed class RebusPeer(IHost host) : IPeer
{
    public static async Task<IPeer> StartAsync(string address, int concurrency, Arrivals arrivals, CancellationToken cancellation)
    {
        var builder = PeerHost.Create();
        builder.Services.AddSingleton(arrivals);
        builder.Services.AddRebusHandler<Handler>();
        builder.Services.AddRebus(rebus => rebus
            .Transport(transport => transport.UsePostgreSql(address, "messages", "jobs"))
            .Routing(routing => routing.TypeBased().Map<Job>("jobs"))
            .Options(options =>
            {
                options.SetNumberOfWorkers(2);
                options.SetMaxParallelism(concurrency);
            }));
        var host = builder.Build();
        await host.StartAsync(cancellation);
        return new RebusPeer(host);
    }

    public Task HandInAsync(int job, CancellationToken cancellation) => host.Services.GetRequiredService<IBus>().Send(new Job(job));

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }

    internal sealed record Job(int Number);

    private sealed class Handler(Arrivals arrivals) : IHandleMessages<Job>
    {
        public Task Handle(Job message)
        {
            arrivals.Add(message.Number);
            return Task.CompletedTask;
        }
    }
}
