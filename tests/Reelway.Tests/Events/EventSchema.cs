using System.Text.Json;
using System.Text.Json.Nodes;
using Reelway.Events;
using Reelway.Facts;

namespace Reelway.Tests.Events;

/// <summary>Checks events against the schemas that receivers are given: of JSON Schema what those use.</summary>
internal static class EventSchema
{
    private static readonly string[] Known = ["$schema", "description", "type", "properties", "required", "items", "enum"];

    public static IEnumerable<string> Problems(RecordedEvent told)
        => EventType.Find(told.Type) is { } type ? Problems(type.Schema(), told.Data, told.Type) : [$"{told.Type} is not a known type."];

    public static IEnumerable<string> Problems(JsonNode schema, JsonElement value, string where)
    {
        var rules = schema.AsObject();
        foreach (var rule in rules.Where(rule => !Known.Contains(rule.Key)))
        {
            yield return $"{where}: this check does not know the rule \"{rule.Key}\".";
        }

        if (rules["type"] is null)
        {
            // A value of any kind.
            yield break;
        }

        if (!Types(rules["type"]).Contains(NameOf(value)))
        {
            yield return $"{where} is of type {NameOf(value)}, and not {rules["type"]}.";
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        var properties = rules["properties"]!.AsObject();
        foreach (var missing in rules["required"]?.AsArray().Select(name => (string)name!).Where(name => !value.TryGetProperty(name, out _)) ?? [])
        {
            yield return $"{where}.{missing} is missing.";
        }

        foreach (var property in value.EnumerateObject())
        {
            var problems = properties[property.Name] is { } known ? Problems(known, property.Value, $"{where}.{property.Name}") : [$"{where}.{property.Name} is not in the schema."];
            foreach (var problem in problems)
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<string> Types(JsonNode? type) => type is JsonArray several ? several.Select(one => (string)one!) : [(string)type!];

    private static string NameOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        var kind => kind.ToString().ToLowerInvariant(),
    };
}
