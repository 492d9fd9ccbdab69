namespace Reelway.Frame.Configuration.Documents;

/// <summary>Makes settings of a document, and keeps what became of each of its keys.</summary>
/// <param name="file">The document.</param>
internal sealed class DocumentMapping(DocumentFile file, SettingProblems problems)
{
    private readonly List<TakenKey> _keys = [];

    /// <summary>The document.</summary>
    public DocumentFile File => file;

    /// <summary>The settings so far.</summary>
    public SettingMap Settings { get; private set; } = new([], file.Origin(0));

    /// <summary>Every key in the order in which it was met.</summary>
    public IReadOnlyList<TakenKey> Keys => _keys;

    /// <summary>Documents that this one names.</summary>
    public List<string> Named { get; } = [];

    /// <summary>The environment that the document names; null when it names none.</summary>
    public string? Environment { get; private set; }

    /// <summary>Takes every key of the document.</summary>
    public DocumentMapping Take(SeedDocument kind, SettingMap root)
    {
        Walk(kind.Rules, root, []);
        kind.Finish(root, this);
        return this;
    }

    /// <summary>The node is the setting's value. What is not set sets nothing, so that it hides nothing either.</summary>
    public void Set(DocumentKey key, string setting, SettingNode node, string? why = null)
    {
        var path = PathOf(setting, key);
        node = node is SettingList list ? list with { Items = [.. list.Items.Where(item => item is not SettingValue { Text: null })] } : node;
        if (node is not SettingValue { Text: null or "" })
        {
            Settings = SettingMerge.Put(Settings, path, node);
        }

        Note(key, why is null ? DocumentOutcome.Used : DocumentOutcome.Changed, LiveSettings.SettingPathText(path), why ?? string.Empty);
    }

    /// <summary>The text of a single value, in the setting's form.</summary>
    public void SetText(DocumentKey key, string setting, Func<string, string> form, string? why = null)
    {
        if (key.Node is not SettingValue value)
        {
            Refuse(key, $"must be a single value, but is {key.Node.Kind}.");
            return;
        }

        Set(key, setting, value.Text is { Length: > 0 } text ? value with { Text = form(text) } : value, why);
    }

    /// <summary>A setting that follows from the document and stands in none of its keys.</summary>
    public void Follow(string setting, string value, SettingOrigin origin)
        => Settings = SettingMerge.Put(Settings, setting.Split('.'), new SettingValue(value, origin));

    /// <summary>The document is what a setting names, and the key is used there.</summary>
    public void Keep(DocumentKey key, string setting) => Note(key, DocumentOutcome.Used, setting, string.Empty);

    /// <summary>A setting that names the document itself.</summary>
    public void NameFile(string setting) => Follow(setting, Path.GetRelativePath(file.Root, file.Path), file.Origin(0));

    /// <summary>The key is accepted and has no effect.</summary>
    public void Explain(DocumentKey key, string why) => Note(key, DocumentOutcome.Explained, string.Empty, why);

    /// <summary>The key can't be taken over, which stops the start.</summary>
    public void Refuse(DocumentKey key, string why)
    {
        Note(key, DocumentOutcome.Refused, string.Empty, why);
        problems.Error(key.Name, key.Node.Origin, why);
    }

    /// <summary>Something in the document is wrong that is no key's; the reason says where.</summary>
    public void Wrong(string what, string why) => problems.Error(what, null, why);

    /// <summary>The key names a further document.</summary>
    public void Open(DocumentKey key, string setting)
    {
        if (key.Text is not { } name)
        {
            Set(key, setting, key.Node);
        }
        else if (file.Locate(name) is { } found)
        {
            Named.Add(found);
            Set(key, setting, new SettingValue(Path.GetRelativePath(file.Root, found), key.Node.Origin));
        }
        else
        {
            Refuse(key, $"\"{ShownText.Name(name)}\" is not there: looked for {string.Join(" and ", file.Places(name))}.");
        }
    }

    /// <summary>The key names the environment.</summary>
    public void NameEnvironment(DocumentKey key)
    {
        Environment = key.Text;
        Note(key, DocumentOutcome.Used, "environment", string.Empty);
    }

    /// <summary>A key that means nothing. It is not refused: what has no effect stops nothing, and a slip of the fingers is named.</summary>
    /// <param name="known">What may stand in its place.</param>
    public void Unknown(DocumentKey key, IEnumerable<string> known)
    {
        if (!SettingNames.IsShowable(key.Path[^1]))
        {
            problems.Warning(file.ShownAs, key.Node.Origin, "holds a name here that no key has; it has no effect.");
            return;
        }

        var hint = SettingNames.Nearest(key.Path[^1], known) is { } nearest ? $"did you mean {nearest}?" : "it has no effect.";
        _keys.Add(new(key.Name, key.Node.Origin, DocumentOutcome.Refused, string.Empty, $"is not known as a key of this document; {hint}"));
        problems.Warning(key.Name, key.Node.Origin, $"unknown key; {hint}");
    }

    private void Note(DocumentKey key, DocumentOutcome outcome, string setting, string why) => _keys.Add(new(key.Name, key.Node.Origin, outcome, setting, why));

    private void Walk(IReadOnlyList<DocumentRule> rules, SettingMap map, IReadOnlyList<string> above)
    {
        foreach (var (name, node) in map.Entries)
        {
            var key = new DocumentKey([.. above, name], node);
            if (rules.FirstOrDefault(rule => rule.IsOf(key.Path)) is { } rule)
            {
                rule.Apply(this, key);
            }
            else if (!rules.Any(each => each.BeginsWith(key.Path)))
            {
                Unknown(key, rules.Where(each => each.BeginsWith(above) && each.Names.Length > above.Count).Select(each => each.Names[above.Count]).Where(each => each != "*"));
            }
            else if (node is SettingMap inner)
            {
                Walk(rules, inner, key.Path);
            }
            else if (node is not SettingValue { Text: null })
            {
                Refuse(key, $"must be a group of settings, but is {node.Kind}.");
            }
        }
    }

    private static IReadOnlyList<string> PathOf(string setting, DocumentKey key) => [.. setting.Split('.').Select(part => part == "*" ? key.Star! : part)];
}
