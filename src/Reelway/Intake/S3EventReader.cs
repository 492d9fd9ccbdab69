using System.Net;
using System.Text.Json;
using Reelway.Frame;

namespace Reelway.Intake;

/// <summary>Reads what S3 says about its objects, in all the forms in which it arrives.</summary>
/// <remarks>Direct (queue), through SNS, through EventBridge, and the same as Python prints it.</remarks>
internal static class S3EventReader
{
    /// <summary>SNS wraps once; more is somebody's game.</summary>
    private const int MaxEnvelopes = 4;

    /// <summary>Reads an event. Of several records the good ones count; what is wrong with the others stands beside them.</summary>
    /// <param name="whyPassedBy">Why an object of that key is passed by; null for one that counts.</param>
    /// <exception cref="UnreadableEventException">The text is no event of S3, or none of its records can be read.</exception>
    public static S3Event Read(string text, Func<string, string?> whyPassedBy)
    {
        var read = Read(text, whyPassedBy, envelopes: 0);
        return read.Unreadable.Count > 0 && read.Objects.Count + read.Ignored.Count == 0
            ? throw new UnreadableEventException(string.Join(' ', read.Unreadable))
            : read;
    }

    private static S3Event Read(string text, Func<string, string?> whyPassedBy, int envelopes)
    {
        using var document = Parse(text);
        var root = document.RootElement;
        if (root.ValueKind == JsonValueKind.String && envelopes < MaxEnvelopes && Unwrapped(root) is { } inner)
        {
            // Somebody in between has written the event as a text of JSON.
            return Read(inner, whyPassedBy, MaxEnvelopes);
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new UnreadableEventException("The event is not an object; S3 sends {\"Records\": […]} or an EventBridge event.");
        }

        if (root.TryGetProperty("Records", out var records))
        {
            return Direct(records, whyPassedBy);
        }

        if (Text(root, "source") == "aws.s3" && Text(root, "detail-type") is { } type)
        {
            return FromEventBridge(type, root, whyPassedBy);
        }

        if (Text(root, "Event") == "s3:TestEvent")
        {
            return S3Event.Dropped("S3's test message, which announces nothing");
        }

        return Text(root, "Type") == "Notification" && Text(root, "Message") is { } message && envelopes < MaxEnvelopes
            ? Read(message, whyPassedBy, envelopes + 1)
            : throw new UnreadableEventException(
                "The event is of no known form: it has neither \"Records\" nor \"detail-type\" with \"source\": \"aws.s3\".");
    }

    private static string? Unwrapped(JsonElement text)
    {
        try
        {
            return text.GetString() is { } inner && inner.TrimStart().StartsWith('{') ? inner : null;
        }
        catch (InvalidOperationException)
        {
            // Half a character, which no event holds.
            return null;
        }
    }

    private static JsonDocument Parse(string text)
    {
        var trimmed = text.Trim().TrimStart('\uFEFF');
        if (trimmed.Length == 0)
        {
            throw new UnreadableEventException("The event is empty; hand in the JSON that S3 wrote.");
        }

        try
        {
            return JsonDocument.Parse(trimmed);
        }
        catch (JsonException exception)
        {
            return IsPython(trimmed)
                ? JsonDocument.Parse(PythonLiteral.ToJson(trimmed))
                : throw new UnreadableEventException(JsonTrouble.Sentence("The event", exception));
        }
    }

    /// <summary>True when the first name inside the braces is quoted as Python does and JSON can't.</summary>
    private static bool IsPython(string text)
        => text[0] == '{' && text.AsSpan(1).TrimStart() is { Length: > 0 } inside && inside[0] is '\'' or 'u' or 'U';

    private static S3Event Direct(JsonElement records, Func<string, string?> whyPassedBy)
    {
        if (records.ValueKind != JsonValueKind.Array)
        {
            throw new UnreadableEventException($"The event's \"Records\" is {Kind(records)}, and must be a list of records.");
        }

        var read = new S3Event(whyPassedBy);
        foreach (var (number, record) in records.EnumerateArray().Index())
        {
            try
            {
                AddRecord(read, record);
            }
            catch (UnreadableEventException problem)
            {
                read.Unreadable.Add(records.GetArrayLength() == 1 ? problem.Message : $"Record {number + 1} of {records.GetArrayLength()}: {problem.Message}");
            }
        }

        return records.GetArrayLength() > 0 ? read : S3Event.Dropped("an event without records, which announces nothing");
    }

