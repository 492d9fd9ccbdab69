using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Reelway.Frame.Configuration;

/// <summary>Reads YAML into a tree in which each part knows its line. A key that stands twice is refused.</summary>
internal sealed class YamlSettings
{
    // Far beyond any honest configuration; they stop a document that would grow without end through its aliases.
    private const int MostParts = 100_000;
    private const int DeepestNesting = 64;

    private readonly Parser _events;
    private readonly string _shownAs;
    private readonly string _directory;
    private readonly Func<string, SettingOrigin, string?> _expand;
    private readonly Dictionary<AnchorName, (SettingNode Node, int Parts)> _anchors = [];
    private int _parts;
    private int _depth;

    private YamlSettings(TextReader text, string shownAs, string directory, Func<string, SettingOrigin, string?> expand)
    {
        _events = new Parser(text);
        _shownAs = shownAs;
        _directory = directory;
        _expand = expand;
    }

    /// <summary>Reads a document whose root is a group of settings; null when it is unusable, which is reported.</summary>
    /// <param name="shownAs">The file as messages name it.</param>
    /// <param name="directory">What relative paths in it are relative to.</param>
    /// <param name="expand">Puts variables into a value; answers null for "not set".</param>
    public static SettingMap? Read(
        TextReader text, string shownAs, string directory, Func<string, SettingOrigin, string?> expand, SettingProblems problems)
    {
        var reader = new YamlSettings(text, shownAs, directory, expand);
        try
        {
            switch (reader.Document())
            {
                case null or SettingValue { Text: null }:
                    return new SettingMap([], reader.Origin(Mark.Empty));
                case SettingMap map:
                    return map;
                case var other:
                    problems.Error(shownAs, other.Origin, $"must hold names with values, but holds {other.Kind}.");
                    return null;
            }
        }
        catch (YamlException problem)
        {
            var message = (problem.InnerException?.Message ?? problem.Message).TrimEnd('.');
            problems.Error(shownAs, reader.Origin(problem.Start), $"not readable as YAML: {message}.");
            return null;
        }
    }

    /// <summary>Reads a value given outside a file: a list in brackets or a group in braces as YAML, everything else as plain text.</summary>
    public static SettingNode? ReadValue(string text, SettingOrigin origin, string key, SettingProblems problems)
    {
        if (!text.StartsWith('[') && !text.StartsWith('{'))
        {
            return new SettingValue(text, origin);
        }

        try
        {
            var node = new YamlSettings(new StringReader(text), origin.Name, origin.Directory, (value, _) => value).Document();
            return node is null ? new SettingValue(null, origin) : At(node, origin);
        }
        catch (YamlException)
        {
            problems.Error(key, origin, "begins like a YAML list or group and is none; close the bracket, or put the text in quotes.");
            return null;
        }
    }

    private static SettingNode At(SettingNode node, SettingOrigin origin) => node switch
    {
        SettingMap map => new SettingMap([.. map.Entries.Select(entry => KeyValuePair.Create(entry.Key, At(entry.Value, origin)))], origin),
        SettingList list => new SettingList([.. list.Items.Select(item => At(item, origin))], origin),
        _ => node with { Origin = origin },
    };

    private SettingNode? Document()
    {
        _events.Consume<StreamStart>();
        if (_events.Accept<StreamEnd>(out _))
        {
            return null;
        }

        _events.Consume<DocumentStart>();
        var root = Node();
        _events.Consume<DocumentEnd>();
        if (!_events.Accept<StreamEnd>(out _))
        {
            throw new YamlException(_events.Current!.Start, _events.Current.End, "a second document begins here; one file holds one document");
        }

        return root;
    }

    private SettingNode Node()
    {
        var current = _events.Current ?? throw new YamlException("the document ends too early");
        Count(1, current);
        switch (current)
        {
            case AnchorAlias alias:
                _events.MoveNext();
                return Aliased(alias);
            case Scalar scalar:
                _events.MoveNext();
                return Remember(scalar.Anchor, _parts - 1, Value(scalar));
            case SequenceStart or MappingStart when ++_depth > DeepestNesting:
                throw new YamlException(current.Start, current.End, $"nested more than {DeepestNesting} deep");
            case SequenceStart start:
                return List(start);
            case MappingStart start:
                return Map(start);
            default:
                throw new YamlException(current.Start, current.End, "a value is missing here");
        }
    }

    private SettingNode Aliased(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value, out var found))
        {
            throw new YamlException(alias.Start, alias.End, "there is no anchor of this name above");
        }

        Count(found.Parts, alias);
        return found.Node;
    }

    private SettingValue Value(Scalar scalar)
    {
        var origin = Origin(scalar.Start);
        var isNull = scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL";
        return new SettingValue(isNull && scalar.Style == ScalarStyle.Plain ? null : _expand(scalar.Value, origin), origin)
        {
            FirstLine = origin.Line + (scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded ? 1 : 0),
            IsPlain = scalar.Style == ScalarStyle.Plain,
        };
    }

    private SettingNode List(SequenceStart start)
    {
        var before = _parts - 1;
        _events.MoveNext();
        var items = new List<SettingNode>();
        while (!_events.Accept<SequenceEnd>(out _))
        {
            items.Add(Node());
        }

        _events.MoveNext();
        _depth--;
        return Remember(start.Anchor, before, new SettingList(items, Origin(start.Start)));
    }

    private SettingNode Map(MappingStart start)
    {
        var before = _parts - 1;
        _events.MoveNext();
        var entries = new List<KeyValuePair<string, SettingNode>>();
        var lines = new Dictionary<string, long>();
        while (!_events.Accept<MappingEnd>(out _))
        {
            if (!_events.TryConsume<Scalar>(out var key))
            {
                throw new YamlException(_events.Current!.Start, _events.Current.End, "a name must be plain text");
            }

            if (!lines.TryAdd(key.Value, key.Start.Line))
            {
                throw new YamlException(key.Start, key.End, $"{Shown(key.Value)} stands here and in line {lines[key.Value]}; keep one of the two");
            }

            var node = Node();
            // An empty value has no place of its own: its line is that of its name.
            entries.Add(new(key.Value, node is SettingValue { Text: null } ? node with { Origin = Origin(key.Start) } : node));
        }

        _events.MoveNext();
        _depth--;
        return Remember(start.Anchor, before, new SettingMap(entries, Origin(start.Start)));
    }

    private SettingNode Remember(AnchorName anchor, int partsBefore, SettingNode node)
    {
        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = (node, _parts - partsBefore);
        }

        return node;
    }

    private void Count(int parts, ParsingEvent at)
    {
        _parts += parts;
        if (_parts > MostParts)
        {
            throw new YamlException(at.Start, at.End, $"more than {MostParts} values, aliases counted in full");
        }
    }

    private static string Shown(string name) => SettingNames.IsShowable(name) ? $"\"{name}\"" : "a name";

    private SettingOrigin Origin(Mark mark) => new(SettingSource.File, _shownAs, (int)mark.Line, _directory);
}
