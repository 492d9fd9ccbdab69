namespace Reelway.Frame.Configuration;

/// <summary>A setting that a variable of another program's or an older system's name and something else set differently.</summary>
/// <param name="Key">Its full name.</param>
/// <param name="Sources">Where it is set, the one that holds first.</param>
internal sealed record SettingConflict(string Key, IReadOnlyList<SettingOrigin> Sources)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<SettingConflict> In(SettingMap tree) => [.. ForeignVariables.Settings.SelectMany(setting => Of(tree, setting))];

    private static IEnumerable<SettingConflict> Of(SettingMap tree, string setting)
    {
        if (SettingPath.Split(setting) is not [var section, var name] || tree.Find(section) is not SettingMap group || group.Find(name) is not { } node)
        {
            yield break;
        }

        if (Judge(setting, [node, .. node.Overridden]) is { } conflict)
        {
            yield return conflict;
        }

        // A connection's own setting goes before what holds for all of its kind.
        foreach (var (connection, own) in Connections(tree, section))
        {
            if (own.Find(name) is SettingValue value && Judge(NameOf(connection, name), [value, .. value.Overridden, node, .. node.Overridden]) is { } hidden)
            {
                yield return hidden;
            }
        }
    }

    private static SettingConflict? Judge(string key, IReadOnlyList<SettingNode> nodes)
    {
        var set = nodes.OfType<SettingValue>().Where(value => !string.IsNullOrEmpty(value.Text)).ToList();
        return set.Select(value => value.Text).Distinct().Skip(1).Any() && set.Any(value => value.Origin.Variable is { } variable && ForeignVariables.Has(variable))
            ? new(key, [.. set.Select(value => value.Origin)])
            : null;
    }

    private static string NameOf(string connection, string name) => SettingPath.Join(SettingPath.Join(SettingsCatalog.Connections, connection), name);

    private static IEnumerable<(string Name, SettingMap Own)> Connections(SettingMap tree, string connector)
        => (tree.Find(SettingsCatalog.Connections) as SettingMap)?.Entries
            .Where(entry => entry.Value is SettingMap map && map.Find("connector") is SettingValue { Text: { } id } && id == connector)
            .Select(entry => (entry.Key, (SettingMap)entry.Value)) ?? [];
}
