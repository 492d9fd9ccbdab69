using System.Text.RegularExpressions;

namespace Reelway.Posts;

/// <summary>Adds campaign parameters to the links in a text, <c>posts.utm</c>.</summary>
internal static partial class PostLinks
{
    /// <summary>The text with its links marked. A parameter that a link has already stays as it is.</summary>
    /// <param name="parameters">Templates by the parameters' names; {platform}, {account}, {campaign} and {reference} stand for what the post says.</param>
    /// <param name="hosts">Only links to these hosts are marked; empty: all.</param>
    public static string Mark(string text, IReadOnlyDictionary<string, string> parameters, IReadOnlyList<string> hosts, IReadOnlyDictionary<string, string?> values)
        => parameters.Count == 0 ? text : Link().Replace(text, match =>
        {
            var address = match.Value.TrimEnd('.', ',', ';', ':', '!', '?', ')', ']', '\'', '"', '”', '…');
            return Uri.TryCreate(address, UriKind.Absolute, out var link) && (hosts.Count == 0 || hosts.Contains(link.Host, StringComparer.OrdinalIgnoreCase))
                ? Marked(address, link, parameters, values) + match.Value[address.Length..]
                : match.Value;
        });

    private static string Marked(string address, Uri link, IReadOnlyDictionary<string, string> parameters, IReadOnlyDictionary<string, string?> values)
    {
        var fragment = address.IndexOf('#', StringComparison.Ordinal) is >= 0 and var at ? at : address.Length;
        var had = link.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var added = parameters.Where(parameter => !had.Contains(parameter.Key))
            .Select(parameter => (parameter.Key, Value: Filled(parameter.Value, values)))
            .Where(parameter => parameter.Value.Length > 0)
            .Select(parameter => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}");
        var query = string.Join('&', added);
        return query.Length == 0 ? address : $"{address[..fragment]}{(link.Query.Length > 1 ? '&' : link.Query.Length == 1 ? "" : '?')}{query}{address[fragment..]}";
    }

    private static string Filled(string template, IReadOnlyDictionary<string, string?> values) => Placeholder().Replace(template, match => values.GetValueOrDefault(match.Groups[1].Value) ?? "");

    [GeneratedRegex(@"https?://[^\s<>""]+", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex(@"\{([a-z]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
