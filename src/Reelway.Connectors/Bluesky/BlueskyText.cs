using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Reelway.Connectors.Bluesky;

/// <summary>How Bluesky counts a text, and which of its parts are links and hashtags: the sender says so, by bytes.</summary>
internal static partial class BlueskyText
{
    /// <summary>Longest text, in what is seen as one letter each.</summary>
    public const int Longest = 300;

    /// <summary>Longest text in bytes.</summary>
    public const int LongestBytes = 3000;

    public static int Length(string text) => new StringInfo(text).LengthInTextElements;

    /// <summary>Links and hashtags, in their order, none inside another.</summary>
    public static IReadOnlyList<Facet> Facets(string text)
        => [.. Parts().Matches(text).Select(part => new Facet(
            new FacetIndex(BytesOf(text, part.Index), BytesOf(text, part.Index + Trimmed(part).Length)),
            [part.Value[0] is '#' or '＃' ? FacetFeature.Tag(part.Value[1..]) : FacetFeature.Link(Trimmed(part))]))];

    private static int BytesOf(string text, int letters) => Encoding.UTF8.GetByteCount(text.AsSpan(0, letters));

    // Marks that end a sentence, and a bracket that nothing has opened, are no part of a link.
    private static string Trimmed(Match part)
    {
        if (part.Value[0] is '#' or '＃')
        {
            return part.Value;
        }

        var link = part.Value.TrimEnd('.', ',', ';', ':', '!', '?', '"', '\'');
        return link.EndsWith(')') && !link.Contains('(', StringComparison.Ordinal) ? link[..^1] : link;
    }

    [GeneratedRegex(@"(?<![\p{L}\p{N}_@/])https?://[^\s<>""]{1,2000}|(?<![^\s(])[#＃](?![\p{N}\p{P}]*(?:\s|$))[^\s\p{P}\u00AD\u2060\u200A-\u200D]{1,64}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Parts();
}
