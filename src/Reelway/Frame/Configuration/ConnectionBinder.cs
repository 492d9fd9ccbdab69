using Reelway.Connectors;

namespace Reelway.Frame.Configuration;

/// <summary>A configured account of an outside system.</summary>
/// <param name="Name">Its name in the configuration.</param>
/// <param name="Connector">Id of the connector that it uses.</param>
/// <param name="Options">The connector's options.</param>
internal sealed record ConnectionSettings(string Name, string Connector, IConnectorOptions Options);

/// <summary>Binds <c>connections.NAME</c> to the options of the connector that it names.</summary>
internal sealed class ConnectionBinder(SettingsCatalog catalog, SettingsBinder binder, SettingProblems problems)
{
    private const string ConnectorKey = "connector";

    /// <summary>All connections that are usable as far as their settings tell.</summary>
    /// <param name="tree">The whole configuration: what stands under a connector's id holds for all connections that use it.</param>
    public IReadOnlyList<ConnectionSettings> Bind(SettingMap tree)
    {
        foreach (var (id, type) in catalog.Connectors.Where(connector => tree.Find(connector.Key) is not null))
        {
            // What is wrong with it is told once, here; nothing is required, since each connection may add it.
            binder.Group(id, type, tree.Find(id), isUsed: false);
        }

        var node = tree.Find(SettingsCatalog.Connections);
        if (node is null or SettingValue { Text: null })
        {
            return [];
        }

        if (node is not SettingMap map)
        {
            problems.Error(SettingsCatalog.Connections, node.Origin, $"must be a group of connections by name, but is {node.Kind}.");
            return [];
        }

        return [.. map.Entries.Where(entry => entry.Value is not SettingValue { Text: null }).Select(entry => Connection(entry, tree)).OfType<ConnectionSettings>()];
    }

    /// <summary>What is common, without what belongs to a setting of which the connection has its own.</summary>
    private static SettingMap Fitting(SettingMap common, SettingMap own, Type type)
    {
        var foreign = SettingShape.FieldsOf(type).Where(field => field.BelongsTo is { } other && own.Find(other) is not null).Select(field => field.Key).ToHashSet();
        return common with { Entries = [.. common.Entries.Where(entry => !foreign.Contains(entry.Key))] };
    }

    private ConnectionSettings? Connection(KeyValuePair<string, SettingNode> entry, SettingMap tree)
    {
        var path = SettingPath.Join(SettingsCatalog.Connections, entry.Key);
        var known = string.Join(", ", catalog.Connectors.Keys);
        if (entry.Value is not SettingMap map)
        {
            problems.Error(path, entry.Value.Origin, $"must be a group of settings, but is {entry.Value.Kind}.");
            return null;
        }

        if (map.Find(ConnectorKey) is not SettingValue { Text: { Length: > 0 } id } value)
        {
            problems.Error(SettingPath.Join(path, ConnectorKey), map.Origin, $"is required and not set; it is one of {known}.");
            return null;
        }

        if (!catalog.Connectors.TryGetValue(id, out var type))
        {
            problems.Error(SettingPath.Join(path, ConnectorKey), value.Origin, $"there is no connector \"{id}\"; it is one of {known}.");
            return null;
        }

        map = tree.Find(id) is SettingMap common ? SettingMerge.Merge(Fitting(common, map, type), map) : map;
        var options = (IConnectorOptions)binder.Group(path, type, map, isUsed: true, ConnectorKey);
        type.GetProperty(nameof(IConnectorOptions.Connection))!.SetValue(options, entry.Key);
        return new(entry.Key, id, options);
    }
}
