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
            Text(detail, "message"), Text(detail, "platform"), Text(detail, "scheduledDate"), Text(detail, "referenceNumber"), Text(detail, "account"), Text(detail, "campaign"),
            Text(detail, "window"), Texts(detail, "platforms"), TextsByName(detail, "texts"), IsTrue(detail, "approve"), Media(detail), Texts(detail, "thread"), Text(detail, "firstComment"), Text(detail, "repeat"));
        return new PostEvent(words, Text(root, "id"), PostTimes.Read(Text(root, "time") ?? ""));
    }

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

    private static bool IsTrue(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Null => false,
            _ => throw new FormatException($"The event's \"{name}\" must be true or false."),
        };

    private static List<string>? Texts(JsonElement element, string name)
        => !element.TryGetProperty(name, out var list) || list.ValueKind == JsonValueKind.Null ? null
            : list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String) ? [.. list.EnumerateArray().Select(one => one.GetString()!)]
            : throw new FormatException($"The event's \"{name}\" must be a list of texts.");

    private static List<PostFile>? Media(JsonElement detail)
        => !detail.TryGetProperty("media", out var list) || list.ValueKind == JsonValueKind.Null ? null
            : list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(one => one.ValueKind == JsonValueKind.Object)
                ? [.. list.EnumerateArray().Select(one => new PostFile(Text(one, "uri"), Text(one, "alt")))]
                : throw new FormatException("The event's \"media\" must be a list of objects with \"uri\" and \"alt\".");

    private static Dictionary<string, string>? TextsByName(JsonElement element, string name)
        => !element.TryGetProperty(name, out var texts) || texts.ValueKind == JsonValueKind.Null ? null
            : texts.ValueKind == JsonValueKind.Object && texts.EnumerateObject().All(one => one.Value.ValueKind == JsonValueKind.String)
                ? texts.EnumerateObject().GroupBy(one => one.Name, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Last().Value.GetString()!, StringComparer.Ordinal)
                : throw new FormatException($"The event's \"{name}\" must be an object with a text for each network.");
}

/// <summary>An event that asks for posts.</summary>
/// <param name="Id">EventBridge's own id of it.</param>
/// <param name="At">When it was sent, by EventBridge's clock.</param>
internal sealed record PostEvent(PostWords Words, string? Id, DateTimeOffset? At);
