using System.Text;
using System.Text.RegularExpressions;
using Reelway.Frame;
using Reelway.Frame.Configuration;
using Reelway.Frame.Configuration.Documents;

namespace Reelway.Hosting.Setup;

/// <summary>Writes settings that came of documents as our own configuration, each with the key that it came from. Values still have their variables.</summary>
/// <param name="keys">What became of the documents' keys.</param>
/// <param name="folder">Where the configuration will lie.</param>
internal sealed partial class NativeYaml(SettingsCatalog catalog, IEnumerable<TakenKey> keys, string folder)
{
    private const int MostOfComment = 300;

    private readonly ILookup<string, TakenKey> _keys = keys.ToLookup(key => key.Setting, StringComparer.Ordinal);
    private readonly StringBuilder _text = new();

    /// <summary>True when a secret stands in it, and not only the variable that holds it.</summary>
    public bool HoldsSecrets { get; private set; }

    /// <summary>The settings as YAML.</summary>
    public string Write(SettingMap tree)
    {
        var known = catalog.TopNames.ToList();
        foreach (var (name, node) in tree.Entries.OrderBy(entry => known.IndexOf(entry.Key) is >= 0 and var at ? at : known.Count))
        {
            Write(name, node, [name], depth: 0, catalog.Sections.GetValueOrDefault(name), field: null);
        }

        return _text.ToString();
    }

    private void Write(string name, SettingNode node, IReadOnlyList<string> path, int depth, Type? type, SettingField? field)
    {
        _text.Append(' ', depth * 2).Append(Scalar(name)).Append(':');
        if (node is not SettingMap map)
        {
            _text.Append(' ').Append(Value(node, field)).Append(CommentOf(path, node, field)).Append('\n');
            return;
        }

        _text.Append(CommentOf(path, node, field: null)).Append('\n');
        foreach (var (inner, child) in map.Entries)
        {
            var (childType, childField) = Below(type, field, path, inner, child);
            Write(inner, child, [.. path, inner], depth + 1, childType, childField);
        }
    }

    /// <summary>What a name below a group stands for; nothing where nobody knows.</summary>
    private (Type? Type, SettingField? Field) Below(Type? type, SettingField? field, IReadOnlyList<string> path, string name, SettingNode node)
    {
        if (path is [SettingsCatalog.Connections])
        {
            var connector = ((node as SettingMap)?.Find("connector") as SettingValue)?.Text;
            return (connector is null ? null : catalog.Connectors.GetValueOrDefault(connector), null);
        }

        if (type is null)
        {
            return (null, null);
        }

        var shape = SettingShape.Of(type);
        if (shape.Form == SettingForm.Dictionary)
        {
            return (shape.Item, field);
        }

        var its = shape.Form == SettingForm.Group ? SettingShape.FieldsOf(type).FirstOrDefault(each => each.Key == name) : null;
        return (its?.Property.PropertyType, its);
    }

    private string Value(SettingNode node, SettingField? field) => node switch
    {
        // Between brackets a brace would begin a group.
        SettingList list => $"[{string.Join(", ", list.Items.Select(item => Value(item, field) is ['$', ..] variable ? Quoted(variable) : Value(item, field)))}]",
        SettingValue { Text: { } text } value => Scalar(field?.IsPathIn(text) == true && !text.Contains('$', StringComparison.Ordinal)
            ? Path.GetRelativePath(folder, Path.GetFullPath(text, value.Origin.Directory))
            : WithBelow(text, value)),
        _ => "null",
    };

    /// <summary>A variable that may be empty hides nothing that a document below has set; once both are one text, that has to be said in it.</summary>
    private static string WithBelow(string text, SettingValue value)
        => Variable().IsMatch(text) && value.Overridden is [SettingValue { Text: { Length: > 0 } below }, ..] && below != text && below.AsSpan().IndexOfAny('{', '}') < 0
            ? $"{text[..^1]}:-{below}}}"
            : text;

    private string CommentOf(IReadOnlyList<string> path, SettingNode node, SettingField? field)
    {
        var keys = _keys[LiveSettings.SettingPathText(path)].ToList();
        // Of several documents' keys the one whose value stands there.
        var said = keys.Where(key => key.Origin == node.Origin).DefaultIfEmpty(keys.FirstOrDefault()).OfType<TakenKey>().Select(key => key.Reason.Length > 0 ? $"{key.Key}: {key.Reason.TrimEnd('.')}" : key.Key).Distinct().ToList();
        if (field?.IsSecret == true && Texts(node).Any(text => text.Length > 0 && !text.Contains("${", StringComparison.Ordinal)))
        {
            HoldsSecrets = true;
            said.Add("a secret: better in .env, and ${NAME} here");
        }

        // A name from a document could otherwise end the comment.
        return said.Count == 0 ? string.Empty : $"  # {ShownText.Line(string.Join("; ", said), MostOfComment)}";
    }

    private static IEnumerable<string> Texts(SettingNode node) => node switch
    {
        SettingList list => list.Items.SelectMany(Texts),
        SettingValue { Text: { } text } => [text],
        _ => [],
    };

    // Dollars stand as they are: what begins a variable does so here as well.
    private static string Scalar(string text) => Plain().IsMatch(text) ? text : Quoted(text);

    private static string Quoted(string text) => StartingSettings.Quoted(text).Replace("$$", "$", StringComparison.Ordinal);

    [GeneratedRegex(@"^\$\{[A-Za-z_][A-Za-z0-9_]*\}$")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^(?!(?:null|yes|no|on|off|y|n|~)$)(?:[A-Za-z][A-Za-z0-9_.@/-]*|[1-9][0-9]{0,8}[a-zA-Z]{0,2}|[0-9]+m[0-9]+s|\$\{[A-Za-z0-9_]+\})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
