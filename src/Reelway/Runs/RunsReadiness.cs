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
