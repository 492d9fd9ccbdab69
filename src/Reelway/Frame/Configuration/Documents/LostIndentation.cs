using System.Text.RegularExpressions;

namespace Reelway.Frame.Configuration.Documents;

/// <summary>Finds a document whose lines have lost their indentation, as texts do that went through a page or a mail: it may still be YAML, and means something else.</summary>
internal static partial class LostIndentation
{
    /// <summary>The first section with nothing below it that is followed, at the same level, by a key of its own.</summary>
    public static (string Section, int Line, string Key, int KeyLine)? Find(string text, IEnumerable<SeedDocument> kinds)
    {
        var children = kinds.SelectMany(kind => kind.Belongings).ToLookup(pair => pair.Section, pair => pair.Key);
        (string Name, int Indent, int Line)? section = null;
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.AsSpan().TrimStart() is [] or ['#', ..] || string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            var key = Key().Match(line);
            var (indent, name) = (key.Groups[1].Length, key.Groups[2].Value);
            if (key.Success && section is { } open && open.Indent == indent && children[open.Name].Contains(name))
            {
                return (open.Name, open.Line, name, number);
            }

            section = key.Success && key.Groups[3].Length == 0 ? (name, indent, number) : null;
        }

        return null;
    }

    [GeneratedRegex(@"^( *)([A-Za-z_][\w-]*):[ \t]*([^#\r\s][^\r]*)?(?:#[^\r]*)?\r?$")]
    private static partial Regex Key();
}
