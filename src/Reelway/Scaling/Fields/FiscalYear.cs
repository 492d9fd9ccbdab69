using System.Globalization;
using System.Text.RegularExpressions;

namespace Reelway.Scaling.Fields;

/// <summary>Fiscal years that stand in the configuration and are over, so that new files would be filed under an old one.</summary>
internal static partial class FiscalYear
{
    /// <summary>A year such as 2025/2026 begins with this month and ends before it.</summary>
    public const int FirstMonth = 9;

    /// <summary>A sentence for each forced or default value that names a fiscal year that is over.</summary>
    public static IEnumerable<FieldProblem> Past(FieldMappings mappings, DateOnly today, int firstMonth = FirstMonth)
        => from pair in mappings.Forced.Concat(mappings.Defaults)
           from text in pair.Value
           where EndOf(text, firstMonth) is { } end && end <= today
           select new FieldProblem(pair.Key, $"\"{text}\" is over since {EndOf(text, firstMonth)!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}; write the current fiscal year.", IsError: false);

    /// <summary>The first day after a fiscal year such as <c>2025/2026</c>, <c>2025-26</c> or <c>FY 2025/26</c>; null for another text.</summary>
    public static DateOnly? EndOf(string text, int firstMonth = FirstMonth)
    {
        if (TwoYears().Match(text.Trim()) is not { Success: true } match)
        {
            return null;
        }

        var first = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var second = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        return second == first + 1 || (match.Groups[2].Length == 2 && second == (first + 1) % 100) ? new DateOnly(first + 1, firstMonth, 1) : null;
    }

    [GeneratedRegex(@"\A(?:FY ?)?([12][0-9]{3}) ?[/–-] ?([12][0-9]{3}|[0-9]{2})\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex TwoYears();
}
