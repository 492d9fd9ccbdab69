using System.Text.Json;
using System.Text.Json.Nodes;

namespace Reelway.Sandbox.X;

/// <summary>What a caller wants posted.</summary>
internal sealed record XDraft(string Text, string? ReplyTo, IReadOnlyList<string> MediaIds)
{
    private const int MostMedia = 4;
    private static readonly string[] Known = ["text", "media", "reply"];

    /// <summary>Reads a body; what is wrong with it is answered.</summary>
    public static XAnswer? Read(byte[] body, out XDraft? draft)
    {
        draft = null;
        JsonObject? read;
        try
        {
            read = JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            read = null;
        }

        if (read is null)
        {
            return XAnswer.Invalid("The body must be a JSON object.", "body");
        }

        if (Unknown(read, Known) is { } unknown)
        {
            return NotDefined(unknown);
        }

        var media = read["media"] as JsonObject;
        var reply = read["reply"] as JsonObject;
        var inner = (media is null ? null : Unknown(media, ["media_ids"])) ?? (reply is null ? null : Unknown(reply, ["in_reply_to_tweet_id"]));
        if (inner is not null)
        {
            return NotDefined(inner);
        }

        var ids = (media?["media_ids"] as JsonArray)?.Select(TextOf).ToList() ?? [];
        if (media is not null && (ids.Count is < 1 or > MostMedia || ids.Contains(null)))
        {
            return XAnswer.Invalid($"[$.media.media_ids: there must be a minimum of 1 and a maximum of {MostMedia} items in the array]", "media.media_ids");
        }

        var text = TextOf(read["text"]);
        if (read.ContainsKey("text") ? string.IsNullOrEmpty(text) : media is null)
        {
            return XAnswer.Invalid("[$.text: is missing but it is required]", "text");
        }

        draft = new XDraft(text ?? "", TextOf(reply?["in_reply_to_tweet_id"]), [.. ids.OfType<string>()]);
        return null;
    }

    private static string? Unknown(JsonObject read, string[] known) => read.Select(member => member.Key).FirstOrDefault(name => !known.Contains(name));

    private static XAnswer NotDefined(string name)
        => XAnswer.Invalid($"[$.{name}: is not defined in the schema and the schema does not allow additional properties]", name);

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
