using System.Diagnostics.Tracing;

namespace Reelway.Frame.Telemetry;

/// <summary>Says in the log that the collector can't be reached: the exporter itself only tells the runtime's event sources.</summary>
internal sealed partial class ExportTrouble(string collector, TimeProvider clock, ILogger log) : EventListener
{
    private const string ExporterSource = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    // A collector that is down for a night would otherwise fill the log.
    private static readonly TimeSpan Between = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private long? _toldAt;

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == ExporterSource)
        {
            EnableEvents(eventSource, EventLevel.Error);
        }
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventSource.Name != ExporterSource)
        {
            return;
        }

        lock (_gate)
        {
            if (_toldAt is { } at && clock.GetElapsedTime(at) < Between)
            {
                return;
            }

            _toldAt = clock.GetTimestamp();
        }

        NotSent(log, collector, string.Join("; ", (eventData.Payload ?? []).Select(part => part?.ToString()?.Split('\n')[0])));
    }

    [LoggerMessage(9010, LogLevel.Warning, "Traces and metrics can't be sent to {Collector}; they are lost until it answers (said once an hour): {Reason}")]
    private static partial void NotSent(ILogger logger, string collector, string reason);
}
