using Microsoft.Extensions.Diagnostics.HealthChecks;
using Reelway.Engine;

namespace Reelway.Runs;

/// <summary>Ready when runs can be read: the store answers and has the tables of this version.</summary>
internal sealed partial class RunsReadiness(IRuns runs, ILogger<RunsReadiness> log) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        try
        {
            await runs.ListAsync(new RunQuery(Limit: 1), cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Unready(log, exception);
            return HealthCheckResult.Unhealthy("Runs cannot be read from the store; the server's log says why.");
        }
    }

    [LoggerMessage(8020, LogLevel.Error, "Not ready: runs cannot be read from the store")]
    private static partial void Unready(ILogger logger, Exception exception);
}

/// <summary>Registers it.</summary>
internal static class RunsReadinessRegistration
{
    /// <summary>Makes the process ready only while runs can be read. Who asks has given up long before the database's own patience ends.</summary>
    public static void AddRunsReadiness(this IServiceCollection services)
        => services.AddHealthChecks().AddCheck<RunsReadiness>("runs", failureStatus: null, tags: [], timeout: TimeSpan.FromSeconds(5));
}
