namespace Reelway.Frame.Configuration;

/// <summary>Tells which settings differ between two readings of the configuration, and which sections come of it.</summary>
internal sealed class LiveSettings(SettingsCatalog catalog)
{
    /// <summary>Names of the settings that were written differently, sorted. Secrets are compared like all others.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Differences(SettingMap before, SettingMap after)
    {
        var old = Leaves(before, []).ToDictionary(leaf => SettingPathText(leaf.Path), StringComparer.Ordinal);
        var now = Leaves(after, []).ToDictionary(leaf => SettingPathText(leaf.Path), StringComparer.Ordinal);
        return [.. old.Keys.Union(now.Keys).Where(key => !old.TryGetValue(key, out var one) || !now.TryGetValue(key, out var other) || one.Text != other.Text)
            .Order(StringComparer.Ordinal).Select(key => (old.TryGetValue(key, out var leaf) ? leaf : now[key]).Path)];
    }

    /// <summary>A setting's name as people write it.</summary>
    public static string SettingPathText(IEnumerable<string> path) => path.Aggregate(string.Empty, SettingPath.Join);

    /// <summary>True when the setting may change while the server runs.</summary>
    public bool IsLive(IReadOnlyList<string> path)
    {
        if (!catalog.Sections.TryGetValue(path[0], out var type))
        {
            return false;
        }

        foreach (var part in path.Skip(1))
        {
            var field = SettingShape.FieldsOf(type).FirstOrDefault(field => field.Key == part);
            if (field is null || field.IsLive)
            {
                return field is not null;
            }

            type = field.Property.PropertyType;
            if (SettingShape.Of(type).Form != SettingForm.Group)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>The sections that hold now: what is live from the new reading, the rest from the start. Neither reading is changed.</summary>
    public IReadOnlyDictionary<Type, object> Merge(Settings standing, Settings next)
        => catalog.Sections.Values.ToDictionary(type => type, type => Merge(type, standing.Sections[type], next.Sections[type], all: false));

    private static object Merge(Type type, object standing, object next, bool all)
    {
        var merged = Activator.CreateInstance(type)!;
        foreach (var property in SettingShape.FieldsOf(type).Select(field => (field.Property, IsLive: all || field.IsLive)))
        {
            var (before, after) = (property.Property.GetValue(standing), property.Property.GetValue(next));
            var isGroup = SettingShape.Of(property.Property.PropertyType).Form == SettingForm.Group && before is not null && after is not null;
            property.Property.SetValue(
                merged, isGroup ? Merge(property.Property.PropertyType, before!, after!, property.IsLive) : property.IsLive ? after : before);
        }

        return merged;
    }

    private static IEnumerable<(IReadOnlyList<string> Path, string? Text)> Leaves(SettingNode node, IReadOnlyList<string> path) => node switch
    {
        SettingMap map => map.Entries.SelectMany(entry => Leaves(entry.Value, [.. path, entry.Key])),
        SettingList list => [(path, string.Join('\n', list.Items.SelectMany((item, index) => Leaves(item, [$"{index}"])).Select(leaf => $"{SettingPathText(leaf.Path)}={leaf.Text}")))],
        SettingValue value => [(path, value.Text)],
        _ => throw new InvalidOperationException($"{node} is not handled"),
    };
}
