using System.Text.Json;
using System.Text.Json.Nodes;
using Reelway.Facts;

namespace Reelway.Events;

/// <summary>An event as the API shows it.</summary>
/// <param name="Position">Its place among all events.</param>
/// <param name="Id">The same whenever the same fact is recorded.</param>
/// <param name="Data">As the type's schema says.</param>
internal sealed record EventItem(long Position, string Id, string Type, string Subject, DateTime Time, JsonElement Data)
{
    public static EventItem Sample { get; } = new(
        1042, "talk.published/talk/talk_06agn9k2w4008/run_06agn9k2w4009/announce/0", TalkPublished.Type, "talk/talk_06agn9k2w4008",
        new DateTime(2026, 3, 4, 10, 20, 0, DateTimeKind.Utc), JsonSerializer.SerializeToElement(TalkPublished.Example, FactsJson.Default.TalkPublished));

    public static EventItem From(RecordedEvent told) => new(told.Position, told.Id, told.Type, told.Subject, told.Time.UtcDateTime, told.Data);
}

/// <summary>A type of events as the API shows it.</summary>
/// <param name="Schema">A JSON schema of the data.</param>
/// <param name="Example">Data as it may be.</param>
internal sealed record EventTypeItem(string Name, string Text, JsonNode Schema, JsonElement Example)
{
    public static EventTypeItem From(EventType type) => new(type.Name, type.Text, type.Schema(), JsonSerializer.SerializeToElement(type.Example, type.Json));
}

/// <summary>Somebody who gets events.</summary>
/// <param name="Position">The last event that it has looked at.</param>
/// <param name="Ahead">Events, of whatever type, that it has not looked at.</param>
/// <param name="Taken">Events that it is at work on.</param>
/// <param name="Current">False: it stands still, because it is switched off or no longer in this program.</param>
internal sealed record SubscriberItem(string Name, long Position, long Ahead, long Taken, bool Current)
{
    public static SubscriberItem Sample { get; } = new("webhook/newsroom", 1042, Ahead: 0, Taken: 1, Current: true);
}

/// <summary>Where a replay begins.</summary>
/// <param name="Subscriber">Who gets the events.</param>
/// <param name="After">The position before the first; 0 for all that are kept.</param>
/// <param name="Since">Or the time from which on.</param>
internal sealed record ReplayEventsRequest(string? Subscriber, long? After, string? Since);

/// <summary>A subscriber that is named.</summary>
internal sealed record SubscriberRequest(string? Subscriber);
