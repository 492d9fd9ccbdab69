using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Reelway.Webhooks;

/// <summary>Says beside the other conditions of the server whether endpoints get nothing: who only watches their receivers sees silence.</summary>
internal sealed class WebhooksHealth(WebhookStore store, TimeProvider clock) : IHealthCheck
{
    /// <summary>Shorter troubles mend themselves.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Look(await store.ListAsync(cancellationToken), clock.GetUtcNow());

    /// <summary>What is to be said of endpoints. Anybody may read it, so no names.</summary>
    public static HealthCheckResult Look(IReadOnlyList<WebhookEndpoint> endpoints, DateTimeOffset now)
    {
        var silent = endpoints.Where(endpoint => endpoint.Off is not null || now - endpoint.FailingSince >= Patience).ToList();
        if (silent.Count == 0)
        {
            return HealthCheckResult.Healthy();
        }

        // Since when nothing has arrived: the last success, else the first failure or when it was switched off.
        var longest = silent.Max(endpoint => now - (endpoint.GoodAt ?? endpoint.FailingSince ?? endpoint.Off!.Since));
        return HealthCheckResult.Degraded(
            $"{silent.Count} of {endpoints.Count} webhook endpoints get nothing, {silent.Count(endpoint => endpoint.Off is not null)} of them since they are off; the longest for {Words(longest)}. \"reelway webhooks list\" says which.");
    }

    private static string Words(TimeSpan age)
        => age.TotalDays >= 2 ? $"{(int)age.TotalDays} days" : age.TotalHours >= 2 ? $"{(int)age.TotalHours} hours" : $"{Math.Max(0, (int)age.TotalMinutes)} minutes";
}
