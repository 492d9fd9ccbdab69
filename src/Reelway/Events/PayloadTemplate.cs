using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Reelway.Facts;
using Reelway.Frame;

namespace Reelway.Events;

/// <summary>A payload in a receiver's own form: JSON with placeholders in braces.</summary>
/// <remarks>
/// A text that is one placeholder and nothing else becomes the value with its type; elsewhere a placeholder's text is put in. What a value holds is
/// never read as JSON. <c>{{</c> is a brace. Names are those of the event's data, and of the envelope around it; <c>dead_letter</c> is <c>deadLetter</c> too.
/// </remarks>
internal sealed partial class PayloadTemplate
{
    private static readonly string[] Envelope = ["type", "timestamp", "id", "subject", "sequence", "data"];

    // The place of a template that is one text.
    private const string Whole = "$";

    private readonly JsonNode _root;

    private PayloadTemplate(JsonNode root) => _root = root;

    /// <summary>Reads a template.</summary>
    /// <exception cref="FormatException">It is not a valid JSON object, or has a lone brace; the message is a sentence.</exception>
    public static PayloadTemplate Parse(string text)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException problem)
        {
            throw new FormatException(JsonTrouble.Sentence("The template", problem), problem);
        }

        return root is JsonObject ? Checked(new PayloadTemplate(root)) : throw new FormatException("The template must be a JSON object.");
    }

    /// <summary>A template that is one text and no JSON.</summary>
    /// <exception cref="FormatException">It has a lone brace; the message is a sentence.</exception>
    public static PayloadTemplate OfText(string text) => Checked(new PayloadTemplate(JsonValue.Create(text)));

    /// <summary>What is wrong with it for events of these types; null when every placeholder has a value in all of them.</summary>
    public string? Problem(IReadOnlyList<EventType> types)
        => (from text in Texts()
            from name in NamesIn(text.Text)
            where !Envelope.Contains(name)
            from type in types
            where !DataOf(type).ContainsKey(NameIn(DataOf(type), name))
            select $"The template has {{{name}}}{(text.Where == Whole ? "" : $" at {text.Where}")}, which {type.Name} has not; it has {string.Join(", ", DataOf(type).Select(one => one.Key).Concat(Envelope))}.").FirstOrDefault();

    /// <summary>The payload with an event's values.</summary>
    /// <param name="envelope">The event as it is sent without a template.</param>
    public JsonNode Fill(JsonObject envelope) => Filled(_root, envelope)!;

    /// <summary>The text with an event's values, of a template that is one text.</summary>
    public string FillText(JsonObject envelope) => TextOf(Filled(_root, envelope));

    private static PayloadTemplate Checked(PayloadTemplate template)
    {
        foreach (var (lone, where) in template.Texts().Where(one => Placeholder().Replace(one.Text, "").AsSpan().IndexOfAny('{', '}') >= 0))
        {
            throw new FormatException($"The template has a lone brace in \"{lone}\"{(where == Whole ? "" : $" at {where}")}; write {{{{ or }}}} for a brace.");
        }

        return template;
    }

    private static JsonObject DataOf(EventType type) => type.Schema()["properties"]!.AsObject();

    private static JsonNode? Filled(JsonNode? node, JsonObject envelope) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Filled(member.Value, envelope)))),
        JsonArray items => new JsonArray([.. items.Select(item => Filled(item, envelope))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Filled(value.GetValue<string>(), envelope),
        _ => node?.DeepClone(),
    };

    private static JsonNode? Filled(string text, JsonObject envelope)
        => Placeholder().Match(text) is { Success: true } only && only.Length == text.Length && only.Groups[1].Success
            ? ValueOf(only.Groups[1].Value, envelope)?.DeepClone()
            : JsonValue.Create(Placeholder().Replace(text, match => match.Groups[1].Success ? TextOf(ValueOf(match.Groups[1].Value, envelope)) : match.Value[..1]));

    private static JsonNode? ValueOf(string name, JsonObject envelope)
        => Envelope.Contains(name) ? envelope[name] : envelope["data"]!.AsObject() is var data ? data[NameIn(data, name)] : null;

    // Older systems' templates separate words by underscores.
    private static string NameIn(JsonObject data, string name)
        => data.ContainsKey(name) ? name : string.Concat(name.Split('_').Select((word, at) => at == 0 || word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    private static string TextOf(JsonNode? value) => value switch
    {
        null => "",
        JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(),
        _ => value.ToJsonString(),
    };

    private static IEnumerable<string> NamesIn(string text) => Placeholder().Matches(text).Where(match => match.Groups[1].Success).Select(match => match.Groups[1].Value);

    private IEnumerable<(string Text, string Where)> Texts() => Texts(_root);

    private static IEnumerable<(string Text, string Where)> Texts(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Texts(member.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [(value.GetValue<string>(), value.GetPath())],
        _ => [],
    };

    [GeneratedRegex(@"\{([A-Za-z_][A-Za-z0-9_]*)\}|\{\{|\}\}")]
    private static partial Regex Placeholder();
}
