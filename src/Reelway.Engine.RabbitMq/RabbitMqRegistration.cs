using Microsoft.Extensions.DependencyInjection;
using Reelway.Engine.Doorbells;

namespace Reelway.Engine.RabbitMq;

/// <summary>Registers RabbitMQ as the doorbell between processes.</summary>
public static class RabbitMqRegistration
{
    /// <summary>Rings go over the broker.</summary>
    public static IServiceCollection AddRabbitMqDoorbell(this IServiceCollection services, RabbitMqUrl url)
        => services.AddRemoteDoorbell(new RabbitMqRings(url));
}
