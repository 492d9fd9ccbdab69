using System.Globalization;
using System.Text.RegularExpressions;

namespace Reelway.Sandbox.Google;

/// <summary>A rectangle of cells as Google writes it: <c>'Main hall'!A2:C</c>. Rows and columns count from 0, ends are included.</summary>
/// <param name="Tab">Null: the first visible one.</param>
/// <param name="Bottom">Null: to the end of the tab.</param>
/// <param name="Right">Null: to the end of the tab.</param>
internal sealed partial record A1Range(string? Tab, int Top, int Left, int? Bottom, int? Right)
{
    /// <summary>Reads a range; null when it is none.</summary>
    /// <param name="isTab">Whether there is a tab of a name: a word alone may be a tab or a cell.</param>
    public static A1Range? Parse(string text, Func<string, bool> isTab)
    {
        var match = Quoted().Match(text);
        if (match.Success)
        {
            var tab = match.Groups["tab"].Value.Replace("''", "'", StringComparison.Ordinal);
            return match.Groups["cells"].Success ? Cells(tab, match.Groups["cells"].Value) : new A1Range(tab, 0, 0, null, null);
        }

        var mark = text.LastIndexOf('!');
        return mark >= 0 ? Cells(text[..mark], text[(mark + 1)..])
            : isTab(text) ? new A1Range(text, 0, 0, null, null)
            : Cells(null, text);
    }

    /// <summary>The letters of a column: 0 is A, 26 is AA.</summary>
    public static string Letters(int column)
    {
        var letters = "";
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        {
            letters = (char)('A' + ((rest - 1) % 26)) + letters;
        }

        return letters;
    }

    /// <summary>The range as answers name it, its ends filled in.</summary>
    public static string Write(string tab, int top, int left, int bottom, int right)
    {
        var name = PlainName().IsMatch(tab) && !CellLike().IsMatch(tab) ? tab : $"'{tab.Replace("'", "''", StringComparison.Ordinal)}'";
        var first = string.Create(CultureInfo.InvariantCulture, $"{Letters(left)}{top + 1}");
        return top == bottom && left == right ? $"{name}!{first}" : string.Create(CultureInfo.InvariantCulture, $"{name}!{first}:{Letters(right)}{bottom + 1}");
    }

    private static A1Range? Cells(string? tab, string cells)
    {
        var match = Corners().Match(cells);
        if (!match.Success)
        {
            return null;
        }

        var (left, top) = (Column(match.Groups["c1"]), Row(match.Groups["r1"]));
        var isOne = !match.Groups["second"].Success;
        if (left is null && top is null || (isOne && (left is null || top is null)))
        {
            return null;
        }

        var (right, bottom) = isOne ? (left, top) : (Column(match.Groups["c2"]), Row(match.Groups["r2"]));
        return new A1Range(tab, top ?? 0, left ?? 0, bottom, right);
    }

    private static int? Column(Group group)
        => group.Success ? group.Value.ToUpperInvariant().Aggregate(0, (number, letter) => (number * 26) + letter - 'A' + 1) - 1 : null;

    private static int? Row(Group group) => group.Success ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) - 1 : null;

    [GeneratedRegex("^'(?<tab>(?:[^']|'')+)'(?:!(?<cells>.+))?$")]
    private static partial Regex Quoted();

    [GeneratedRegex("^(?<c1>[A-Za-z]{1,3})?(?<r1>[1-9][0-9]{0,7})?(?<second>:(?<c2>[A-Za-z]{1,3})?(?<r2>[1-9][0-9]{0,7})?)?$")]
    private static partial Regex Corners();

    [GeneratedRegex("^[A-Za-z0-9_]+$")]
    private static partial Regex PlainName();

    [GeneratedRegex("^([A-Za-z]{1,3}[0-9]+|[0-9].*)$")]
    private static partial Regex CellLike();
}
