using System.Globalization;
using System.Text;

namespace Reelway.Frame.Metrics;

/// <summary>The text format of Prometheus, version 0.0.4: prometheus.io/docs/instrumenting/exposition_formats.</summary>
internal static class MetricText
{
    /// <summary>The format's media type.</summary>
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Everything as one text. What has not happened yet is named, so that it can be found.</summary>
    public static string Write(IEnumerable<MetricFamily> families)
    {
        var text = new StringBuilder();
        // Two instruments of one name (of two meters) are one family, which must stand together and say its kind once.
        foreach (var family in families.GroupBy(family => family.Name))
        {
            var first = family.First();
            text.Append("# HELP ").Append(first.Name).Append(' ').Append(EscapeHelp(first.Help)).Append('\n');
            text.Append("# TYPE ").Append(first.Name).Append(' ').Append(Word(first.Kind)).Append('\n');
            foreach (var (labels, series) in family.Where(same => same.Kind == first.Kind).SelectMany(same => same.Series)
                .DistinctBy(one => one.Key).OrderBy(one => one.Key, StringComparer.Ordinal))
            {
                Write(text, first, labels, series);
            }
        }

        return text.ToString();
    }

    /// <summary>A label's value, escaped.</summary>
    public static string Label(object? value)
    {
        var text = value is bool yes ? (yes ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
        return text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
    }

    private static void Write(StringBuilder text, MetricFamily family, string labels, MetricSeries series)
    {
        if (family.Kind != MetricKind.Histogram)
        {
            Sample(text, family.Name, labels, series.Value);
            return;
        }

        foreach (var (bound, count) in series.Buckets())
        {
            Sample(text, $"{family.Name}_bucket", $"{labels}{(labels.Length > 0 ? "," : string.Empty)}le=\"{Number(bound)}\"", count);
        }

        Sample(text, $"{family.Name}_sum", labels, series.Value);
        Sample(text, $"{family.Name}_count", labels, series.Count);
    }

    private static void Sample(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value)
        => double.IsPositiveInfinity(value) ? "+Inf"
            : double.IsNegativeInfinity(value) ? "-Inf"
            : double.IsNaN(value) ? "NaN"
            : value.ToString("R", CultureInfo.InvariantCulture);

    private static string EscapeHelp(string help)
        => help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Word(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };
}
