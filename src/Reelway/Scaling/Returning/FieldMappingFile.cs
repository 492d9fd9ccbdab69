using System.Globalization;
using System.Text;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Frame.Configuration.Documents;
using Reelway.Media;
using Reelway.Scaling.Fields;
using Reelway.Scaling.Names;

namespace Reelway.Scaling.Returning;

/// <summary>The file that says which metadata a derivative gets, in the older system's form. It is read whenever it is used, so that a correction needs no restart.</summary>
internal sealed class FieldMappingFile
{
    /// <summary>The setting that names the file.</summary>
    public const string Setting = "scaling.mappings_file";

    private const int MostBytes = 1024 * 1024;

    private readonly string _name;
    private readonly List<string> _problems = [];

    private FieldMappingFile(string name) => _name = name;

    /// <summary>The mappings of a file.</summary>
    /// <exception cref="FaultException">It can't be used; needs a person.</exception>
    public static async Task<FieldMappings> ReadAsync(string file, NamePattern pattern, CancellationToken cancellation)
    {
        try
        {
            return Parse(await NamedFile.ReadTextAsync(file, MostBytes, Encoding.UTF8, cancellation), Path.GetFileName(file), DocumentFile.RootOf(Path.GetFullPath(file)), pattern);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw FaultException.Setting($"The file of {Setting} can't be read: {problem.Message}", "Correct the setting or the file, then retry.", problem);
        }
    }

    /// <summary>The mappings that a file holds.</summary>
    /// <param name="folder">What the names of files in it are relative to: the installation, as in all of the older system's documents.</param>
    /// <exception cref="FaultException">It can't be used; needs a person.</exception>
    public static FieldMappings Parse(string text, string shownAs, string folder, NamePattern pattern)
    {
        var problems = new SettingProblems();
        using var reader = new StringReader(text);
        if (YamlSettings.Read(reader, shownAs, "", static (value, _) => value, problems) is not { } map)
        {
            throw FaultException.Setting(problems.All[0].ToString(), "Correct the file, then retry.");
        }

        var file = new FieldMappingFile(shownAs);
        var mappings = file.Read(map, folder);
        file._problems.AddRange(mappings.Problems(pattern).Where(problem => problem.IsError).Select(problem => problem.ToString()));
        return file._problems.Count == 0 ? mappings
            : throw FaultException.Setting($"{shownAs} can't be used: {string.Join(' ', file._problems.Select(problem => problem.TrimEnd('.') + "."))}", "Correct the file, then retry.");
    }

    private FieldMappings Read(SettingMap map, string folder) => new()
    {
        Copied = [.. List(map, "mvp_fields").Select(Text).OfType<string>()],
        Updates = [.. List(map, "filename_field_updates").Select(Update).OfType<FieldUpdate>()],
        Forced = Values(map, "forced_field_values"),
        Defaults = Values(map, "default_field_values"),
        Domains = map.Find("validate_domain_values") is SettingMap domains ? Rules(domains, folder) : new DomainRules { Enabled = false },
    };

    private FieldUpdate? Update(SettingNode node)
    {
        if (node is not SettingMap map || Find(map, "field_id") is not { } field || Find(map, "source") is not { } source)
        {
            _problems.Add($"{_name}, line {node.Origin.Line}: an update has a field_id and a source");
            return null;
        }

        return new FieldUpdate(field, source, Find(map, "transform"), Flag(map, "required", usual: false), Find(map, "fallback"), Find(map, "default"), Flag(map, "validate_domain", usual: false));
    }

    private DomainRules Rules(SettingMap map, string folder) => new()
    {
        Enabled = Flag(map, "enabled", usual: true),
        CacheFile = Find(map, "cache_file") is { Length: > 0 } file ? Path.GetFullPath(file, folder) : null,
        CacheTtlHours = Find(map, "cache_ttl_hours") is not { } hours ? 24
            : double.TryParse(hours, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var read) && read is > 0 and < 10_000 ? read : Wrong(map, "cache_ttl_hours", "is a number of hours", 24d),
        StrictMode = Flag(map, "strict_mode", usual: false),
        Ids = map.Find("domains") is SettingMap ids
            ? ids.Entries.Where(entry => Text(entry.Value) is not null).ToDictionary(entry => entry.Key, entry => Text(entry.Value)!, StringComparer.Ordinal)
            : new Dictionary<string, string>(),
    };

    private Dictionary<string, IReadOnlyList<string>> Values(SettingMap map, string name) => map.Find(name) switch
    {
        SettingMap its => its.Entries.ToDictionary(
            entry => entry.Key,
            entry => entry.Value is SettingList list ? (IReadOnlyList<string>)[.. list.Items.Select(Text).OfType<string>()] : Text(entry.Value) is { } one ? [one] : [], StringComparer.Ordinal),
        null or SettingValue { Text: null } => [],
        var other => Wrong(other, name, "is a group of field ids with their values", new Dictionary<string, IReadOnlyList<string>>()),
    };

    private IReadOnlyList<SettingNode> List(SettingMap map, string name) => map.Find(name) switch
    {
        SettingList list => list.Items,
        null or SettingValue { Text: null } => [],
        var other => Wrong<IReadOnlyList<SettingNode>>(other, name, "is a list", []),
    };

    private bool Flag(SettingMap map, string name, bool usual) => Find(map, name)?.ToLowerInvariant() switch
    {
        null => usual,
        "true" or "yes" or "on" => true,
        "false" or "no" or "off" => false,
        _ => Wrong(map, name, "is true or false", usual),
    };

    private T Wrong<T>(SettingNode where, string name, string what, T instead)
    {
        _problems.Add($"{_name}, line {where.Origin.Line}: {name} {what}");
        return instead;
    }

    private static string? Find(SettingMap map, string name) => map.Find(name) is { } node ? Text(node) : null;

    private static string? Text(SettingNode node) => (node as SettingValue)?.Text;
}
