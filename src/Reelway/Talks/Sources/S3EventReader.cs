using System.Net;
using System.Text.Json;
using Reelway.Hosting;

namespace Reelway.Talks.Sources;

/// <summary>Reads what S3 says about its objects, in all the forms in which it arrives.</summary>
/// <remarks>Direct (queue), through SNS, through EventBridge, and the same as Python prints it.</remarks>
internal static class S3EventReader
{
    /// <summary>SNS wraps once; more is somebody's game.</summary>
    private const int MaxEnvelopes = 4;

    /// <summary>Reads an event.</summary>
    /// <exception cref="UnreadableEventException">The text is no event of S3, or of a version that is not known here.</exception>
    public static S3Event Read(string text)
    {
        try
        {
            return Read(text, envelopes: 0);
        }
        catch (InvalidOperationException exception)
        {
            // What JsonElement throws for a member that is not of the kind that S3 sends.
            throw new UnreadableEventException($"The event has a member of the wrong kind: {exception.Message}");
        }
    }

    private static S3Event Read(string text, int envelopes)
    {
        using var document = Parse(text);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new UnreadableEventException("The event is no object; S3 sends {\"Records\": […]} or an EventBridge event.");
        }

        if (root.TryGetProperty("Records", out var records))
        {
            return Direct(records);
        }

        if (Text(root, "source") == "aws.s3" && Text(root, "detail-type") is { } type)
        {
            return FromEventBridge(type, root);
        }

        if (Text(root, "Event") == "s3:TestEvent")
        {
            return S3Event.Dropped("S3's test message, which announces nothing");
        }

        return Text(root, "Type") == "Notification" && Text(root, "Message") is { } message && envelopes < MaxEnvelopes
            ? Read(message, envelopes + 1)
            : throw new UnreadableEventException(
                "The event is of no known form: it has neither \"Records\" nor \"detail-type\" with \"source\": \"aws.s3\".");
    }

    private static JsonDocument Parse(string text)
    {
        var trimmed = text.Trim().TrimStart('\uFEFF');
        if (trimmed.Length == 0)
        {
            throw new UnreadableEventException("The event is empty.");
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

    private static S3Event Direct(JsonElement records)
    {
        var read = new S3Event([], []);
        foreach (var record in records.EnumerateArray())
        {
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
            Add(read, created, name, new S3Recording(
                Text(Member(s3, "bucket"), "name") ?? throw Missing("s3.bucket.name"), key,
                Text(@object, "versionId"), Text(@object, "eTag"), Text(@object, "sequencer")));
        }

        return read;
    }

    private static S3Event FromEventBridge(string type, JsonElement root)
    {
        var read = new S3Event([], []);
        var detail = Member(root, "detail");
        var @object = Member(detail, "object");
        // Unlike in direct notices the key is not encoded here: a "+" in it is a plus.
        Add(read, type == "Object Created", type, new S3Recording(
            Text(Member(detail, "bucket"), "name") ?? throw Missing("detail.bucket.name"),
            Text(@object, "key") ?? throw Missing("detail.object.key"),
            Text(@object, "version-id"), Text(@object, "etag"), Text(@object, "sequencer")));
        return read;
    }

    private static void Add(S3Event read, bool created, string what, S3Recording recording)
    {
        if (!created)
        {
            read.Ignored.Add($"{what} of {recording.Key}: only new objects are taken in");
        }
        else if (recording.Key.EndsWith('/'))
        {
            read.Ignored.Add($"{recording.Key}: a folder's mark and no recording");
        }
        else if (SideCaptions.IsName(recording.Key))
        {
            read.Ignored.Add($"{recording.Key}: captions, which are fetched with their recording");
        }
        else
        {
            read.Recordings.Add(recording);
        }
    }

    private static JsonElement Member(JsonElement element, string name)
        => element.TryGetProperty(name, out var member) ? member : throw Missing(name);

    private static string? Text(JsonElement element, string name)
        => element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null && member.GetString() is { Length: > 0 } text
            ? text : null;

    private static UnreadableEventException Missing(string member) => new($"The event has no \"{member}\".");
}

/// <summary>What an event said.</summary>
/// <param name="Recordings">Objects that have appeared.</param>
/// <param name="Ignored">What else it told, and why that is nothing to act on.</param>
internal sealed record S3Event(List<S3Recording> Recordings, List<string> Ignored)
{
    /// <summary>An event that tells nothing to act on.</summary>
    public static S3Event Dropped(string why) => new([], [why]);
}
