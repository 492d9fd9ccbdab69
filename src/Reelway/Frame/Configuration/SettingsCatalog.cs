using Reelway.Frame.Configuration.Documents;

namespace Reelway.Frame.Configuration;

/// <summary>Every section there is, each declared once: the binder, the check for unknown names, <c>config show</c> and the help live on it.</summary>
internal sealed class SettingsCatalog
{
    private readonly Dictionary<string, Type> _sections = [];
    private readonly Dictionary<string, Type> _connectors = [];

    private readonly Dictionary<string, string> _dataPaths = [];
    private readonly List<SeedDocument> _documents = [];

    /// <summary>The section whose entries choose their type by <c>connector</c>.</summary>
    public const string Connections = "connections";

    /// <summary>Options types by section, in the order in which they were declared.</summary>
    public IReadOnlyDictionary<string, Type> Sections => _sections;

    /// <summary>Options types of connections by connector id.</summary>
    public IReadOnlyDictionary<string, Type> Connectors => _connectors;

    /// <summary>Files and folders that lie in the data directory unless they are set, by full name.</summary>
    public IReadOnlyDictionary<string, string> DataPaths => _dataPaths;

    /// <summary>Names that settings had before.</summary>
    public RenamedSettings Old { get; } = new();

    /// <summary>Documents of older systems that are read as they are.</summary>
    public IReadOnlyList<SeedDocument> Documents => _documents;

    /// <summary>All names at the top of a configuration. A connector's id holds what is common to all of its connections.</summary>
    public IEnumerable<string> TopNames => [.. _sections.Keys, Connections, .. _connectors.Keys];

    /// <summary>Declares a section.</summary>
    public SettingsCatalog Section<T>(string name)
        where T : class, new()
    {
        _sections.Add(name, typeof(T));
        foreach (var field in SettingShape.FieldsOf(typeof(T)).Where(field => field.InDataDirectory is not null))
        {
            _dataPaths.Add(SettingPath.Join(name, field.Key), field.InDataDirectory!);
        }

        return this;
    }

    /// <summary>Declares that settings were in another section before, under the same names.</summary>
    public SettingsCatalog Moved(string from, string to, params string[] names)
        => names.Aggregate(this, (catalog, name) => catalog.Renamed(from, name, to, name));

    /// <summary>Declares that a setting had another name before.</summary>
    public SettingsCatalog Renamed(string oldSection, string oldName, string section, string name)
    {
        Old.Add(oldSection, oldName, section, name);
        return this;
    }

    /// <summary>Declares what a connection of this connector can be set.</summary>
    public SettingsCatalog Connector(string id, Type options)
    {
        _connectors.Add(id, options);
        return this;
    }

    /// <summary>Declares documents of an older system that can be read in place of a configuration, or below it.</summary>
    public SettingsCatalog Reads(params IEnumerable<SeedDocument> documents)
    {
        _documents.AddRange(documents);
        return this;
    }

    /// <summary>True for a name at the top that our own configuration has and none of the documents.</summary>
    public bool IsOwn(string name) => TopNames.Contains(name) && !_documents.Any(kind => kind.Rules.Any(rule => rule.Names[0] == name));

    /// <summary>True when the catalogue has a setting at this path, its names folded as a variable writes them.</summary>
    public bool HasFolded(IReadOnlyList<string> path)
    {
        if (path.Count > 1 && path[0] == Connections)
        {
            return path.Count >= 3 && _connectors.Values.Any(type => HasFolded(type, path, 2));
        }

        return (_sections.TryGetValue(path[0], out var group) || _connectors.TryGetValue(path[0], out group)) && HasFolded(group, path, 1);
    }

    private static bool HasFolded(Type type, IReadOnlyList<string> path, int at)
    {
        var shape = SettingShape.Of(type);
        return shape.Form switch
        {
            _ when at == path.Count => true,
            SettingForm.Dictionary => HasFolded(shape.Item!, path, at + 1),
            SettingForm.Group => SettingShape.FieldsOf(type).FirstOrDefault(field => field.Key == path[at]) is { } field
                && HasFolded(field.Property.PropertyType, path, at + 1),
            _ => false,
        };
    }
}
