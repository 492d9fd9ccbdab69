using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Reelway.Sandbox.X;

/// <summary>How long a text counts. Knows links with a scheme, and those of the commonest domains without one.</summary>
internal static partial class TweetLength
{
    private const int Link = 23;

    public static int Of(string text)
    {
        var composed = text.Normalize(NormalizationForm.FormC);
        var links = 0;
        var rest = Links().Replace(composed, _ =>
        {
            links++;
            return "";
        });
        var total = links * Link;
        var elements = StringInfo.GetTextElementEnumerator(rest);
        while (elements.MoveNext())
        {
            total += OfElement(elements.GetTextElement());
        }

        return total;
    }

    private static int OfElement(string element)
    {
        var points = element.EnumerateRunes().Select(rune => rune.Value).ToList();
        var isPicture = points.Count > 1 && points.Skip(1).Any(point => point is 0x200D or 0xFE0F or 0x20E3 || point is >= 0x1F3FB and <= 0x1F3FF || point is >= 0x1F1E6 and <= 0x1F1FF);
        return isPicture ? 2 : points.Sum(point => IsLight(point) ? 1 : 2);
    }

    private static bool IsLight(int point) => point < 0x1100 || (point >= 0x2000 && point <= 0x200D) || (point >= 0x2010 && point <= 0x201F) || (point >= 0x2032 && point <= 0x2037);

    [GeneratedRegex(@"https?://[^\s/?]+\.[^\s/?]{2,}\S*|(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|eu|de|cz|uk|co)\b(?:/\S*)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Links();
}
