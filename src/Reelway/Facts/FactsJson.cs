using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reelway.Facts;

/// <summary>The data of events as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TalkPublished))]
[JsonSerializable(typeof(TalkFailed))]
[JsonSerializable(typeof(TalkReleased))]
[JsonSerializable(typeof(TalkAdopted))]
[JsonSerializable(typeof(RunNeedsPerson))]
[JsonSerializable(typeof(RunFailed))]
[JsonSerializable(typeof(WebhookDisabled))]
[JsonSerializable(typeof(WebhookReceived))]
[JsonSerializable(typeof(PostScheduled))]
[JsonSerializable(typeof(PostSent))]
[JsonSerializable(typeof(PostFailed))]
[JsonSerializable(typeof(PostMeasured))]
[JsonSerializable(typeof(PostAlarm))]
[JsonSerializable(typeof(CampaignAdvanced))]
[JsonSerializable(typeof(DerivativeImported))]
[JsonSerializable(typeof(DerivativeRefused))]
internal sealed partial class FactsJson : JsonSerializerContext;
