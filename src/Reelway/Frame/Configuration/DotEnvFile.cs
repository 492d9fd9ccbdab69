using System.Text;
using Reelway.Media;

namespace Reelway.Frame.Configuration;

/// <summary>
/// A <c>.env</c> file: <c>KEY=value</c>, optional <c>export</c>, single quotes (taken as they are) or double quotes (with <c>\n \t \" \\</c>),
/// comments, any line ends, an optional byte order mark. Nothing is executed and nothing is substituted.
/// </summary>
internal static class DotEnvFile
{
    private const int MostBytes = 4 * 1024 * 1024;

    /// <summary>One assignment.</summary>
    internal readonly record struct Entry(string Name, string Value, int Line);

    /// <summary>Reads the file; what can't be read is reported with its line and left out.</summary>
    public static IReadOnlyList<Entry> Read(string path, string shownAs, SettingProblems problems)
    {
        WarnWhenOthersMayRead(path, shownAs, problems);
        var entries = new List<Entry>();
        var number = 0;
        foreach (var line in NamedFile.ReadText(path, MostBytes, Encoding.UTF8).Split('\n'))
        {
            number++;
            var text = line.Trim().TrimStart('\uFEFF');
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            if (Parse(text) is { } pair)
            {
                entries.Add(new(pair.Key, pair.Value, number));
            }
            else
            {
                // The line may be half of a secret, so it isn't shown.
                problems.Error(shownAs, new(SettingSource.DotEnv, shownAs, number, string.Empty), "not readable; write NAME=value.");
            }
        }

        return entries;
    }

    private static KeyValuePair<string, string>? Parse(string line)
    {
        if (line.StartsWith("export ", StringComparison.Ordinal))
        {
            line = line["export ".Length..].TrimStart();
        }

        var equals = line.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
        {
            return null;
        }

        var name = line[..equals].TrimEnd();
        var isName = !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');
        return isName && Value(line[(equals + 1)..].TrimStart()) is { } value ? new(name, value) : null;
    }

    private static string? Value(string text)
    {
        if (text.Length > 0 && text[0] is '\'' or '"')
        {
            return Quoted(text);
        }

        var comment = text.IndexOf(" #", StringComparison.Ordinal);
        return (text.StartsWith('#') ? string.Empty : comment < 0 ? text : text[..comment]).Trim();
    }

    private static string? Quoted(string text)
    {
        var quote = text[0];
        var value = new StringBuilder();
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == quote)
            {
                var rest = text[(i + 1)..].Trim();
                return rest.Length == 0 || rest[0] == '#' ? value.ToString() : null;
            }

            if (quote == '"' && text[i] == '\\' && i + 1 < text.Length)
            {
                i++;
                value.Append(text[i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other });
            }
            else
            {
                value.Append(text[i]);
            }
        }

        return null;
    }

    private static void WarnWhenOthersMayRead(string path, string shownAs, SettingProblems problems)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            problems.ReadableByOthers(path, shownAs);
        }
    }
}
