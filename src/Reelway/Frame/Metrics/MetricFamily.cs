using System.Diagnostics.Metrics;
using System.Text;

namespace Reelway.Frame.Metrics;

/// <summary>An instrument and its series, under the names that Prometheus gives them.</summary>
internal sealed class MetricFamily
{
    /// <summary>Series of one instrument; further ones are added up in one that says so. Whoever puts an id into a label must not fill the memory.</summary>
    public const int SeriesLimit = 2000;

    private const string Overflow = "overflow=\"true\"";

    // What the OpenTelemetry SDKs take where an instrument names none; made for milliseconds.
    private static readonly double[] DefaultBounds = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];

    private readonly Dictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly double[] _bounds;
    private readonly bool _isObserved;

    public MetricFamily(Instrument instrument)
    {
        Kind = KindOf(instrument);
        Name = MetricName.Of(instrument.Name, instrument.Unit, Kind);
        Help = instrument.Description ?? string.Empty;
        _isObserved = instrument.IsObservable;
        _bounds = Kind == MetricKind.Histogram ? BoundsOf(instrument) : [];
    }

    private MetricFamily(MetricFamily other)
    {
        (Kind, Name, Help, _isObserved, _bounds) = (other.Kind, other.Name, other.Help, other._isObserved, other._bounds);
        foreach (var (labels, series) in other._series)
        {
            _series.Add(labels, series.Copy());
        }
    }

    public string Name { get; }

    public string Help { get; }

    public MetricKind Kind { get; }

    /// <summary>Series by their labels, as Prometheus writes these.</summary>
    public IReadOnlyDictionary<string, MetricSeries> Series => _series;

    /// <summary>Takes a measurement.</summary>
    public void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = LabelsOf(tags);
        lock (_gate)
        {
            if (!_series.TryGetValue(labels, out var series))
            {
                var key = _series.Count < SeriesLimit ? labels : Overflow;
                if (!_series.TryGetValue(key, out series))
                {
                    _series.Add(key, series = new MetricSeries(_bounds));
                }
            }

            series.Add(value, Kind, _isObserved);
        }
    }

    /// <summary>Forgets what was observed last: what is not observed again is gone.</summary>
    public void ForgetObserved()
    {
        if (_isObserved)
        {
            lock (_gate)
            {
                _series.Clear();
            }
        }
    }

    /// <summary>The family as it is now.</summary>
    public MetricFamily Copy()
    {
        lock (_gate)
        {
            return new MetricFamily(this);
        }
    }

    private static MetricKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        return type == typeof(Histogram<>) ? MetricKind.Histogram
            : type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? MetricKind.Counter
            : type == typeof(UpDownCounter<>) ? MetricKind.Sum
            : MetricKind.Gauge;
    }

    private static double[] BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => (double)bound)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => (double)bound)],
        _ => DefaultBounds,
    };

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0)
        {
            return string.Empty;
        }

        // The same labels are the same series, in whatever order they come; of a name that comes twice the last holds.
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in tags)
        {
            sorted[MetricName.OfLabel(name)] = MetricText.Label(value);
        }

        var labels = new StringBuilder();
        foreach (var (name, value) in sorted)
        {
            labels.Append(labels.Length > 0 ? "," : string.Empty).Append(name).Append("=\"").Append(value).Append('"');
        }

        return labels.ToString();
    }
}

/// <summary>What a metric's value means.</summary>
internal enum MetricKind
{
    /// <summary>Only grows while the process lives.</summary>
    Counter,

    /// <summary>Is what it was set to last.</summary>
    Gauge,

    /// <summary>Grows and shrinks by what is added; Prometheus calls that a gauge as well.</summary>
    Sum,

    /// <summary>Counts values by size.</summary>
    Histogram,
}
