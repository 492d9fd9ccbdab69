using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Reelway.Frame.Metrics;

/// <summary>What every process tells about itself besides what the runtime tells (meter <c>System.Runtime</c>).</summary>
internal sealed class ProcessMeter
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "Reelway.Process";

    public ProcessMeter(IMeterFactory meters)
    {
        using var process = Process.GetCurrentProcess();
        // By the machine's clock, as the operating system tells it.
        var started = new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0;
        var meter = meters.Create(Name);
        meter.CreateObservableGauge("reelway.process.start_time", () => started, "s", "When the process was started, in seconds since 1970.");
        meter.CreateObservableGauge(
            "reelway.info", () => new Measurement<int>(1, new KeyValuePair<string, object?>("version", Product.Version)), null, "Always 1; the label holds the version.");
    }
}
