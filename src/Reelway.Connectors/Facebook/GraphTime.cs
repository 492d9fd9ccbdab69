using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reelway.Connectors.Facebook;

/// <summary>Reads Graph's times, whose offset has no colon: <c>2026-11-30T10:00:00+0000</c>. One that is unreadable is none.</summary>
internal sealed class GraphTime : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => reader.TokenType == JsonTokenType.String
            && DateTimeOffset.TryParseExact(reader.GetString(), "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options) => throw new NotSupportedException();
}
