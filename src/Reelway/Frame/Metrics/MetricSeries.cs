namespace Reelway.Frame.Metrics;

/// <summary>One series of values.</summary>
/// <param name="bounds">Upper bounds of a histogram's buckets, ascending; none for other kinds.</param>
internal sealed class MetricSeries(double[] bounds)
{
    // One more than bounds: what is above them all.
    private long[] _counts = new long[bounds.Length + 1];

    /// <summary>The value; of a histogram the sum of what was recorded.</summary>
    public double Value { get; private set; }

    /// <summary>How many values were recorded.</summary>
    public long Count { get; private set; }

    /// <summary>Takes a value.</summary>
    public void Add(double value, MetricKind kind, bool isObserved)
    {
        // One that is no number would spoil the sum for ever.
        if (double.IsNaN(value) && kind != MetricKind.Gauge)
        {
            return;
        }

        Value = kind == MetricKind.Gauge || isObserved ? value : Value + value;
        Count++;
        if (kind == MetricKind.Histogram)
        {
            // A bucket holds what is at most its bound.
            var found = Array.BinarySearch(bounds, value);
            _counts[found >= 0 ? found : ~found]++;
        }
    }

    /// <summary>Buckets as Prometheus wants them: how many values are at most each bound, the last bound being infinity.</summary>
    public IEnumerable<(double Bound, long Count)> Buckets()
    {
        var total = 0L;
        for (var i = 0; i <= bounds.Length; i++)
        {
            total += _counts[i];
            yield return (i < bounds.Length ? bounds[i] : double.PositiveInfinity, total);
        }
    }

    /// <summary>The series as it is now.</summary>
    public MetricSeries Copy() => new(bounds) { Value = Value, Count = Count, _counts = [.. _counts] };
}
