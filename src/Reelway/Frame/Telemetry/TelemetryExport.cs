using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Frame.Metrics;

namespace Reelway.Frame.Telemetry;

/// <summary>Sends spans and metrics to a collector while the process lives, and what is left when it ends.</summary>
internal sealed class TelemetryExport : IHostedService, IDisposable
{
    // A collector that does not answer must not hold up the end for long.
    private const int PatienceMs = 3000;

    private readonly ExportTrouble _trouble;
    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    /// <param name="process">What this process is, among those of the installation: <c>serve[4711]</c>.</param>
    public TelemetryExport(TelemetryOptions options, string process, Secrets secrets, TimeProvider clock, ILogger<TelemetryExport> log)
    {
        _trouble = new ExportTrouble(options.Where, clock, log);
        var resource = ResourceBuilder.CreateEmpty().AddTelemetrySdk()
            .AddService(options.Service, serviceVersion: Product.Version, serviceInstanceId: $"{Environment.MachineName}/{process}")
            .AddEnvironmentVariableDetector();
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(EngineTelemetry.Name, "Microsoft.AspNetCore", "System.Net.Http")
            .AddProcessor(new SpanRedaction(secrets))
            .AddOtlpExporter(exporter => Point(exporter, options, "traces"))
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter([.. MetricsApi.Meters])
            .AddOtlpExporter(exporter => Point(exporter, options, "metrics"))
            .Build();
    }

    /// <summary>Nothing to do: to be made is enough.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Nothing to do: what the others say while they stop is sent as well, when this is disposed.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
        _trouble.Dispose();
    }

    private static void Point(OtlpExporterOptions exporter, TelemetryOptions options, string signal)
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = options.EndpointOf(signal);
        exporter.TimeoutMilliseconds = PatienceMs;
        if (!string.IsNullOrEmpty(options.Headers))
        {
            exporter.Headers = options.Headers;
        }
    }
}
