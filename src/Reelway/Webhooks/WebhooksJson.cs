using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reelway.Webhooks;

/// <summary>What is stored and shown of webhooks as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(EndpointSettings))]
[JsonSerializable(typeof(EndpointSecrets))]
internal sealed partial class WebhooksJson : JsonSerializerContext;
