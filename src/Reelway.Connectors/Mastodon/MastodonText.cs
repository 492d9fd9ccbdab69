using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Reelway.Connectors.Mastodon;

/// <summary>How Mastodon counts a text, and how one looks that comes back.</summary>
internal static partial class MastodonText
{
    private const string CountedLink = "xxxxxxxxxxxxxxxxxxxxxxx";

    /// <summary>What is seen as one letter counts one; a link 23, and of a mention's domain nothing.</summary>
    public static int Length(string text)
        => new StringInfo(Mention().Replace(Link().Replace(text.ReplaceLineEndings("\n"), CountedLink), "@$1")).LengthInTextElements;

    /// <summary>The text of a post's HTML, as somebody would have written it.</summary>
    public static string FromHtml(string html)
    {
        var lines = Breaks().Replace(Paragraphs().Replace(html, "\n\n"), "\n");
        return WebUtility.HtmlDecode(Tags().Replace(lines, ""));
    }

    /// <summary>True when both say the same, whatever stands around and between their lines.</summary>
    public static bool IsSame(string one, string other) => Comparable(one) == Comparable(other);

    // A line's end may come back as two or as none beside a paragraph's.
    private static string Comparable(string text) => Spaces().Replace(text.Normalize(NormalizationForm.FormC), " ").Trim();

    [GeneratedRegex(@"https?://[^\s<>""]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\p{L}\p{N}_/])@([A-Za-z0-9_]+(?:[A-Za-z0-9_.\-]*[A-Za-z0-9_])?)@[\p{L}\p{N}.\-]*[\p{L}\p{N}]", RegexOptions.CultureInvariant)]
    private static partial Regex Mention();

    [GeneratedRegex("</p>\\s*<p[^>]*>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Paragraphs();

    [GeneratedRegex("<br[^>]*>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Breaks();

    [GeneratedRegex("<[^>]*>", RegexOptions.CultureInvariant)]
    private static partial Regex Tags();

    [GeneratedRegex("\\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
