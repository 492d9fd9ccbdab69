using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Reelway.Sandbox.Mastodon;

/// <summary>How an instance counts a text, and makes HTML of it.</summary>
internal static partial class StatusText
{
    public static int Length(string text)
    {
        var total = 0;
        var rest = Handle().Replace(Link().Replace(text, _ =>
        {
            total += 23;
            return "";
        }), "@$1");
        for (var elements = StringInfo.GetTextElementEnumerator(rest); elements.MoveNext(); total++)
        {
            // Each is one letter to whoever sees it.
        }

        return total;
    }

    /// <summary>Paragraphs, line breaks, and links whose scheme and end are hidden.</summary>
    public static string Html(string text)
    {
        var html = new StringBuilder("<p>");
        var at = 0;
        foreach (var link in Link().EnumerateMatches(text))
        {
            html.Append(Plain(text[at..link.Index]));
            var address = text.Substring(link.Index, link.Length);
            var scheme = address.IndexOf("//", StringComparison.Ordinal) + 2;
            html.Append("<a href=\"").Append(WebUtility.HtmlEncode(address)).Append("\" rel=\"nofollow noopener\"><span class=\"invisible\">").Append(address[..scheme])
                .Append("</span><span>").Append(WebUtility.HtmlEncode(address[scheme..])).Append("</span></a>");
            at = link.Index + link.Length;
        }

        return html.Append(Plain(text[at..])).Append("</p>").ToString();
    }

    private static string Plain(string text) => Hashtag().Replace(
        WebUtility.HtmlEncode(text).Replace("\n\n", "</p><p>", StringComparison.Ordinal).Replace("\n", "<br />", StringComparison.Ordinal),
        "<a href=\"https://sandbox.example/tags/$1\" class=\"mention hashtag\">#<span>$1</span></a>");

    [GeneratedRegex(@"https?://[^\s""<>]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<=^|[^\w/])@(\w[\w.-]*)@[\w-]+(?:\.[\w-]+)+", RegexOptions.CultureInvariant)]
    private static partial Regex Handle();

    [GeneratedRegex(@"(?<=^|[\s>(])#(\w*[A-Za-z]\w*)", RegexOptions.CultureInvariant)]
    private static partial Regex Hashtag();
}
