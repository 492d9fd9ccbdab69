using Reelway.Contracts.Engine;
using Reelway.Contracts.Servers;

namespace Reelway.Engine.Tests.Doorbells;

public sealed class PostgresDoorbellTests(SharedServers servers) : DoorbellContract
{
    protected override async ValueTask<IDoorbellHarness> StartAsync()
    {
        var server = await servers.PostgresAsync(Cancellation);
        return new PostgresHarness(server, await server.CreateDatabaseAsync(Cancellation));
    }
}
