using Microsoft.Extensions.DependencyInjection;
using Reelway.Contracts.Engine;
using Reelway.Contracts.Servers;
using Reelway.Engine.Doorbells;

namespace Reelway.Engine.RabbitMq.Tests;

internal sealed class RabbitMqHarness(RabbitMqServer server, RabbitMqSpace space, string? virtualHost = null) : DoorbellHarness(server.Port, space.Password)
{
    public RabbitMqSpace Space => space;

    public override async Task LoseEverythingAsync(CancellationToken cancellation)
    {
        await space.PurgeQueuesAsync(cancellation);
        await space.DeleteQueuesAsync(cancellation);
    }

    protected override void Register(IServiceCollection services, int port, string password)
        => services.AddRemoteDoorbell(new RabbitMqRings(
            RabbitMqUrl.TryParse($"amqp://{space.User}:{password}@127.0.0.1:{port}/{virtualHost ?? space.Name}", out _)!));

    protected override ValueTask DisposeSpaceAsync() => virtualHost is null ? space.DisposeAsync() : ValueTask.CompletedTask;
}
