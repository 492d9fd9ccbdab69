using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Reelway.Frame.Texts;

/// <summary>A payload in a receiver's own form: JSON with placeholders in braces.</summary>
/// <remarks>
/// A text that is one placeholder and nothing else becomes the value with its type; elsewhere a placeholder's text is put in. What a value holds is
/// never read as JSON. <c>{{</c> is a brace.
/// </remarks>
internal sealed partial class JsonTemplate
{
    // The place of a template that is one text.
    private const string Whole = "$";

    private readonly JsonNode _root;

    private JsonTemplate(JsonNode root) => _root = root;

    /// <summary>The names of its placeholders, each with where it stands (<c>$.data[0]</c>); null where the template is one text.</summary>
    public IEnumerable<(string Name, string? Where)> Places
        => from text in Texts(_root)
           from match in Placeholder().Matches(text.Text)
           where match.Groups[1].Success
           select (match.Groups[1].Value, text.Where == Whole ? null : text.Where);

    /// <summary>Reads a template.</summary>
    /// <exception cref="FormatException">It is not a valid JSON object, or has a lone brace; the message is a sentence.</exception>
    public static JsonTemplate Parse(string text)
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

        return root is JsonObject ? Checked(new JsonTemplate(root)) : throw new FormatException("The template must be a JSON object.");
    }

    /// <summary>A template that is one text and no JSON.</summary>
    /// <exception cref="FormatException">It has a lone brace; the message is a sentence.</exception>
    public static JsonTemplate OfText(string text) => Checked(new JsonTemplate(JsonValue.Create(text)));

    /// <summary>The payload.</summary>
    /// <param name="valueOf">The value of a placeholder's name.</param>
    public JsonNode Fill(Func<string, JsonNode?> valueOf) => Filled(_root, valueOf)!;

    /// <summary>A value as it stands within a text.</summary>
    public static string TextOf(JsonNode? value) => value switch
    {
        null => "",
        JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(),
        _ => value.ToJsonString(),
    };

    private static JsonTemplate Checked(JsonTemplate template)
    {
        foreach (var (lone, where) in Texts(template._root).Where(one => Placeholder().Replace(one.Text, "").AsSpan().IndexOfAny('{', '}') >= 0))
        {
            throw new FormatException($"The template has a lone brace in \"{lone}\"{(where == Whole ? "" : $" at {where}")}; write {{{{ or }}}} for a brace.");
        }

        return template;
    }

    private static JsonNode? Filled(JsonNode? node, Func<string, JsonNode?> valueOf) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Filled(member.Value, valueOf)))),
        JsonArray items => new JsonArray([.. items.Select(item => Filled(item, valueOf))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Filled(value.GetValue<string>(), valueOf),
        _ => node?.DeepClone(),
    };

    private static JsonNode? Filled(string text, Func<string, JsonNode?> valueOf)
        => Placeholder().Match(text) is { Success: true } only && only.Length == text.Length && only.Groups[1].Success
            ? valueOf(only.Groups[1].Value)?.DeepClone()
            : JsonValue.Create(Placeholder().Replace(text, match => match.Groups[1].Success ? TextOf(valueOf(match.Groups[1].Value)) : match.Value[..1]));

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
