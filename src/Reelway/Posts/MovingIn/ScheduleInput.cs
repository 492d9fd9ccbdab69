using System.Text.Json;
using System.Text.Json.Nodes;
using Reelway.Configuration;
using Reelway.Connectors.Aws;
using Reelway.Frame;

namespace Reelway.Posts.MovingIn;

/// <summary>Reads what the target of a schedule is given: an event that asks for a post, its detail alone, or one of them in the call of another service.</summary>
internal static class ScheduleInput
{
    // A message of a queue with an event in it.
    private const int MostWrappings = 3;

    private const string OnlyPlatform = "twitter";

    /// <summary>The event that asks for the same post here, and its reference.</summary>
    /// <exception cref="FormatException">The input asks for none; the message is a sentence.</exception>
    public static (string Event, string Reference) Read(AwsSchedule schedule)
    {
        var detail = Detail(schedule.Input, MostWrappings);
        if (detail.Any(member => member.Value is JsonValue value && value.TryGetValue(out string? text) && text.Contains("<aws.scheduler.", StringComparison.Ordinal)))
        {
            throw new FormatException("Its text has a placeholder that only EventBridge Scheduler fills in.");
        }

        // Its own time counts, whatever it says besides: that is when it would have gone out.
        detail["scheduledDate"] = PostTimes.Write(schedule.At!.Value);
        var reference = detail["referenceNumber"] is JsonValue given && given.ToString() is { Length: > 0 } its ? its : schedule.Name;
        detail["referenceNumber"] = reference;
        // What the scheduler before this one posted to was X alone, and not always named.
        detail["platform"] ??= detail.ContainsKey("platforms") ? null : OnlyPlatform;
        detail["window"] ??= Durations.Format(schedule.Window);
        return (new JsonObject { ["detail-type"] = PostEventReader.DetailType, ["source"] = "EventBridge Scheduler", ["detail"] = detail }.ToJsonString(), reference);
    }

    private static JsonObject Detail(string text, int wrappings)
    {
        var root = Parse(text);
        if (root is JsonValue value && value.TryGetValue(out string? inner))
        {
            return Unwrap(inner, wrappings);
        }

        return root is not JsonObject all ? throw NoPost()
            : all["detail"] is JsonObject detail ? IsOurs(all) ? (JsonObject)detail.DeepClone() : throw NoPost()
            : all["Entries"] is JsonArray entries ? entries is [JsonObject entry] && Text(entry, "Detail") is { } its && Text(entry, "DetailType") == PostEventReader.DetailType ? Unwrap(its, wrappings) : throw NoPost()
            : (Text(all, "MessageBody") ?? Text(all, "Input") ?? Text(all, "Payload")) is { } wrapped ? Unwrap(wrapped, wrappings)
            : Text(all, "message") is not null ? (JsonObject)all.DeepClone()
            : throw NoPost();
    }

    private static JsonObject Unwrap(string text, int wrappings) => wrappings > 0 ? Detail(text, wrappings - 1) : throw NoPost();

    private static bool IsOurs(JsonObject all) => Text(all, "detail-type") is null or PostEventReader.DetailType;

    private static string? Text(JsonObject all, string member) => all[member] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 32 });
        }
        catch (JsonException problem)
        {
            throw new FormatException(text.Length == 0 ? "Its target is given nothing, and so no post." : JsonTrouble.Sentence("What its target is given", problem), problem);
        }
    }

    private static FormatException NoPost() => new("What its target is given asks for no post: it has no message.");
}
