using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Reelway.Engine.Doorbells;

/// <summary>Registers the doorbell between processes.</summary>
public static class DoorbellRegistration
{
    /// <summary>Rings go over what the carrier connects to.</summary>
    public static IServiceCollection AddRemoteDoorbell(this IServiceCollection services, IRingCarrier carrier)
        => services.AddSingleton<IDoorbell>(provider => new RemoteDoorbell(
            carrier, provider.GetRequiredService<TimeProvider>(), new Random().NextDouble, provider.GetRequiredService<ILogger<RemoteDoorbell>>()));
}
