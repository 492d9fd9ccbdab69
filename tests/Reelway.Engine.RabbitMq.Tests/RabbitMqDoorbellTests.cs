using Reelway.Contracts.Engine;
using Reelway.Contracts.Servers;

namespace Reelway.Engine.RabbitMq.Tests;

public sealed class RabbitMqDoorbellTests(SharedServers servers) : DoorbellContract
{
    protected override async ValueTask<IDoorbellHarness> StartAsync()
    {
        var server = await servers.RabbitMqAsync(Cancellation);
        return new RabbitMqHarness(server, await server.CreateSpaceAsync(Cancellation));
    }
}
