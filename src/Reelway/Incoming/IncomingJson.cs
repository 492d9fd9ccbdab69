using System.Text.Json;
using System.Text.Json.Serialization;
using Reelway.Incoming.Listening;

namespace Reelway.Incoming;

/// <summary>What is shown of what comes in as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(RefusedAnswer))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class IncomingJson : JsonSerializerContext;
