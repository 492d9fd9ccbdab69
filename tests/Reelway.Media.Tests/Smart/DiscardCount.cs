using System.Diagnostics.Metrics;

namespace Reelway.Media.Tests;

/// <summary>Counts thrown away smart renders as the metric tells them, of this test and not of those that run beside it.</summary>
internal sealed class DiscardCount : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly AsyncLocal<bool> _mine = new() { Value = true };
    private long _seen;

    public DiscardCount()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "Reelway.Media", Name: "reelway.media.smart_discarded" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _seen, _mine.Value ? count : 0));
        _listener.Start();
    }

    public long Seen => Interlocked.Read(ref _seen);

    public void Dispose() => _listener.Dispose();
}
