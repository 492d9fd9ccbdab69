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

    /// <summary>Characters that keyboards, word processors and spreadsheets put in the place of others. Dashes are found by their category.</summary>
    private static readonly Dictionary<char, string> LookAlikes = new()
    {
        ['\u2018'] = "'",
        ['\u2019'] = "'",
        ['\u201A'] = "'",
        ['\u201B'] = "'",
        ['\u2032'] = "'",
        ['\u02BC'] = "'",
        ['`'] = "'",
        ['\u2039'] = "'",
        ['\u203A'] = "'",
        ['\u2212'] = "-",
        ['\u2043'] = "-",
        ['\u301C'] = "~",
        ['\u223C'] = "~",
        ['\u00DF'] = "ss",
        ['\u1E9E'] = "ss",
        ['\u00AB'] = " ",
        ['\u00BB'] = " ",
        ['\u2800'] = " ",
    };

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
        // Before composing, which makes a space and a mark of an acute, and two primes of a double one.
        var typed = title.Replace('\u00B4', '\'').Replace('\u2033', '"');
        foreach (var character in Visible(Composed(typed, NormalizationForm.FormKC)))
        {
            text.Append(LookAlikes.TryGetValue(character, out var plain) ? plain
                : char.IsControl(character) || Unwritable.Contains(character, StringComparison.Ordinal) ? " "
                : char.GetUnicodeCategory(character) == UnicodeCategory.DashPunctuation ? "-"
                : character.ToString());
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

    /// <summary>The titles that are like a title, best first; none when there is none that a person could have meant.</summary>
    public static IReadOnlyList<string> Nearest(string title, IEnumerable<string> titles, int count)
    {
        var wanted = Readings(title).Select(Normalise).ToList();
        return [.. titles.Distinct()
            .Select(each => (Title: each, Likeness: wanted.Max(reading => TitleLikeness.Of(reading, Normalise(each)))))
            .Where(each => each.Likeness >= TitleLikeness.Least)
            .OrderByDescending(each => each.Likeness).ThenBy(each => each.Title, StringComparer.Ordinal)
            .Take(count).Select(each => each.Title)];
    }

    /// <summary>Text without characters that show nothing: zero-width spaces and joiners, soft hyphens, marks of direction and byte order, variation selectors.</summary>
    public static string Visible(string text) => Invisible().Replace(text, "");

    /// <summary>Text with every run of white space and control characters made one space.</summary>
    public static string OneLine(string text) => Blanks().Replace(text, " ").Trim();

    private static string Composed(string text, NormalizationForm form)
    {
        // A name may hold half a surrogate pair, which Normalize refuses.
        var valid = text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
        return valid.Normalize(form);
    }

    [GeneratedRegex(@"%[0-9A-Fa-f]{2}|\A[^ ]*\+[^ ]*\z")]
    private static partial Regex FormEncoding();

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"[\p{Cf}\uFE00-\uFE0F\u034F\u115F\u1160\u3164\uFFA0]")]
    private static partial Regex Invisible();
}
