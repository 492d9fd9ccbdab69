using System.Text.Json;
using Reelway.Facts;

namespace Reelway.Events;

/// <summary>A fact that the product announced, as a CloudEvent less the source, which is the instance's own.</summary>
/// <param name="Position">Its place among all events. Of two about one subject the later has the higher.</param>
/// <param name="Id">The same whenever the same fact is recorded; so it is announced once.</param>
/// <param name="Type">Bare and dotted: <c>talk.published</c>.</param>
/// <param name="Subject">What it is about: <c>talk/talk_01k…</c>.</param>
internal sealed record RecordedEvent(long Position, string Id, string Type, string Subject, DateTimeOffset Time, JsonElement Data)
{
    /// <summary>An example of a type, which nobody has recorded.</summary>
    public static RecordedEvent ExampleOf(EventType type, string id, DateTimeOffset time)
        => new(0, id, type.Name, type.Example.Subject, time, JsonSerializer.SerializeToElement(type.Example, type.Json));
}
