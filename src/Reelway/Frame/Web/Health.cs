using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Reelway.Frame.Web;

/// <summary><c>/healthz</c>: the process answers. <c>/readyz</c>: so does everything that it cannot work without.</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).AllowAnonymous();
        routes.MapHealthChecks("/readyz", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var parts = report.Entries.Select(entry => new HealthPart(entry.Key, entry.Value.Status == HealthStatus.Healthy, entry.Value.Description));
        return context.Response.WriteAsJsonAsync(
            // What is only degraded is a warning: the server works.
            new HealthAnswer(report.Status != HealthStatus.Unhealthy, Product.Version, [.. parts]),
            WebJson.Default.HealthAnswer,
            cancellationToken: context.RequestAborted);
    }
}

/// <summary>The answer of <c>/healthz</c> and <c>/readyz</c>.</summary>
internal sealed record HealthAnswer(bool Ok, string Version, IReadOnlyList<HealthPart> Parts);

/// <summary>One thing that the server needs.</summary>
/// <param name="Detail">What is wrong with it, in words without internals.</param>
internal sealed record HealthPart(string Name, bool Ok, string? Detail);
