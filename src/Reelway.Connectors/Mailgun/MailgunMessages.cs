using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reelway.Connectors.Mailgun;

/// <param name="Id">With angle brackets.</param>
internal sealed record QueuedReply(string? Id, string? Message);

internal sealed record ErrorReply(string? Message);

internal sealed record EventsReply(IReadOnlyList<MailgunEvent>? Items);

/// <param name="UserVariables">What was sent as <c>v:</c>; an object, and in old events a list.</param>
internal sealed record MailgunEvent(
    string? Event, MailgunEventMessage? Message, [property: JsonPropertyName("user-variables")] JsonElement? UserVariables);

internal sealed record MailgunEventMessage(MailgunEventHeaders? Headers);

/// <param name="MessageId">Without angle brackets.</param>
internal sealed record MailgunEventHeaders([property: JsonPropertyName("message-id")] string? MessageId);

[JsonSerializable(typeof(QueuedReply))]
[JsonSerializable(typeof(ErrorReply))]
[JsonSerializable(typeof(EventsReply))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(LenientTextConverter)], MaxDepth = 32)]
internal sealed partial class MailgunJson : JsonSerializerContext;
