using System.Globalization;
using System.Text.RegularExpressions;

namespace Reelway.Sandbox.Google;

/// <summary>What becomes of a text that is typed into a cell: the difference between <c>USER_ENTERED</c> and <c>RAW</c>.</summary>
internal static partial class TypedEntry
{
    // Day 0 of Google's, and of most other, spreadsheets.
    private static readonly DateTime Epoch = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified);

    public static SheetCell Of(string text, int year) => text switch
    {
        _ when text.StartsWith('\'') => SheetCell.Text(text[1..]),
        _ when text.Length > 1 && text.StartsWith('=') => Formula(text),
        _ when text.Equals("true", StringComparison.OrdinalIgnoreCase) => SheetCell.Truth(true),
        _ when text.Equals("false", StringComparison.OrdinalIgnoreCase) => SheetCell.Truth(false),
        _ => Number(text) ?? Duration(text) ?? Day(text, year) ?? SheetCell.Text(text),
    };

    /// <summary>Constants and links are computed; that is all the arithmetic this stand-in knows.</summary>
    private static SheetCell Formula(string formula)
    {
        var link = Link().Match(formula);
        var constant = Constant().Match(formula);
        return link.Success ? new SheetCell(link.Groups["text"].Value, link.Groups["text"].Value, formula)
            : constant.Success ? new SheetCell(constant.Groups["text"].Value, constant.Groups["text"].Value, formula)
            : Number(formula[1..]) is { } number ? number with { Formula = formula }
            : new SheetCell("#NAME?", "#NAME?", formula);
    }

    private static SheetCell? Number(string text)
    {
        var plain = text.StartsWith('$') ? text[1..] : text;
        return PlainNumber().IsMatch(plain) && double.Parse(plain, CultureInfo.InvariantCulture) is var number
            ? plain.Length == text.Length ? SheetCell.Number(number) : new SheetCell(number, "$" + number.ToString("0.00", CultureInfo.InvariantCulture))
            : null;
    }

    private static SheetCell? Duration(string text)
    {
        var match = Clock().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var seconds = (int.Parse(match.Groups["h"].ValueSpan, CultureInfo.InvariantCulture) * 3600)
            + (int.Parse(match.Groups["m"].ValueSpan, CultureInfo.InvariantCulture) * 60)
            + (match.Groups["s"].Success ? int.Parse(match.Groups["s"].ValueSpan, CultureInfo.InvariantCulture) : 0);
        return new SheetCell(seconds / 86_400.0, text, IsTime: true);
    }

    private static SheetCell? Day(string text, int year)
    {
        var match = MonthAndDay().Match(text);
        return match.Success
            && DateTime.TryParseExact(
                $"{year}-{match.Groups["m"].Value}-{match.Groups["d"].Value}", "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new SheetCell((day - Epoch).TotalDays, text, IsTime: true)
            : null;
    }

    [GeneratedRegex("""^=HYPERLINK\("[^"]*"\s*[,;]\s*"(?<text>[^"]*)"\)$""", RegexOptions.IgnoreCase)]
    private static partial Regex Link();

    [GeneratedRegex("""^="(?<text>[^"]*)"$""")]
    private static partial Regex Constant();

    [GeneratedRegex(@"^-?[0-9]{1,15}(\.[0-9]{1,15})?$")]
    private static partial Regex PlainNumber();

    [GeneratedRegex("^(?<h>[0-9]{1,4}):(?<m>[0-5][0-9])(:(?<s>[0-5][0-9]))?$")]
    private static partial Regex Clock();

    [GeneratedRegex("^(?<m>[0-9]{1,2})[-/](?<d>[0-9]{1,2})$")]
    private static partial Regex MonthAndDay();
}
