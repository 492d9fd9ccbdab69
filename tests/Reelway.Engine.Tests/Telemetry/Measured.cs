using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Reelway.Engine.Tests.Telemetry;

/// <summary>What the engine's meters say while this listens, as lines "instrument label=value … value".</summary>
internal sealed class Measured : IDisposable
{
    private readonly ConcurrentQueue<(string Key, double Value)> _measurements = new();
    private readonly MeterListener _listener = new();

    /// <param name="meter">The meter that is meant.</param>
    /// <param name="scope">The engine that is meant; null for what the process counts.</param>
    public Measured(string meter, object? scope)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == meter && instrument.Meter.Scope == scope)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    public IReadOnlyList<(string Key, double Value)> All => [.. _measurements];

    public IReadOnlyList<double> Of(string key) => [.. _measurements.Where(measurement => measurement.Key == key).Select(measurement => measurement.Value)];

    /// <summary>What the gauges say now.</summary>
    public IReadOnlyDictionary<string, double> Observe()
    {
        _measurements.Clear();
        _listener.RecordObservableInstruments();
        return _measurements.ToDictionary(measurement => measurement.Key, measurement => measurement.Value);
    }

    public void Dispose() => _listener.Dispose();

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = instrument.Name;
        foreach (var (name, tag) in tags)
        {
            key += $" {name}={tag}";
        }

        _measurements.Enqueue((key, value));
    }
}
