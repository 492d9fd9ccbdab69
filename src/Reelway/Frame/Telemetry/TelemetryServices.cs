using Reelway.Frame.Configuration;

namespace Reelway.Frame.Telemetry;

/// <summary>Registers the sending of traces and metrics.</summary>
internal static class TelemetryServices
{
    /// <summary>Sends from the host's start on, when a collector is configured; without one the libraries are not even loaded.</summary>
    public static void AddTelemetry(this IServiceCollection services, TelemetryOptions options, string process)
    {
        if (string.IsNullOrEmpty(options.Otlp))
        {
            return;
        }

        services.AddHostedService(provider => new TelemetryExport(
            options, process, provider.GetRequiredService<Secrets>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<TelemetryExport>>()));
    }
}
