using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Reelway.Frame.Texts;

/// <summary>The text of a mail that was written as HTML only, for readers that show none.</summary>
internal static partial class HtmlText
{
    private static readonly HashSet<string> NewLine = new(
        "br div table ul ol section article header footer hr".Split(' '), StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> NewParagraph = new("p h1 h2 h3 h4 h5 h6 blockquote pre".Split(' '), StringComparer.OrdinalIgnoreCase);

    /// <summary>What the HTML says: paragraphs apart, list items with a dash, cells with a bar between them, links with their address.</summary>
    public static string Of(string html)
    {
        var source = Unseen().Replace(html, "");
        var text = new StringBuilder();
        string? link = null;
        var linkStart = 0;
        var at = 0;
        foreach (var tag in Tag().Matches(source).Cast<Match>())
        {
            text.Append(Blanks().Replace(source[at..tag.Index], " "));
            at = tag.Index + tag.Length;
            var name = tag.Groups["name"].Value;
            var isEnd = tag.Groups["end"].Length > 0;
            if (name.Equals("a", StringComparison.OrdinalIgnoreCase))
            {
                if (!isEnd)
                {
                    (link, linkStart) = (Address().Match(tag.Value) is { Success: true } found ? found.Groups[2].Value : null, text.Length);
                }
                else if (link is not null && text.ToString(linkStart, text.Length - linkStart).Trim() != link)
                {
                    text.Append(" (").Append(link).Append(')');
                    link = null;
                }
            }

            text.Append(
                NewParagraph.Contains(name) ? "\n\n"
                : name.Equals("li", StringComparison.OrdinalIgnoreCase) ? isEnd ? "" : "\n- "
                : name.Equals("tr", StringComparison.OrdinalIgnoreCase) ? isEnd ? "" : "\n"
                : name.Equals("td", StringComparison.OrdinalIgnoreCase) || name.Equals("th", StringComparison.OrdinalIgnoreCase) ? !isEnd && IsInLine(text) ? " | " : ""
                : NewLine.Contains(name) ? "\n"
                : "");
        }

        return Tidy(text.ToString());
    }

    /// <summary>True when something stands on the line already; blanks at its end are taken away.</summary>
    private static bool IsInLine(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] == ' ')
        {
            text.Length--;
        }

        return text.Length > 0 && text[^1] != '\n';
    }

    private static string Tidy(string text)
    {
        var lines = WebUtility.HtmlDecode(text).Split('\n').Select(line => line.Trim());
        return EmptyLines().Replace(string.Join('\n', lines), "\n\n").Trim() + "\n";
    }

    [GeneratedRegex(@"<!--.*?-->|<(script|style|head|title)\b.*?</\1\s*>|<!doctype[^>]*>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Unseen();

    [GeneratedRegex("""<(?<end>/?)(?<name>[A-Za-z][A-Za-z0-9]*)(?:[^>"']|"[^"]*"|'[^']*')*>|\z""")]
    private static partial Regex Tag();

    [GeneratedRegex("""\bhref\s*=\s*(["'])(.*?)\1""", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex(@"[ \t\r\n]+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex EmptyLines();
}
