using System.Diagnostics.Metrics;
using Reelway.Frame.Metrics;

namespace Reelway.Tests.Frame.Metrics;

public sealed class MetricsBookTests : IDisposable
{
    private readonly string _name = $"test.{Guid.NewGuid():N}";
    private readonly Meter _meter;
    private readonly MetricsBook _book;

    public MetricsBookTests()
    {
        _meter = new Meter(_name);
        _book = new MetricsBook([_name], this);
    }

    public void Dispose()
    {
        _book.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void Counters_add_up_by_their_labels_in_any_order()
    {
        var counter = _meter.CreateCounter<long>("reelway.things.done", "{thing}", "Things \\ done\nso far.");

        counter.Add(2, new("b", "x"), new KeyValuePair<string, object?>("a.b", true));
        counter.Add(3, new("a.b", true), new KeyValuePair<string, object?>("b", "x"));
        counter.Add(1);

        var text = Read();
        Assert.Equal("counter", text.Types["reelway_things_done_total"]);
        Assert.Equal(@"Things \\ done\nso far.", text.HelpOf("reelway_things_done_total"));
        Assert.Equal(5, text["reelway_things_done_total{a_b=\"true\",b=\"x\"}"]);
        Assert.Equal(1, text["reelway_things_done_total"]);
    }

    [Fact]
    public void A_histogram_counts_what_is_at_most_each_bound()
    {
        var times = _meter.CreateHistogram("took", "s", "How long.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1, 10] });

        foreach (var value in new[] { 0.5, 0.7, 1, 11, double.NaN })
        {
            times.Record(value, new KeyValuePair<string, object?>("flow", "f"));
        }

        var text = Read();
        Assert.Equal("histogram", text.Types["took_seconds"]);
        Assert.Equal(
            [1, 3, 3, 4],
            new[] { "0.5", "1", "10", "+Inf" }.Select(bound => text[$"took_seconds_bucket{{flow=\"f\",le=\"{bound}\"}}"]));
        Assert.Equal(13.2, text["took_seconds_sum{flow=\"f\"}"], 6);
        Assert.Equal(4, text["took_seconds_count{flow=\"f\"}"]);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("quote\" back\\slash\nline", "quote\\\" back\\\\slash\\nline")]
    [InlineData("žluťoučký 🎬", "žluťoučký 🎬")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Whatever_is_in_a_label_the_text_stays_readable(string? value, string written)
    {
        _meter.CreateUpDownCounter<int>("open").Add(-3, new KeyValuePair<string, object?>("1 odd name", value));

        var text = Read();

        Assert.Equal(-3, text[$"open{{_1_odd_name=\"{written}\"}}"]);
        Assert.Equal("gauge", text.Types["open"]);
    }

    [Fact]
    public void What_is_no_longer_observed_is_gone()
    {
        var queues = new List<string> { "a", "b" };
        _meter.CreateObservableGauge("depth", () => queues.Select(queue => new Measurement<int>(7, new KeyValuePair<string, object?>("queue", queue))));
        _meter.CreateObservableCounter("seen", () => 5L);

        Assert.Equal(3, Read().Samples.Count);
        queues.Remove("a");
        var text = Read();

        Assert.Equal(["depth{queue=\"b\"}", "seen_total"], text.Samples.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(5, text["seen_total"]);
    }

    [Fact]
    public void Numbers_that_are_none_are_written_as_prometheus_does()
    {
        foreach (var value in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e-9, 1.7976931348623157E+308 })
        {
            _meter.CreateGauge<double>("odd").Record(value, new KeyValuePair<string, object?>("v", value.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        var text = Read();

        Assert.Equal(5, text.Samples.Count);
        Assert.Equal(1e-9, text["odd{v=\"1E-09\"}"]);
        Assert.Contains(text.Samples.Values, double.IsNaN);
    }

    [Fact]
    public void An_endless_label_fills_no_memory()
    {
        var counter = _meter.CreateCounter<int>("ids");

        for (var id = 0; id < MetricFamily.SeriesLimit + 50; id++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("id", id));
        }

        var text = Read();
        Assert.Equal(MetricFamily.SeriesLimit + 1, text.Samples.Count);
        Assert.Equal(50, text["ids_total{overflow=\"true\"}"]);
    }

    [Fact]
    public async Task Nothing_is_lost_while_others_read()
    {
        const int Adds = 20_000;
        var counter = _meter.CreateCounter<int>("busy");
        _meter.CreateObservableGauge("level", () => 1);

        var adding = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < Adds; i++)
            {
                counter.Add(1);
            }
        })));
        while (!adding.IsCompleted)
        {
            Assert.Equal(1, Read()["level"]);
        }

        await adding;
        Assert.Equal(4 * Adds, Read()["busy_total"]);
    }

    [Fact]
    public void Another_applications_meters_are_not_ours()
    {
        using var foreign = new Meter(new MeterOptions(_name) { Scope = new object() });

        foreign.CreateCounter<int>("foreign").Add(1);

        Assert.Empty(Read().Samples);
    }

    private PrometheusText Read() => PrometheusText.Parse(MetricText.Write(_book.Read()));
}
