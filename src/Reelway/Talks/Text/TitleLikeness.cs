using System.Globalization;
using System.Text;

namespace Reelway.Talks.Text;

/// <summary>How like two normalised titles are: whether a person who wrote one can have meant the other.</summary>
internal static class TitleLikeness
{
    /// <summary>Below this a title is not offered: of two titles that share nothing but chance, about a third of the letters fit.</summary>
    public const double Least = 0.5;

    // Longer than any file name can be; keeps a cell full of prose from costing its square.
    private const int Longest = 300;

    /// <summary>From 0, nothing in common, to 1, the same: by letters that fit, or by words where they stand in another order or some are left out.</summary>
    public static double Of(string one, string other)
    {
        var (a, b) = (Elements(one), Elements(other));
        return a.Count == 0 || b.Count == 0 ? 0 : Math.Max(1 - ((double)Distance(a, b) / Math.Max(a.Count, b.Count)), SharedWords(one, other));
    }

    /// <summary>What nobody can see when a title fails to be another one: letters of another alphabet. Empty, or a part of a sentence.</summary>
    public static string HiddenDifference(string fileTitle, string title)
    {
        var (a, b) = (Elements(TalkTitle.Normalise(fileTitle)), Elements(TalkTitle.Normalise(title)));
        if (a.Count != b.Count)
        {
            return "";
        }

        var different = a.Zip(b).Where(pair => pair.First != pair.Second).ToList();
        return different.Count is > 0 and <= 3 && different.TrueForAll(pair => Ascii.IsValid(pair.First) != Ascii.IsValid(pair.Second))
            ? $" (there \"{different[0].Second}\" is {Number(different[0].Second)}, and in the recording's name \"{different[0].First}\" is {Number(different[0].First)})"
            : "";
    }

    private static string Number(string element) => string.Join(' ', element.EnumerateRunes().Select(rune => $"U+{rune.Value:X4}"));

    // Counted by their letters: "the" and "of" are in every other title.
    private static double SharedWords(string one, string other)
    {
        var (a, b) = (Words(one), Words(other));
        var shared = a.Intersect(b).Sum(word => word.Length);
        var (ofOne, ofOther) = (a.Sum(word => word.Length), b.Sum(word => word.Length));
        return ofOne + ofOther == 0 ? 0
            : shared == Math.Min(ofOne, ofOther) && shared >= 4 ? Math.Max(Least, 2.0 * shared / (ofOne + ofOther))
            : 2.0 * shared / (ofOne + ofOther);
    }

    private static HashSet<string> Words(string title)
        => [.. title.Split([' ', '-', ',', '.', '\'', '!', '(', ')'], StringSplitOptions.RemoveEmptyEntries).Take(Longest)];

    /// <summary>Insertions, deletions and replacements of text elements that turn one text into the other.</summary>
    private static int Distance(List<string> a, List<string> b)
    {
        var row = Enumerable.Range(0, b.Count + 1).ToArray();
        for (var i = 1; i <= a.Count; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Count; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }

    private static List<string> Elements(string text)
    {
        var elements = new List<string>();
        for (var all = StringInfo.GetTextElementEnumerator(text); elements.Count < Longest && all.MoveNext();)
        {
            elements.Add(all.GetTextElement());
        }

        return elements;
    }
}
