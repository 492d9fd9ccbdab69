using System.Text.RegularExpressions;
using System.Web;

namespace Reelway.Connectors.Facebook;

/// <summary>What a person writes to name a page: its id, its vanity name, or its address.</summary>
/// <param name="Id">Numeric id; null when only a name is known.</param>
/// <param name="Name">Vanity name; null when only an id is known.</param>
internal sealed partial record PageReference(string? Id, string? Name)
{
    // First words of addresses that are no pages' names.
    private static readonly HashSet<string> Prefixes = new(["pages", "pg", "p", "people"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The page that the text names; null when it names none.</summary>
    public static PageReference? Parse(string text)
    {
        var trimmed = text.Trim();
        if (Address().Match(trimmed) is { Success: true } address)
        {
            return FromAddress(address.Groups["path"].Value, address.Groups["query"].Value);
        }

        return FromWord(trimmed.TrimStart('@'));
    }

    /// <summary>True when the page goes by this vanity name. Facebook ignores case and dots in them.</summary>
    public bool Names(FacebookPage page)
        => Id == page.Id || (Name is not null && page.Username is not null && Plain(Name) == Plain(page.Username));

    public override string ToString() => Id ?? Name ?? "";

    private static PageReference? FromAddress(string path, string query)
    {
        var words = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToList();
        if (words is ["profile.php"])
        {
            return HttpUtility.ParseQueryString(query)["id"] is { } id ? FromWord(id) : null;
        }

        if (words.Count > 1 && Prefixes.Contains(words[0]))
        {
            words.RemoveAt(0);
            // /pages/Some-Name/123456 and /pages/category/Some-Name-123456
            return words.Select(FromWord).FirstOrDefault(word => word?.Id is not null) ?? FromWord(words[0]);
        }

        return words.Count == 0 ? null : FromWord(words[0]);
    }

    private static PageReference? FromWord(string word) => word switch
    {
        _ when Numeric().IsMatch(word) => new PageReference(word, null),
        // Pages without a vanity name have addresses that end in their id.
        _ when NameAndId().Match(word) is { Success: true } both => new PageReference(both.Groups[1].Value, null),
        _ when Vanity().IsMatch(word) => new PageReference(null, word),
        _ => null,
    };

    private static string Plain(string name) => name.Replace(".", "", StringComparison.Ordinal).ToUpperInvariant();

    [GeneratedRegex(@"^(?:https?://)?(?:[a-z0-9\-]+\.)*(?:facebook\.com|fb\.com|fb\.me)(?::\d+)?(?:/(?<path>[^?#]*))?(?:\?(?<query>[^#]*))?(?:#.*)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"^[0-9]{5,30}$")]
    private static partial Regex Numeric();

    [GeneratedRegex(@"^.+-([0-9]{8,30})$")]
    private static partial Regex NameAndId();

    [GeneratedRegex(@"^[\p{L}\p{N}][\p{L}\p{N}.\-_]{0,99}$")]
    private static partial Regex Vanity();
}
