using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reelway.Connectors;

/// <summary>Reads text that some systems send as a number at times, ids most of all.</summary>
internal sealed class LenientTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        // Whole numbers beyond 64 bits keep every digit too.
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        JsonTokenType.True or JsonTokenType.False => reader.GetBoolean().ToString(CultureInfo.InvariantCulture),
        _ => throw new JsonException($"Text was expected, and {reader.TokenType} found."),
    };

    // Names of properties are always text; the base class refuses them in a converter that does not say so.
    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
