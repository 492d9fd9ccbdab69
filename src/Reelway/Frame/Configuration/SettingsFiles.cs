using System.Text;
using Reelway.Media;

namespace Reelway.Frame.Configuration;

/// <summary>Reads <c>reelway.yaml</c>, what it includes, and the overlay of the environment, each over the one before.</summary>
internal sealed class SettingsFiles(
    SettingsRequest request, string baseDirectory, SettingsVariables variables, SettingsCatalog catalog, SettingProblems problems)
{
    // A configuration is written by hand; a larger file is something else, given by mistake.
    private const int LargestFileBytes = 4 * 1024 * 1024;

    private const string Include = "include";

    // Anything else that is named, such as a file of passwords, is named by mistake or to have it shown.
    private static readonly string[] Endings = [".yaml", ".yml"];

    private readonly Interpolation _interpolation = new(variables.Find);
    private readonly List<string> _seen = [];

    /// <summary>The files that were read or looked for.</summary>
    public IReadOnlyList<string> Seen => _seen;

    /// <summary>A file as messages name it: relative to the current folder when it lies below.</summary>
    public static string Shown(string file, string workingDirectory)
    {
        var relative = Path.GetRelativePath(workingDirectory, file);
        return relative.StartsWith("..", StringComparison.Ordinal) ? file : relative;
    }

    /// <summary>Reads a file and its includes; those win over the file that names them.</summary>
    public SettingMap Read(string file, SettingMap below) => Read(file, below, []);

    /// <summary>Puts variables into a value; null for "not set".</summary>
    public string? Expand(string text, SettingOrigin origin)
    {
        var result = _interpolation.Apply(text);
        if (result.Problem is not null)
        {
            problems.Error(origin.Name, origin, result.Problem);
        }

        foreach (var name in result.Unset)
        {
            problems.Warning(origin.Name, origin, $"variable {name} is not set and has no default; it counts as empty.");
        }

        // Nothing but unset variables: the setting is not set, so that its default holds.
        return result.Text.Length == 0 && text.Length > 0 ? null : result.Text;
    }

    private SettingMap Read(string file, SettingMap below, IReadOnlyList<string> from)
    {
        var shown = Shown(file, request.WorkingDirectory);
        _seen.Add(file);
        if (Load(file, shown) is not { } map)
        {
            return below;
        }

        FindLostIndentation(map);
        var include = map.Find(Include);
        var result = SettingMerge.Merge(below, map.Without(Include));
        foreach (var node in include switch { null => [], SettingList list => list.Items, _ => [include] })
        {
            if (node is not SettingValue { Text: { Length: > 0 } name })
            {
                problems.Error(Include, node.Origin, "must be a file's name or a list of such.");
                continue;
            }

            if (!Endings.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase))
            {
                problems.Error(Include, node.Origin, $"\"{name}\" is not read: the name of a configuration ends with .yaml or .yml.");
                continue;
            }

            if (Locate(name, file, node.Origin) is { } included)
            {
                result = Enter(included, node.Origin, result, [.. from, file]);
            }
        }

        return result;
    }

    private SettingMap Enter(string file, SettingOrigin origin, SettingMap below, IReadOnlyList<string> from)
    {
        if (from.Contains(file))
        {
            var circle = from.SkipWhile(one => one != file).Append(file).Select(one => Shown(one, request.WorkingDirectory));
            problems.Error(Include, origin, $"the files include each other in a circle: {string.Join(" -> ", circle)}.");
            return below;
        }

        return Read(file, below, from);
    }

    private string? Locate(string name, string includer, SettingOrigin origin)
    {
        var tried = new[] { Path.GetFullPath(name, baseDirectory), Path.GetFullPath(name, Path.GetDirectoryName(includer)!) };
        var found = Array.Find(tried, File.Exists);
        if (found is null)
        {
            _seen.AddRange(tried);
            problems.Error(Include, origin, $"\"{name}\" is not there: looked for {string.Join(" and ", tried.Distinct())}.");
        }

        return found;
    }

    private SettingMap? Load(string file, string shown)
    {
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > LargestFileBytes })
            {
                problems.Error(shown, null, "is larger than 4 MB, so it is hardly a configuration.");
                return null;
            }

            using var text = new StringReader(NamedFile.ReadText(file, LargestFileBytes, new UTF8Encoding(false, throwOnInvalidBytes: true)));
            return YamlSettings.Read(text, shown, baseDirectory, Expand, problems);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            problems.Error(shown, null, $"can't be read: {problem.Message}");
        }
        catch (DecoderFallbackException)
        {
            problems.Error(shown, null, "is not UTF-8 text.");
        }

        return null;
    }

    /// <summary>Finds a section name without value that is followed, at the same level, by its own settings.</summary>
    private void FindLostIndentation(SettingMap map)
    {
        KeyValuePair<string, SettingNode>? empty = null;
        foreach (var entry in map.Entries)
        {
            if (catalog.Sections.ContainsKey(entry.Key) || entry.Key is SettingsCatalog.Connections or Include)
            {
                empty = entry.Value is SettingValue { Text: null } ? entry : null;
            }
            else if (empty is { } section && catalog.Sections.TryGetValue(section.Key, out var type)
                && SettingShape.FieldsOf(type).Any(field => field.Key == entry.Key))
            {
                problems.Error(entry.Key, entry.Value.Origin,
                    $"belongs to {section.Key} (line {section.Value.Origin.Line}), which has nothing below it: indent it by two spaces.");
            }
        }
    }
}
