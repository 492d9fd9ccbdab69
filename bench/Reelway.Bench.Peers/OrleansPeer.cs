using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Reelway.Bench;

/// <summary>Orleans with ADO.NET storage: a grain per job that writes its state as often as a run of ours is written, three times.</summary>
internal sealed class OrleansPeer(IHost host, Arrivals arrivals) : IPeer
{
    public static async Task<IPeer> StartAsync(string address, int concurrency, Arrivals arrivals, CancellationToken cancellation)
    {
        await using (var source = NpgsqlDataSource.Create(address))
        await using (var command = source.CreateCommand(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "orleans.sql"), cancellation)))
        {
            await command.ExecuteNonQueryAsync(cancellation);
        }

        var builder = PeerHost.Create();
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(FreePort(), FreePort())
            .AddAdoNetGrainStorage("jobs", options =>
            {
                options.Invariant = "Npgsql";
                options.ConnectionString = address;
            }));
        var host = builder.Build();
        await host.StartAsync(cancellation);
        return new OrleansPeer(host, arrivals);
    }

    public async Task HandInAsync(int job, CancellationToken cancellation)
    {
        await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IJobGrain>(job).RunAsync();
        arrivals.Add(job);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }

    // It takes no port 0.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Public: its caller is generated.</summary>
public interface IJobGrain : IGrainWithIntegerKey
{
    Task RunAsync();
}

[GenerateSerializer]
public sealed class JobState
{
    [Id(0)]
    public int Step { get; set; }
}

public sealed class JobGrain([PersistentState("job", "jobs")] IPersistentState<JobState> state) : Grain, IJobGrain
{
    public async Task RunAsync()
    {
        for (var step = state.State.Step + 1; step <= 3; step++)
        {
            state.State.Step = step;
            await state.WriteStateAsync();
        }
    }
}
