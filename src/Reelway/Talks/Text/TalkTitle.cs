using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Reelway.Talks.Text;

/// <summary>Titles as the sheet spells them and as file names can: the rules by which the two meet.</summary>
internal static partial class TalkTitle
{
    /// <summary>
    /// What file systems refuse (Windows the most), what people and programs put in its place, and the look-alikes of it that NFKC keeps.
    /// </summary>
    private const string Unwritable = "<>:\"/\\|?*_\u2044\u2215\uA789\u2236\u201C\u201D\u201E\u201F";

    /// <summary>The containers that the pages take, as file name extensions.</summary>
    private static readonly HashSet<string> Extensions = new(
        ("3g2 3gp 3gpp asf avi dat divx dv f4v flv gif m2ts m4v mkv mod mov mp4 mpe mpeg mpeg4 mpg mts mxf nsv ogm ogv qt tod ts vob "
            + "webm wmv").Split(' '),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>True for a file name that says it is a video.</summary>
    public static bool IsVideoName(string fileName) => Extensions.Contains(Path.GetExtension(fileName).TrimStart('.'));

    /// <summary>The title in a file name: all of it but a video's extension, so that <c>What is .NET</c> stays whole.</summary>
    public static string OfFile(string fileName) => IsVideoName(fileName) ? Path.GetFileNameWithoutExtension(fileName) : fileName;

    /// <summary>True for titles that differ in nothing but space and the way their characters are composed.</summary>
    public static bool AreSame(string one, string other) => Exact(one) == Exact(other);

    /// <summary>The title on one line and in composed characters; a talk's identity.</summary>
    public static string Exact(string title) => OneLine(Composed(title, NormalizationForm.FormC));

    /// <summary>The title without what a file name can't keep: equal for a title and every sensible file name of it.</summary>
    public static string Normalise(string title)
    {
        var text = new StringBuilder(title.Length);
        foreach (var character in Composed(title, NormalizationForm.FormKC))
        {
            text.Append(character switch
            {
                '\u2018' or '\u2019' => '\'',
                _ when char.IsControl(character) || Unwritable.Contains(character, StringComparison.Ordinal) => ' ',
                _ => character,
            });
        }

        // Through upper case first: it joins forms that differ in lower case only (final sigma). Trailing dots are lost on Windows.
        var folded = text.ToString().ToUpperInvariant().ToLowerInvariant();
        return OneLine(Composed(folded, NormalizationForm.FormKC)).TrimEnd('.', ' ');
    }

    /// <summary>A title as a file name that every file system takes: nothing in it leads out of its folder.</summary>
    public static string ToFileName(string title)
    {
        // 255 bytes is the limit of most file systems; the rest is left for extensions.
        const int MostBytes = 200;
        var text = new StringBuilder();
        var bytes = 0;
        foreach (var rune in Exact(title).EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MostBytes)
            {
                break;
            }

            text.Append(Rune.IsControl(rune) || (rune.IsBmp && Unwritable.Contains((char)rune.Value, StringComparison.Ordinal)) ? "_" : rune.ToString());
        }

        var name = text.ToString().Trim('.', ' ');
        return name.Length > 0 ? name : "talk";
    }

    /// <summary>What the title may stand for: itself, and what it says when it is form-encoded (<c>What+next%3F</c>).</summary>
    public static IEnumerable<string> Readings(string title)
    {
        yield return title;
        if (FormEncoding().IsMatch(title))
        {
            yield return WebUtility.UrlDecode(title);
        }
    }

    /// <summary>The titles that come nearest to a title, best first.</summary>
    public static IReadOnlyList<string> Nearest(string title, IEnumerable<string> titles, int count)
    {
        var wanted = Readings(title).Select(Normalise).ToList();
        return [.. titles.Distinct()
            .Select(each => (Title: each, Distance: wanted.Min(reading => Distance(reading, Normalise(each)))))
            .OrderBy(each => each.Distance).ThenBy(each => each.Title, StringComparer.Ordinal)
            .Take(count).Select(each => each.Title)];
    }

    /// <summary>Text with every run of white space and control characters made one space.</summary>
    public static string OneLine(string text) => Blanks().Replace(text, " ").Trim();

    private static string Composed(string text, NormalizationForm form)
    {
        // A name may hold half a surrogate pair, which Normalize refuses.
        var valid = text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
        return valid.Normalize(form);
    }

    /// <summary>Insertions, deletions and replacements of text elements that turn one text into the other.</summary>
    private static int Distance(string one, string other)
    {
        var a = Elements(one);
        var b = Elements(other);
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
        // Longer than any file name can be; keeps a cell full of prose from costing its square.
        const int Longest = 300;
        var elements = new List<string>();
        for (var all = StringInfo.GetTextElementEnumerator(text); elements.Count < Longest && all.MoveNext();)
        {
            elements.Add(all.GetTextElement());
        }

        return elements;
    }

    [GeneratedRegex(@"%[0-9A-Fa-f]{2}|\A[^ ]*\+[^ ]*\z")]
    private static partial Regex FormEncoding();

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Blanks();
}
