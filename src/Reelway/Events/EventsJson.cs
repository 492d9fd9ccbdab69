using System.Text.Json;
using System.Text.Json.Serialization;
using Reelway.Frame.Operations;

namespace Reelway.Events;

/// <summary>The shapes of the API and of <c>--json</c>, which are the same.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ListOf<EventItem>))]
[JsonSerializable(typeof(ListOf<EventTypeItem>))]
[JsonSerializable(typeof(ListOf<SubscriberItem>))]
[JsonSerializable(typeof(ReplayEventsRequest))]
[JsonSerializable(typeof(SubscriberRequest))]
internal sealed partial class EventsJson : JsonSerializerContext;
