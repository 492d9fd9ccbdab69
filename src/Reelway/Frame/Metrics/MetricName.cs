using System.Text;

namespace Reelway.Frame.Metrics;

/// <summary>Names as Prometheus allows and expects them: letters, digits, underscores; the unit and <c>_total</c> at the end.</summary>
internal static class MetricName
{
    /// <summary>The name of a metric: <c>reelway.step.duration</c> in <c>s</c> becomes <c>reelway_step_duration_seconds</c>.</summary>
    public static string Of(string name, string? unit, MetricKind kind)
    {
        var plain = Plain(name, allowColon: true);
        if (UnitOf(unit) is { } word && !plain.EndsWith($"_{word}", StringComparison.Ordinal))
        {
            plain += $"_{word}";
        }

        return kind == MetricKind.Counter && !plain.EndsWith("_total", StringComparison.Ordinal) ? plain + "_total" : plain;
    }

    /// <summary>The name of a label.</summary>
    public static string OfLabel(string name) => Plain(name, allowColon: false);

    // Units are UCUM's; one in braces is a note, not a unit.
    private static string? UnitOf(string? unit) => unit switch
    {
        null or "" or "1" => null,
        "s" => "seconds",
        "ms" => "milliseconds",
        "By" => "bytes",
        "Cel" => "celsius",
        ['{', ..] => null,
        _ => Plain(unit, allowColon: false),
    };

    private static string Plain(string name, bool allowColon)
    {
        var plain = new StringBuilder(name.Length + 1);
        foreach (var c in name)
        {
            plain.Append(char.IsAsciiLetterOrDigit(c) || (allowColon && c == ':') ? c : '_');
        }

        return plain.Length == 0 || char.IsAsciiDigit(plain[0]) ? $"_{plain}" : plain.ToString();
    }
}
