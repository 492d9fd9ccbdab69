using System.Net;
using System.Text.RegularExpressions;
using Reelway.Engine;

namespace Reelway.Talks.Text;

/// <summary>A text with places to fill: <c>Dear {{first_name}}</c>.</summary>
/// <param name="Name">What people call it, for sentences: the file, or the setting that would name one.</param>
internal sealed partial record TextTemplate(string Name, string Text)
{
    /// <summary>Fills the places. A value is put in as it is: what looks like a place in it is not filled again.</summary>
    /// <exception cref="FaultException">The text names a place that nothing fills.</exception>
    public string Fill(IReadOnlyDictionary<string, string> values) => Fill(values, static value => value);

    /// <summary>Fills the places of an HTML text; values are escaped.</summary>
    /// <inheritdoc cref="Fill(IReadOnlyDictionary{string, string})"/>
    public string FillHtml(IReadOnlyDictionary<string, string> values) => Fill(values, static value => WebUtility.HtmlEncode(value));

    private string Fill(IReadOnlyDictionary<string, string> values, Func<string, string> written)
        => Place().Replace(Text, match =>
        {
            var name = match.Groups["name"].Value.Trim();
            return match.Groups["end"].Success && values.TryGetValue(name, out var value)
                ? written(value)
                : throw FaultException.NeedsPerson(Refusal(match, name, values.Keys));
        });

    private string Refusal(Match match, string name, IEnumerable<string> known)
    {
        var line = Text.AsSpan(0, match.Index).Count('\n') + 1;
        var what = match.Groups["end"].Success ? $"nothing fills {{{{{name}}}}}" : "a {{ is never closed by }}";
        var places = string.Join(", ", known.Order(StringComparer.Ordinal).Select(each => $"{{{{{each}}}}}"));
        return $"{Name}, line {line}: {what}. Places that can be used are {places}.";
    }

    [GeneratedRegex(@"\{\{(?<name>[^{}\r\n]*)(?<end>\}\})?")]
    private static partial Regex Place();
}
