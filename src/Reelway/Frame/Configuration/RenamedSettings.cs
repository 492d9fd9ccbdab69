namespace Reelway.Frame.Configuration;

/// <summary>Names that settings had before. They still work, each with a hint; what is set by both names is refused.</summary>
internal sealed class RenamedSettings
{
    private readonly List<(string OldSection, string OldName, string Section, string Name)> _all = [];

    /// <summary>Declares that a setting has moved to another section, or is called otherwise there.</summary>
    public void Add(string oldSection, string oldName, string section, string name) => _all.Add((oldSection, oldName, section, name));

    /// <summary>The full name that a setting had before; null when it has always been called so.</summary>
    public string? OldNameOf(string section, string name)
        => _all.Where(one => one.Section == section && one.Name == name).Select(one => $"{one.OldSection}.{one.OldName}").FirstOrDefault();

    /// <summary>The tree with everything under the name that it has now.</summary>
    public SettingMap Apply(SettingMap tree, SettingProblems problems) => _all.Aggregate(tree, (tree, one) =>
    {
        if (tree.Find(one.OldSection) is not SettingMap old || old.Find(one.OldName) is not { } node)
        {
            return tree;
        }

        var (before, now) = ($"{one.OldSection}.{one.OldName}", $"{one.Section}.{one.Name}");
        var kept = old.Without(one.OldName);
        var rest = kept.Entries.Count > 0 ? tree.With(one.OldSection, kept) : tree.Without(one.OldSection);
        var section = rest.Find(one.Section) as SettingMap ?? new SettingMap([], node.Origin);
        if (section.Find(one.Name) is { } other)
        {
            problems.Error(before, node.Origin, $"is the old name of {now}, which is set as well ({other.Origin}); keep {now}.");
            return rest;
        }

        problems.Warning(before, node.Origin, $"is now called {now}; the old name still works.");
        return rest.With(one.Section, section.With(one.Name, node));
    });
}
