using System.Text;

namespace Reelway.Frame.Configuration;

/// <summary>A setting's name as its parts. A part that holds a dot or a space is written in double quotes.</summary>
internal static class SettingPath
{
    /// <summary>The name of a part below another.</summary>
    public static string Join(string parent, string key)
    {
        var shown = key.Length == 0 || key.AsSpan().IndexOfAny(". \"=") >= 0
            ? $"\"{key.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            : key;
        return parent.Length == 0 ? shown : $"{parent}.{shown}";
    }

    /// <summary>Reads <c>talks.stages."Main hall".page</c>; null when a quote is left open or a part is empty.</summary>
    public static IReadOnlyList<string>? Split(string name)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        bool quoted = false, wasQuoted = false;
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (quoted && c == '\\' && i + 1 < name.Length)
            {
                part.Append(name[++i]);
            }
            else if (c == '"')
            {
                quoted = !quoted;
                wasQuoted = true;
            }
            else if (c == '.' && !quoted)
            {
                if (!Take())
                {
                    return null;
                }
            }
            else
            {
                part.Append(c);
            }
        }

        return !quoted && Take() ? parts : null;

        bool Take()
        {
            if (part.Length == 0 && !wasQuoted)
            {
                return false;
            }

            parts.Add(part.ToString());
            part.Clear();
            wasQuoted = false;
            return true;
        }
    }
}