    private static void AddRecord(S3Event read, JsonElement record)
    {
        if (record.ValueKind != JsonValueKind.Object)
        {
            throw new UnreadableEventException($"It is {Kind(record)}, and must be an object.");
        }

        var version = Text(record, "eventVersion") ?? "2.0";
        if (!version.StartsWith("2.", StringComparison.Ordinal))
        {
            throw new UnreadableEventException($"The event has version {version}; known are 2.0 and all other 2.x.");
        }

        var name = Text(record, "eventName") ?? throw Missing("eventName");
        var s3 = Member(record, "s3");
        var @object = Member(s3, "object");
        var key = WebUtility.UrlDecode(Text(@object, "key") ?? throw Missing("s3.object.key"));
        var created = name.Replace("s3:", "", StringComparison.Ordinal).StartsWith("ObjectCreated:", StringComparison.Ordinal);
        read.Add(created, name, new S3Object(
            Text(Member(s3, "bucket"), "name") ?? throw Missing("s3.bucket.name"), key,
            Text(@object, "versionId"), Text(@object, "eTag"), Text(@object, "sequencer")));
    }

    private static S3Event FromEventBridge(string type, JsonElement root, Func<string, string?> whyPassedBy)
    {
        var read = new S3Event(whyPassedBy);
        var detail = Member(root, "detail");
        var @object = Member(detail, "object");
        // Unlike in direct notices the key is not encoded here: a "+" in it is a plus.
        read.Add(type == "Object Created", type, new S3Object(
            Text(Member(detail, "bucket"), "name") ?? throw Missing("detail.bucket.name"),
            Text(@object, "key") ?? throw Missing("detail.object.key"),
            Text(@object, "version-id"), Text(@object, "etag"), Text(@object, "sequencer")));
        return read;
    }

    private static JsonElement Member(JsonElement element, string name)
        => !element.TryGetProperty(name, out var member) ? throw Missing(name)
            : member.ValueKind == JsonValueKind.Object ? member
            : throw new UnreadableEventException($"The event's \"{name}\" is {Kind(member)}, and must be an object.");

    private static string? Text(JsonElement element, string name)
        => !element.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null ? null
            : member.ValueKind == JsonValueKind.String ? Text(member, name, out var text) ? text : null
            : throw new UnreadableEventException($"The event's \"{name}\" is {Kind(member)}, and must be a text.");

    private static bool Text(JsonElement member, string name, out string text)
    {
        try
        {
            text = member.GetString() ?? "";
            return text.Length > 0;
        }
        catch (InvalidOperationException)
        {
            // JSON can escape half a surrogate pair, which no text can hold.
            throw new UnreadableEventException($"The event's \"{name}\" has half a character in it.");
        }
    }

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        _ => "true or false",
    };

    private static UnreadableEventException Missing(string member) => new($"The event has no \"{member}\".");
}

/// <summary>What an event said.</summary>
/// <param name="whyPassedBy">Why an object of that key is passed by; null for one that counts.</param>
internal sealed class S3Event(Func<string, string?> whyPassedBy)
{
    /// <summary>Objects that have appeared.</summary>
    public List<S3Object> Objects { get; } = [];

    /// <summary>What else it told, and why that is nothing to act on.</summary>
    public List<string> Ignored { get; } = [];

    /// <summary>What is wrong with records that can't be read, in sentences.</summary>
    public List<string> Unreadable { get; } = [];

    /// <summary>An event that tells nothing to act on.</summary>
    public static S3Event Dropped(string why) => new(_ => null) { Ignored = { why } };

    /// <summary>Adds what a record says.</summary>
    /// <param name="what">What happened to the object.</param>
    public void Add(bool created, string what, S3Object told)
    {
        if (!created)
        {
            Ignored.Add($"{what} of {told.Key}: only new objects are taken in");
        }
        else if (whyPassedBy(told.Key) is { } why)
        {
            Ignored.Add($"{told.Key}: {why}");
        }
        else
        {
            Objects.Add(told);
        }
    }
}
