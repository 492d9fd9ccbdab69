using System.Text.Json;
using System.Text.Json.Serialization;
using Reelway.Frame.Operations;
using Reelway.Incoming.Links;
using Reelway.Incoming.Listening;

namespace Reelway.Incoming;

/// <summary>What is shown of what comes in as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(RefusedAnswer))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(ListOf<IncomingItem>))]
[JsonSerializable(typeof(IncomingDetail))]
[JsonSerializable(typeof(ReplayedDelivery))]
[JsonSerializable(typeof(ListOf<RefusalItem>))]
[JsonSerializable(typeof(ListOf<ReceiverItem>))]
[JsonSerializable(typeof(ListOf<LinkItem>))]
internal sealed partial class IncomingJson : JsonSerializerContext;
