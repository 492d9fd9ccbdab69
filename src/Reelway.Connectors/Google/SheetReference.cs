using System.Globalization;
using System.Text.RegularExpressions;

namespace Reelway.Connectors.Google;

/// <summary>How a person names a sheet: its id, its address, or its title.</summary>
/// <param name="Id">Null when it is named by its title.</param>
/// <param name="TabId">The tab that an address ends with; null when it names none.</param>
internal sealed partial record SheetReference(string Text, string? Id, int? TabId)
{
    /// <summary>Reads a name; null when it is an address that leads to no sheet.</summary>
    public static SheetReference? Parse(string text)
    {
        text = text.Trim();
        if (text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("docs.google.com/", StringComparison.OrdinalIgnoreCase))
        {
            var address = Address().Match(text);
            var tab = Tab().Match(text);
            return address.Success
                ? new SheetReference(text, address.Groups["id"].Value, tab.Success && int.TryParse(tab.Groups["id"].ValueSpan, CultureInfo.InvariantCulture, out var id) ? id : null)
                : null;
        }

        return text.Length == 0 ? null : new SheetReference(text, LikeAnId().IsMatch(text) ? text : null, null);
    }

    // "/u/1/" stands there when a person is logged in more than once; "/d/e/" is a published copy, which no API knows.
    [GeneratedRegex("""^(?:https?://)?docs\.google\.com/(?:a/[^/]+/)?spreadsheets/(?:u/[0-9]+/)?d/(?<id>[A-Za-z0-9_-]{15,})(?:[/?#]|$)""", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex("""[?&#]gid=(?<id>[0-9]+)""")]
    private static partial Regex Tab();

    // Ids have 44 characters today and had fewer once; a title of such length has a space in it.
    [GeneratedRegex("^[A-Za-z0-9_-]{40,}$")]
    private static partial Regex LikeAnId();
}
