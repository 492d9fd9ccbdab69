using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Reelway.Frame.Configuration;

namespace Reelway.Hosting.Setup;

/// <summary>A configuration being put together: settings as YAML will hold them, and secrets, which go into <c>.env</c> under the names of variables.</summary>
internal sealed partial class StartingSettings
{
    private readonly Group _root = new();
    private readonly List<KeyValuePair<string, string>> _secrets = [];

    /// <summary>Secrets by the variables that will hold them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Secrets => _secrets;

    /// <summary>True when nothing was set.</summary>
    public bool IsEmpty => _root.Parts.Count == 0;

    /// <summary>True when there is something at this place.</summary>
    public bool Has(params string[] path) => Find(path) is not null;

    /// <summary>Sets a value, which may hold any character.</summary>
    public void Set(string value, params string[] path) => Put(Plain().IsMatch(value) ? value : Quoted(value), path);

    /// <summary>Sets a list of texts.</summary>
    public void SetList(IEnumerable<string> values, params string[] path) => Put($"[{string.Join(", ", values.Select(Quoted))}]", path);

    /// <summary>Keeps a secret out of the file: the setting names a variable, and <c>.env</c> holds its value.</summary>
    public void SetSecret(string variable, string value, params string[] path)
    {
        Put($"${{{variable}}}", path);
        _secrets.Add(new(variable, value));
    }

    /// <summary>The settings as YAML.</summary>
    public string ToYaml()
    {
        var text = new StringBuilder();
        Write(text, _root, 0);
        return text.ToString();
    }

    /// <summary>The secrets as lines of <c>.env</c>.</summary>
    public string ToDotEnv()
    {
        var text = new StringBuilder();
        foreach (var (variable, value) in _secrets)
        {
            var escaped = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);
            text.Append(variable).Append("=\"").Append(escaped).Append("\"\n");
        }

        return text.ToString();
    }

    /// <summary>Text as a YAML scalar in double quotes; a dollar sign is doubled, or it would begin a variable.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' or '\\' => quoted.Append('\\').Append(rune),
                '$' => quoted.Append("$$"),
                _ when Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 or 0xFEFF => quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => quoted.Append(rune),
            };
        }

        return quoted.Append('"').ToString();
    }

    private void Put(string scalar, string[] path)
    {
        var group = _root;
        foreach (var part in path[..^1])
        {
            if (!group.Parts.TryGetValue(part, out var next))
            {
                group.Parts.Add(part, next = new Group());
                if (group == (_root.Parts.GetValueOrDefault(SettingsCatalog.Connections) as Group))
                {
                    // Connections are named after their connectors here.
                    ((Group)next).Parts.Add("connector", part);
                }
            }

            group = (Group)next;
        }

        group.Parts[path[^1]] = scalar;
    }

    private object? Find(string[] path)
    {
        object? at = _root;
        foreach (var part in path)
        {
            at = (at as Group)?.Parts.GetValueOrDefault(part);
        }

        return at;
    }

    private static void Write(StringBuilder text, Group group, int depth)
    {
        foreach (var (name, part) in group.Parts)
        {
            // Only values are looked into for variables, so a name's dollar sign stays single.
            text.Append(' ', depth * 2).Append(Plain().IsMatch(name) ? name : Quoted(name).Replace("$$", "$", StringComparison.Ordinal)).Append(':');
            if (part is Group inner)
            {
                text.Append('\n');
                Write(text, inner, depth + 1);
            }
            else
            {
                text.Append(' ').Append((string)part).Append('\n');
            }
        }
    }

    // What YAML reads as the same text, or as a number that no reader writes otherwise; longer numbers are names and stay text.
    [GeneratedRegex("^(?!(?:null|true|false|yes|no|on|off|y|n)$)(?:[A-Za-z][A-Za-z0-9_.-]*|[1-9][0-9]{0,8}[a-z]{0,2})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    /// <summary>Names with what is below them: a <see cref="Group"/> or a finished scalar.</summary>
    private sealed class Group
    {
        public OrderedDictionary<string, object> Parts { get; } = new(StringComparer.Ordinal);
    }
}
