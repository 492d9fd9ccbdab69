using System.Text.Json.Nodes;
using Reelway.Facts;
using Reelway.Frame.Texts;

namespace Reelway.Events;

/// <summary>An event's payload in a receiver's own form.</summary>
/// <remarks>Names are those of the event's data, and of the envelope around it; <c>dead_letter</c> is <c>deadLetter</c> too.</remarks>
internal sealed class PayloadTemplate
{
    private static readonly string[] Envelope = ["type", "timestamp", "id", "subject", "sequence", "data"];

    private readonly JsonTemplate _template;

    private PayloadTemplate(JsonTemplate template) => _template = template;

    /// <inheritdoc cref="JsonTemplate.Parse"/>
    public static PayloadTemplate Parse(string text) => new(JsonTemplate.Parse(text));

    /// <inheritdoc cref="JsonTemplate.OfText"/>
    public static PayloadTemplate OfText(string text) => new(JsonTemplate.OfText(text));

    /// <summary>What is wrong with it for events of these types; null when every placeholder has a value in all of them.</summary>
    public string? Problem(IReadOnlyList<EventType> types)
        => (from place in _template.Places
            where !Envelope.Contains(place.Name)
            from type in types
            where !DataOf(type).ContainsKey(NameIn(DataOf(type), place.Name))
            select $"The template has {{{place.Name}}}{(place.Where is null ? "" : $" at {place.Where}")}, which {type.Name} has not; it has {string.Join(", ", DataOf(type).Select(one => one.Key).Concat(Envelope))}.").FirstOrDefault();

    /// <summary>The payload with an event's values.</summary>
    /// <param name="envelope">The event as it is sent without a template.</param>
    public JsonNode Fill(JsonObject envelope) => _template.Fill(name => ValueOf(name, envelope));

    /// <summary>The text with an event's values, of a template that is one text.</summary>
    public string FillText(JsonObject envelope) => JsonTemplate.TextOf(Fill(envelope));

    private static JsonObject DataOf(EventType type) => type.Schema()["properties"]!.AsObject();

    private static JsonNode? ValueOf(string name, JsonObject envelope)
        => Envelope.Contains(name) ? envelope[name] : envelope["data"]!.AsObject() is var data ? data[NameIn(data, name)] : null;

    // Older systems' templates separate words by underscores.
    private static string NameIn(JsonObject data, string name)
        => data.ContainsKey(name) ? name : string.Concat(name.Split('_').Select((word, at) => at == 0 || word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
}
