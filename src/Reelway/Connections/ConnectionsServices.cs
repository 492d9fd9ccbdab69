using Reelway.Engine;
using Reelway.Frame.Schedules;

namespace Reelway.Connections;

/// <summary>Registers connections.</summary>
internal static class ConnectionsServices
{
    /// <summary>Adds the pool, what is known of its connections, and what people do with them.</summary>
    public static IServiceCollection AddConnectionPool(this IServiceCollection services) => services
        .AddSingleton<ConnectionPool>()
        .AddSingleton<LoginStore>()
        .AddSingleton<LoginRenewal>()
        .AddSingleton<ConnectionStore>()
        .AddSingleton<Frame.Audit.AuditStore>()
        .AddSingleton<ConnectionOperations>()
        .AddSingleton<LoginOperations>()
        .AddSingleton<Box.BoxWebhookOperations>()
        .AddSingleton<ConnectionKeeper>()
        .AddFlow<KeepLogins, ScheduledSlot, KeptLogins>()
        .AddHostedService<ConnectionRecorder>();
}
