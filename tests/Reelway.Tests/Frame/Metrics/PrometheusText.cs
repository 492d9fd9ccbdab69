using System.Globalization;
using System.Text.RegularExpressions;

namespace Reelway.Tests.Frame.Metrics;

/// <summary>Reads the text format of Prometheus as strictly as it is defined; whatever a scraper may refuse fails here.</summary>
internal sealed partial class PrometheusText
{
    private readonly Dictionary<string, string> _types = [];
    private readonly Dictionary<string, string> _help = [];
    private readonly Dictionary<string, double> _samples = [];
    private readonly HashSet<string> _closed = [];
    private string? _family;

    private PrometheusText()
    {
    }

    /// <summary>Kinds by name.</summary>
    public IReadOnlyDictionary<string, string> Types => _types;

    /// <summary>Values by name and labels, labels in the order in which they stood.</summary>
    public IReadOnlyDictionary<string, double> Samples => _samples;

    public double this[string sample] => _samples[sample];

    public static PrometheusText Parse(string text)
    {
        var parsed = new PrometheusText();
        Assert.True(text.Length == 0 || text.EndsWith('\n'), "The last line is not ended.");
        Assert.DoesNotContain('\r', text);
        foreach (var line in text.Split('\n').SkipLast(1))
        {
            parsed.Take(line);
        }

        parsed.CheckHistograms();
        return parsed;
    }

    public string HelpOf(string name) => _help[name];

    private void Take(string line)
    {
        if (Comment().Match(line) is { Success: true } comment)
        {
            var (word, name, rest) = (comment.Groups[1].Value, comment.Groups[2].Value, comment.Groups[3].Value);
            Open(name);
            if (word == "HELP")
            {
                Assert.Matches(@"^([^\\]|\\[\\n])*$", rest);
                Assert.True(_help.TryAdd(name, rest), $"Two HELP lines of {name}.");
            }
            else
            {
                Assert.Contains(rest, new[] { "counter", "gauge", "histogram" });
                Assert.True(_types.TryAdd(name, rest), $"Two TYPE lines of {name}.");
            }

            return;
        }

        var sample = Sample().Match(line);
        Assert.True(sample.Success, $"No line of the format: {line}");
        var family = FamilyOf(sample.Groups[1].Value);
        Assert.Equal(_family, family);
        var labels = Label().Matches(sample.Groups[2].Value).Select(label => label.Groups[1].Value).ToList();
        Assert.Equal(labels.Count, labels.Distinct().Count());
        Assert.True(_samples.TryAdd(sample.Groups[1].Value + sample.Groups[2].Value, Number(sample.Groups[3].Value)), $"Twice the same series: {line}");
    }

    private void Open(string name)
    {
        if (_family == name)
        {
            return;
        }

        if (_family is not null)
        {
            _closed.Add(_family);
        }

        Assert.DoesNotContain(name, _closed);
        _family = name;
    }

    private string FamilyOf(string name)
    {
        if (_types.TryGetValue(name, out var plain))
        {
            Assert.True(plain != "histogram", $"{name}: a histogram has no plain value.");
            Assert.True(plain != "counter" || name.EndsWith("_total", StringComparison.Ordinal), $"{name}: a counter ends in _total.");
            return name;
        }

        var histogram = Part().Replace(name, string.Empty);
        Assert.True(_types.TryGetValue(histogram, out var type) && type == "histogram", $"{name} has no TYPE before it.");
        return histogram;
    }

    private void CheckHistograms()
    {
        foreach (var (name, _) in _types.Where(type => type.Value == "histogram"))
        {
            foreach (var series in _samples.Keys.Where(key => key.StartsWith($"{name}_count", StringComparison.Ordinal)).ToList())
            {
                var labels = series[$"{name}_count".Length..].Trim('{', '}');
                Assert.True(_samples.ContainsKey($"{name}_sum{(labels.Length > 0 ? $"{{{labels}}}" : "")}"), $"{series} has no sum.");
                var prefix = $"{name}_bucket{{{labels}{(labels.Length > 0 ? "," : "")}le=\"";
                var buckets = _samples.Where(sample => sample.Key.StartsWith(prefix, StringComparison.Ordinal))
                    .Select(sample => (Bound: Number(sample.Key[prefix.Length..^2]), sample.Value)).ToList();
                Assert.Equal(buckets.OrderBy(bucket => bucket.Bound), buckets);
                Assert.Equal(buckets.Select(bucket => bucket.Value).Order(), buckets.Select(bucket => bucket.Value));
                Assert.Equal((double.PositiveInfinity, _samples[series]), buckets[^1]);
            }
        }
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ => double.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex("^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$")]
    private static partial Regex Comment();

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"(?:,[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*")*\})? (\S+)$""")]
    private static partial Regex Sample();

    [GeneratedRegex("""([a-zA-Z_][a-zA-Z0-9_]*)="(?:[^"\\]|\\.)*""")]
    private static partial Regex Label();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Part();
}
