using System.Text.Json;

namespace Reelway.Events;

/// <summary>A fact that the product announces, as a CloudEvent less the source, which is the instance's own.</summary>
/// <param name="Id">The same whenever the same fact is recorded; so it is announced once.</param>
/// <param name="Type">Bare and dotted: <c>talk.published</c>.</param>
/// <param name="Subject">What it is about: <c>talk/talk_01k…</c>.</param>
internal sealed record RecordedEvent(string Id, string Type, string Subject, DateTimeOffset Time, JsonElement Data);
