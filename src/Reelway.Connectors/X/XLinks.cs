using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace Reelway.Connectors.X;

/// <summary>Finds what X takes for links: addresses of the web, also without a scheme when they end with a top-level domain.</summary>
internal static partial class XLinks
{
    // X gives longer links up.
    private const int LongestLink = 4096;

    private static readonly FrozenSet<string> TopLevelDomains = Read().ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The links of a text, in their order.</summary>
    public static IEnumerable<TextPart> Find(string text)
    {
        for (var at = 0; at < text.Length && Host().Match(text, at) is { Success: true } found;)
        {
            var link = LinkAt(text, found);
            if (link is { } part)
            {
                yield return part;
            }

            at = link?.End ?? found.Index + found.Length;
        }
    }

    private static TextPart? LinkAt(string text, Match found)
    {
        var host = found.Groups["host"];
        var hasScheme = host.Index > found.Index;
        // Without a scheme, what stands behind a low line is a link only as part of a longer name.
        var fewest = !hasScheme && found.Index > 0 && text[found.Index - 1] == '_' ? 3 : 2;
        if (DomainIn(host.Value, text, host.Index, fewest) is not { } length)
        {
            return null;
        }

        var own = hasScheme ? ShortLink().Match(text, found.Index) : Match.Empty;
        var end = own.Success ? own.Index + own.Length : XLinkEnd.Of(text, host.Index + length, hasScheme);
        return end - found.Index > LongestLink ? null : new TextPart(found.Index, end);
    }

    /// <summary>How much of these labels is a domain: as much as ends with a top-level domain, behind which a letter of another alphabet may follow at once.</summary>
    private static int? DomainIn(string host, string text, int start, int fewest)
    {
        var labels = host.Split('.');
        for (var (count, length) = (labels.Length, host.Length); count >= fewest; length -= labels[--count].Length + 1)
        {
            var label = labels[count - 1];
            for (var most = label.Length; most > 0; most--)
            {
                var end = length - label.Length + most;
                var isWhole = start + end == text.Length || !IsGlue(text[start + end]);
                if (isWhole && IsTopLevel(label[..most]) && !labels[count - 2].Contains('_', StringComparison.Ordinal))
                {
                    return end;
                }
            }
        }

        return null;
    }

    private static bool IsTopLevel(string label) => TopLevelDomains.Contains(label) || label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase);

    // An address of mail, or a longer name.
    private static bool IsGlue(char next) => char.IsAsciiLetterOrDigit(next) || next is '@' or '+' or '-';

    private static IEnumerable<string> Read()
    {
        using var stream = typeof(XLinks).Assembly.GetManifestResourceStream("Reelway.Connectors.X.TopLevelDomains.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    // Labels are at most 63 long, as the DNS has it, which also bounds what a hostile text can cost. Without a scheme they are Latin, and what stands
    // before them must not make them the rest of something else.
    [GeneratedRegex(
        """
        (?<![A-Za-z0-9@＠$#＃\uFFFE\uFEFF\uFFFF])https?://(?<host>[\p{L}\p{M}\p{N}\p{So}](?:[\p{L}\p{M}\p{N}\p{So}_-]{0,61}[\p{L}\p{M}\p{N}\p{So}])?(?:\.[\p{L}\p{M}\p{N}\p{So}](?:[\p{L}\p{M}\p{N}\p{So}_-]{0,61}[\p{L}\p{M}\p{N}\p{So}])?){1,126})
        |(?<![A-Za-z0-9@＠$#＃\uFFFE\uFEFF\uFFFF./-])(?<!(?:^|[^A-Za-z0-9])_)(?<host>[a-z0-9\u00C0-\u024F](?:[a-z0-9\u00C0-\u024F-]{0,61}[a-z0-9\u00C0-\u024F])?(?:\.[a-z0-9\u00C0-\u024F](?:[a-z0-9\u00C0-\u024F-]{0,61}[a-z0-9\u00C0-\u024F])?){1,126})
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Host();

    // A link that X has made itself ends where its own part does.
    [GeneratedRegex(@"\Ghttps?://t\.co/[a-z0-9]+(?:\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/])?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ShortLink();
}

/// <summary>A part of a text, in UTF-16 units.</summary>
/// <param name="End">The first one behind it.</param>
internal readonly record struct TextPart(int Start, int End);
