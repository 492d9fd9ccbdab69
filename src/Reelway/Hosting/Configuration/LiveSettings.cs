namespace Reelway.Hosting.Configuration;

/// <summary>Tells which settings differ between two readings of the configuration, and puts the live ones into the options that are in use.</summary>
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

    /// <summary>Puts what is live in the new options into those in use, which others hold.</summary>
    public void Take(Settings standing, Settings next)
    {
        foreach (var type in catalog.Sections.Values)
        {
            Copy(type, standing.Sections[type], next.Sections[type], all: false);
        }
    }

    private static void Copy(Type type, object standing, object next, bool all)
    {
        foreach (var field in SettingShape.FieldsOf(type))
        {
            var value = field.Property.GetValue(next);
            if (SettingShape.Of(field.Property.PropertyType).Form == SettingForm.Group && value is not null && field.Property.GetValue(standing) is { } group)
            {
                // Others may hold the group itself.
                Copy(field.Property.PropertyType, group, value, all || field.IsLive);
            }
            else if (all || field.IsLive)
            {
                field.Property.SetValue(standing, value);
            }
        }
    }

    private static IEnumerable<(IReadOnlyList<string> Path, string? Text)> Leaves(SettingNode node, IReadOnlyList<string> path) => node switch
    {
        SettingMap map => map.Entries.SelectMany(entry => Leaves(entry.Value, [.. path, entry.Key])),
        SettingList list => [(path, string.Join('\n', list.Items.SelectMany((item, index) => Leaves(item, [$"{index}"])).Select(leaf => $"{SettingPathText(leaf.Path)}={leaf.Text}")))],
        SettingValue value => [(path, value.Text)],
        _ => throw new InvalidOperationException($"{node} is not handled"),
    };
}
