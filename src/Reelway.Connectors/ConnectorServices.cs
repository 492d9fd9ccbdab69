using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Reelway.Connectors;

/// <summary>Registers what all connections share.</summary>
public static class ConnectorServices
{
    /// <summary>Adds the HTTP pipeline; connections are created from it with their options, as many as are configured.</summary>
    public static IServiceCollection AddConnectors(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ConnectorHttp>();
        return services;
    }
}
