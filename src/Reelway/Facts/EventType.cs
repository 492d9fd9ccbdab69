using System.ComponentModel;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Reelway.Facts;

/// <summary>A kind of event.</summary>
/// <param name="Name">Bare and dotted: <c>talk.published</c>.</param>
/// <param name="Text">When it is announced.</param>
/// <param name="Example">One as it may be.</param>
/// <param name="Json">How its data is written.</param>
internal sealed record EventType(string Name, string Text, IProductEvent Example, JsonTypeInfo Json)
{
    private static readonly JsonSchemaExporterOptions Exported = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Explain };

    /// <summary>Every kind that there is.</summary>
    public static IReadOnlyList<EventType> All { get; } =
    [
        Of<TalkPublished>(), Of<TalkFailed>(), Of<TalkReleased>(), Of<TalkAdopted>(), Of<RunNeedsPerson>(), Of<RunFailed>(), Of<WebhookDisabled>(), Of<WebhookReceived>(),
        Of<PostScheduled>(), Of<PostSent>(), Of<PostFailed>(), Of<PostMeasured>(), Of<PostAlarm>(),
        Of<CampaignAdvanced>(), Of<DerivativeImported>(), Of<DerivativeRefused>(),
    ];

    /// <summary>The kind of that name; null when there is none.</summary>
    public static EventType? Find(string name) => All.FirstOrDefault(type => type.Name == name);

    /// <summary>A JSON schema of its data.</summary>
    public JsonNode Schema() => Json.GetJsonSchemaAsNode(Exported);

    private static EventType Of<T>()
        where T : IProductEvent<T>
        => new(T.Type, T.Text, T.Example, FactsJson.Default.GetTypeInfo(typeof(T))!);

    private static JsonObject Explain(JsonSchemaExporterContext context, JsonNode schema)
    {
        // What may be anything has "true" for its schema, which says as much as an object without conditions.
        var described = schema as JsonObject ?? [];
        if (context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false)
            is [DescriptionAttribute words, ..])
        {
            described.Insert(0, "description", words.Description);
        }

        return described;
    }
}
