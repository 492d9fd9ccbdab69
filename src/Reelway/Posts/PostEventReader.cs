using System.Text.Json;
using Reelway.Frame;

namespace Reelway.Posts;

/// <summary>Reads events that ask for posts: what EventBridge delivers, bare, in SNS's envelope, or as a text in JSON.</summary>
internal static class PostEventReader
{
    /// <summary>The only kind of event that is acted on.</summary>
    public const string DetailType = "Schedule Social Post";

    // Bodies within bodies: a queue behind a topic behind a rule.
    private const int MostWrappings = 3;

    /// <summary>The event in a text.</summary>
    /// <exception cref="FormatException">It is none; the message is a sentence.</exception>
    public static PostEvent Read(string text)
    {
        for (var wrapping = 0; ; wrapping++)
        {
            using var document = Parse(text);
            var root = document.RootElement;
            var inner = root.ValueKind switch
            {
                JsonValueKind.String => root.GetString(),
                JsonValueKind.Object when Text(root, "Type") == "Notification" && Text(root, "TopicArn") is not null => Text(root, "Message"),
                JsonValueKind.Object => null,
                _ => throw new FormatException("The event is no JSON object."),
            };
            if (inner is null)
            {
                return Event(root);
            }

            text = wrapping < MostWrappings ? inner : throw new FormatException("The event is wrapped too often.");
        }
    }

    private static PostEvent Event(JsonElement root)
    {
        var type = Text(root, "detail-type");
        if (type != DetailType)
        {
            throw new FormatException(type is null
                ? $"The event has no \"detail-type\"; one that asks for a post has \"{DetailType}\"."
                : $"The event's \"detail-type\" is \"{ShownText.Name(type)}\", and not \"{DetailType}\".");
        }

        if (!root.TryGetProperty("detail", out var detail) || detail.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("The event's \"detail\" is no JSON object.");
        }

        var words = new PostWords(
            Text(detail, "message"), Text(detail, "platform"), Text(detail, "scheduledDate"), Text(detail, "referenceNumber"), Text(detail, "account"), Text(detail, "campaign"), Text(detail, "window"));
        var at = PostTimes.Read(Text(root, "time") ?? "");
        return new PostEvent(words, Text(root, "id"), at, Unknown(detail));
    }

    // Said in so many words, since they are known elsewhere and would be lost here.
    private static string? Unknown(JsonElement detail)
        => detail.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => name is "platforms" or "media" or "texts" or "firstComment" or "thread" or "approve");

    private static JsonDocument Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 32 });
        }
        catch (JsonException problem)
        {
            throw new FormatException(JsonTrouble.Sentence("The event", problem), problem);
        }
    }

    // A reference may be written as a number.
    private static string? Text(JsonElement element, string name) => !element.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}

/// <summary>An event that asks for a post.</summary>
/// <param name="Id">EventBridge's own id of it.</param>
/// <param name="At">When it was sent, by EventBridge's clock.</param>
/// <param name="Unsupported">A field that would be acted on elsewhere, and is not here; null for none.</param>
internal sealed record PostEvent(PostWords Words, string? Id, DateTimeOffset? At, string? Unsupported);
