using System.Diagnostics.Metrics;
using Reelway.Engine;
using Reelway.Frame.Operations;

namespace Reelway.Frame.Metrics;

/// <summary><c>/metrics</c>: everything that is counted and timed, for Prometheus. Needs the key wherever the API does.</summary>
internal static class MetricsApi
{
    /// <summary>Where it is.</summary>
    public const string Path = "/metrics";

    /// <summary>The meter of events, which the room of events makes.</summary>
    public const string EventsMeter = "Reelway.Events";

    private static readonly Right Needed = new("metrics:read");

    // A database that is slow to answer must not make the other figures late; Prometheus gives up after 10 s.
    private static readonly TimeSpan PatienceWithDatabase = TimeSpan.FromSeconds(2);

    /// <summary>Meters that are shown: the engine's, the process's, the runtime's, and the web server's times.</summary>
    public static IReadOnlyList<string> Meters { get; } =
        [EngineTelemetry.Name, EngineTelemetry.StoreMeterName, EventsMeter, ProcessMeter.Name, "System.Runtime", "Microsoft.AspNetCore.Hosting"];

    /// <summary>Registers what keeps the figures.</summary>
    public static void AddMetricsBook(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<ProcessMeter>();
        services.AddSingleton(provider => new MetricsBook(Meters, provider.GetRequiredService<IMeterFactory>()));
    }

    /// <summary>Maps it. What happens from now on is counted.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<MetricsBook>();
        routes.ServiceProvider.GetRequiredService<ProcessMeter>();
        routes.MapGet(Path, ShowAsync).RequireRight(Needed).ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync(MetricsBook book, IServiceProvider services, TimeProvider clock, CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAll(services.GetServices<IStoreGauges>().Select(gauges => gauges.RefreshAsync(cancellation))).WaitAsync(PatienceWithDatabase, clock, cancellation);
        }
        catch (TimeoutException)
        {
            // What was seen last stands in the meantime; the look goes on, and the next answer has it.
        }

        return Results.Text(MetricText.Write(book.Read()), MetricText.MediaType);
    }
}
