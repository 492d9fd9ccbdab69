using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Reelway.Frame.Metrics;

/// <summary>Keeps what this process's meters say, for whoever asks for it.</summary>
internal sealed class MetricsBook : IDisposable
{
    private readonly ConcurrentDictionary<Instrument, MetricFamily> _families = [];
    private readonly MeterListener _listener = new();
    private readonly Lock _reading = new();

    /// <param name="meters">Names of the meters that are listened to.</param>
    /// <param name="scope">The container whose meters are meant; another application in this process has its own.</param>
    public MetricsBook(IReadOnlyCollection<string> meters, object scope)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (meters.Contains(instrument.Meter.Name) && (instrument.Meter.Scope is null || ReferenceEquals(instrument.Meter.Scope, scope)))
            {
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, static published => new MetricFamily(published)));
            }
        };
        // An instrument that is disposed with its meter has no more to say.
        _listener.MeasurementsCompleted = (instrument, _) => _families.TryRemove(instrument, out var _);
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, state) => Add(state, value, tags));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, state) => Add(state, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Add(state, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Add(state, value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, state) => Add(state, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Add(state, value, tags));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, state) => Add(state, (double)value, tags));
        _listener.Start();
    }

    /// <summary>Everything as it is now, by name.</summary>
    public IReadOnlyList<MetricFamily> Read()
    {
        // Observed values are set again by each reading: two at once would see each other's half.
        lock (_reading)
        {
            foreach (var family in _families.Values)
            {
                family.ForgetObserved();
            }

            _listener.RecordObservableInstruments();
            return [.. _families.Values.Select(family => family.Copy()).OrderBy(family => family.Name, StringComparer.Ordinal)];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static void Add(object? family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => ((MetricFamily)family!).Add(value, tags);
}
