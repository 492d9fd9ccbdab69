using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Reelway.Events;

/// <summary>An event as others get it, and by what they know repeats.</summary>
internal static class EventEnvelope
{
    /// <summary>The envelope with an event's data in it.</summary>
    /// <remarks>The number rises with each event about the subject, so that an older state that comes late is known by it.</remarks>
    public static JsonObject Of(RecordedEvent told) => new()
    {
        ["type"] = told.Type,
        ["timestamp"] = told.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        ["id"] = IdOf(told.Id),
        ["subject"] = told.Subject,
        ["sequence"] = told.Position,
        ["data"] = JsonNode.Parse(told.Data.GetRawText()),
    };

    private const string Prefix = "msg_";

    /// <summary>True for what may be an id that others got from here.</summary>
    public static bool IsId(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>An event's id as others get it: without dots, and the same however often it comes.</summary>
    public static string IdOf(string eventId) => Prefix + Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(eventId)).AsSpan(0, 18));
}
