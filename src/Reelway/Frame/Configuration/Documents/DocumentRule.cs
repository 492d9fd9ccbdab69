namespace Reelway.Frame.Configuration.Documents;

/// <summary>What becomes of one key of a document.</summary>
/// <param name="Path">Its names, from the top: <c>dam.base_url</c>; <c>*</c> stands for any name.</param>
/// <param name="Take">Takes what stands there, a group or a list included.</param>
internal sealed record DocumentRule(string Path, Action<DocumentMapping, DocumentKey> Take)
{
    /// <summary>The names of its path.</summary>
    public string[] Names { get; } = Path.Split('.');

    /// <summary>The value is the setting's as it stands; <c>*</c> in a setting is the name that the path's <c>*</c> stands for.</summary>
    public static DocumentRule Use(string path, string setting) => new(path, (mapping, key) => mapping.Set(key, setting, key.Node));

    /// <summary>The value is the setting's in another form or place.</summary>
    /// <param name="form">The value in the setting's form.</param>
    /// <param name="why">What is other about it; null when it means the same.</param>
    public static DocumentRule Change(string path, string setting, Func<string, string> form, string? why = null)
        => new(path, (mapping, key) => mapping.SetText(key, setting, form, why));

    /// <summary>It has no effect, for this reason.</summary>
    public static DocumentRule Explain(string path, string why) => new(path, (mapping, key) => mapping.Explain(key, why));

    /// <summary>Takes what stands at a path that the rule is about.</summary>
    public void Apply(DocumentMapping mapping, DocumentKey key) => Take(mapping, key with { Star = Array.IndexOf(Names, "*") is >= 0 and var at ? key.Path[at] : null });

    /// <summary>True when the rule is about this path.</summary>
    public bool IsOf(IReadOnlyList<string> path) => Names.Length == path.Count && BeginsWith(path);

    /// <summary>True when the path leads to the rule's.</summary>
    public bool BeginsWith(IReadOnlyList<string> path) => Names.Length >= path.Count && path.Select((name, at) => Names[at] == "*" || Names[at] == name).All(fits => fits);
}
