namespace Reelway.Frame.Configuration;

/// <summary>Lays one tree over another: groups merge deeply, lists and values replace, null takes away, <c>key+:</c> appends to a list.</summary>
internal static class SettingMerge
{
    /// <summary>The base with the overlay on top of it.</summary>
    public static SettingMap Merge(SettingMap below, SettingMap above)
    {
        var merged = below;
        foreach (var (key, node) in above.Entries)
        {
            // Names under a dictionary are data and may end in "+" themselves ("C++"), so only a list appends.
            if (node is SettingList addition && key.Length > 1 && key.EndsWith('+'))
            {
                var name = key[..^1];
                merged = merged.With(name, Append(merged.Find(name), addition));
            }
            else
            {
                merged = merged.With(key, Lay(merged.Find(key), node));
            }
        }

        return merged with { Origin = above.Origin };
    }

    /// <summary>The tree with a part at this path, laid over what stands there.</summary>
    public static SettingMap Put(SettingMap tree, IReadOnlyList<string> path, SettingNode node)
    {
        SettingNode nested = node;
        foreach (var part in path.Reverse())
        {
            nested = new SettingMap([new(part, nested)], node.Origin);
        }

        return Merge(tree, (SettingMap)nested) with { Origin = tree.Origin };
    }

    private static SettingNode Lay(SettingNode? below, SettingNode above) => above is SettingMap map
        // An empty base also resolves the "+" keys inside the group.
        ? Merge(below as SettingMap ?? new SettingMap([], map.Origin), map).Over(below is SettingMap ? null : below)
        : above.Over(below);

    private static SettingList Append(SettingNode? below, SettingList addition) => below is SettingList list
        ? addition with { Items = [.. list.Items, .. addition.Items], Overridden = [list with { Overridden = [] }, .. list.Overridden] }
        : addition;
}
