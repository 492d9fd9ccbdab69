using System.Text.Json;
using System.Text.Json.Serialization;
using Reelway.Frame.Operations;

namespace Reelway.Webhooks;

/// <summary>What is stored and shown of webhooks as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(EndpointSettings))]
[JsonSerializable(typeof(EndpointSecrets))]
[JsonSerializable(typeof(ListOf<WebhookItem>))]
[JsonSerializable(typeof(AddWebhookRequest))]
[JsonSerializable(typeof(EditWebhookRequest))]
[JsonSerializable(typeof(AddedWebhook))]
[JsonSerializable(typeof(RotateRequest))]
[JsonSerializable(typeof(RotatedWebhook))]
[JsonSerializable(typeof(DisableRequest))]
[JsonSerializable(typeof(TestedWebhook))]
[JsonSerializable(typeof(ReplayWebhookRequest))]
[JsonSerializable(typeof(ListOf<DeliveryItem>))]
[JsonSerializable(typeof(DeliveryDetail))]
[JsonSerializable(typeof(RedeliverRequest))]
[JsonSerializable(typeof(RedeliverAnswer))]
internal sealed partial class WebhooksJson : JsonSerializerContext;
