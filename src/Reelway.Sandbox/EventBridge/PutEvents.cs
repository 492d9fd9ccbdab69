using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reelway.Sandbox.Aws;

namespace Reelway.Sandbox.EventBridge;

/// <summary>The operation that puts events on a bus: each entry succeeds or fails by itself.</summary>
internal sealed class PutEvents(Journal<SandboxEvent> events, Func<EventBridgeSettings> settings, TimeProvider time)
{
    // The size of a time, whatever it is.
    private const int TimeBytes = 14;

    private static readonly string[] Required = ["Source", "DetailType", "Detail"];

    private int _entries;

    public JsonObject Run(JsonObject body)
    {
        var entries = (body["Entries"] as JsonArray ?? []).Select(entry => entry as JsonObject ?? throw new FormatException("an entry is no object")).ToList();
        if (entries.Count is < 1 or > 10)
        {
            throw new AwsException("ValidationException", "Member must have length between 1 and 10: entries");
        }

        if (!entries.Any(IsWhole))
        {
            throw new AwsException("ValidationException", "No entry has Source, DetailType and Detail.");
        }

        if (entries.Count > 1 && entries.Sum(SizeOf) > settings().LargestEntryBytes)
        {
            throw new AwsException("ValidationException", "Total size of the entries in the request is over the limit.");
        }

        // Results keep the request's order and length.
        var results = entries.Select(Put).ToArray();
        return new JsonObject
        {
            ["FailedEntryCount"] = results.Count(result => result.ContainsKey("ErrorCode")),
            ["Entries"] = new JsonArray([.. results]),
        };
    }

    private JsonObject Put(JsonObject entry)
    {
        var now = settings();
        if (Problem(entry, now) is var (code, message))
        {
            return new JsonObject { ["ErrorCode"] = code, ["ErrorMessage"] = message };
        }

        var put = new SandboxEvent(
            Guid.NewGuid().ToString(), (double?)entry["Time"] is { } at ? DateTimeOffset.UnixEpoch.AddSeconds(at) : time.GetUtcNow(), (string?)entry["EventBusName"] ?? "default", Text(entry, "Source"), Text(entry, "DetailType"),
            Text(entry, "Detail"), [.. (entry["Resources"] as JsonArray ?? []).Select(resource => (string?)resource ?? "")]);
        events.Add(put);
        return new JsonObject { ["EventId"] = put.Id };
    }

    private (string Code, string Message)? Problem(JsonObject entry, EventBridgeSettings now)
    {
        if (now.FailEveryEntry > 0 && Interlocked.Increment(ref _entries) % now.FailEveryEntry == 0)
        {
            return (now.FailCode, "The entry was refused on order.");
        }

        if (!IsWhole(entry))
        {
            return ("InvalidArgument", "Parameter Source, DetailType or Detail is not valid. Reason: it is a required argument.");
        }

        if (Text(entry, "Source").StartsWith("aws.", StringComparison.Ordinal))
        {
            return ("NotAuthorizedForSourceException", "Not authorized for the source.");
        }

        if (!IsObject(Text(entry, "Detail")))
        {
            return ("MalformedDetail", "Detail is malformed.");
        }

        return SizeOf(entry) > now.LargestEntryBytes ? ("InvalidArgument", "Total size of the entry is over the limit.") : null;
    }

    private static bool IsWhole(JsonObject entry)
        => Text(entry, "Source").Length > 0 && Text(entry, "DetailType").Length is > 0 and <= 128 && Text(entry, "Detail").Length > 0;

    private static int SizeOf(JsonObject entry)
        => (entry.ContainsKey("Time") ? TimeBytes : 0)
            + Required.Sum(name => Encoding.UTF8.GetByteCount(Text(entry, name)))
            + (entry["Resources"] as JsonArray ?? []).Sum(resource => Encoding.UTF8.GetByteCount((string?)resource ?? ""));

    private static bool IsObject(string detail)
    {
        try
        {
            using var json = JsonDocument.Parse(detail);
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Text(JsonObject entry, string name) => (string?)entry[name] ?? "";
}
