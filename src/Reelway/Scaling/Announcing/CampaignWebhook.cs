using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using Reelway.Frame.Texts;

namespace Reelway.Scaling.Announcing;

/// <summary>A webhook that is to be called.</summary>
/// <param name="Name">One of <see cref="Names"/>.</param>
/// <param name="Secrets">What of the headers must not be shown without the word before it.</param>
/// <param name="MaxRetries">Calls after the first one.</param>
internal sealed record CampaignWebhook(
    string Name, Uri Url, HttpMethod Method, IReadOnlyDictionary<string, string> Headers, IReadOnlyList<string> Secrets, TimeSpan Timeout, int MaxRetries, JsonTemplate Template)
{
    /// <summary>A campaign's status has changed.</summary>
    public const string StatusUpdate = "campaign_status_update";

    /// <summary>A derivative was imported.</summary>
    public const string UploadComplete = "asset_upload_complete";

    private static readonly Dictionary<string, IReadOnlyList<string>> Places = new()
    {
        [StatusUpdate] = ["campaign_id", "campaign_number", "campaign_name", "old_status", "new_status", "asset_count", "processed_assets", "timestamp"],
        [UploadComplete] = ["tracking_id", "dam_asset_id", "filename", "timestamp"],
    };

    /// <summary>The names of all that there are.</summary>
    public static IReadOnlyCollection<string> Names => Places.Keys;

    /// <summary>What the payload can hold; null when there is no webhook of this name.</summary>
    public static IReadOnlyList<string>? PlacesOf(string name) => Places.GetValueOrDefault(name);

    /// <summary>The webhook of that name; null when it is not to be called.</summary>
    /// <param name="settings">All of them by name (<c>scaling.webhooks</c>).</param>
    public static CampaignWebhook? Find(IReadOnlyDictionary<string, CampaignWebhookSettings> settings, string name)
        => settings.TryGetValue(name, out var its) && (its.Enabled ?? name == StatusUpdate) && its.Url is { Length: > 0 } url
            ? new CampaignWebhook(
                name, new Uri(url), HttpMethod.Parse(its.Method.ToUpperInvariant()), HeadersOf(its), [.. new[] { its.Auth.Token, its.Auth.Password }.OfType<string>()],
                its.Timeout, its.MaxRetries, string.IsNullOrWhiteSpace(its.PayloadTemplate) ? All(name) : JsonTemplate.Parse(its.PayloadTemplate))
            : null;

    /// <summary>The payload. A value that is a whole text's only placeholder keeps its type.</summary>
    /// <param name="values">Texts, numbers, booleans, lists and groups (dictionaries by name), one for each of <see cref="PlacesOf"/>.</param>
    public string Payload(IReadOnlyDictionary<string, object?> values)
        => Template.Fill(name => values.TryGetValue(name, out var value)
            ? NodeOf(value)
            : throw new ArgumentException($"Nothing was given for {{{name}}} of {Name}.", nameof(values))).ToJsonString();

    private static JsonTemplate All(string name)
        => JsonTemplate.Parse(new JsonObject(Places[name].Select(place => KeyValuePair.Create(place, (JsonNode?)JsonValue.Create($"{{{place}}}")))).ToJsonString());

    private static Dictionary<string, string> HeadersOf(CampaignWebhookSettings its)
    {
        var headers = new Dictionary<string, string>(its.Headers.Where(header => header.Value.Length > 0), StringComparer.OrdinalIgnoreCase);
        if (its.Auth.Header is { } own)
        {
            headers["Authorization"] = own;
        }

        return headers;
    }

    private static JsonNode? NodeOf(object? value) => value switch
    {
        null => null,
        JsonNode node => node.DeepClone(),
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        int or long or decimal => JsonValue.Create(Convert.ToDecimal(value, CultureInfo.InvariantCulture)),
        double number => JsonValue.Create(number),
        IReadOnlyDictionary<string, object?> group => new JsonObject(group.Select(member => KeyValuePair.Create(member.Key, NodeOf(member.Value)))),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(NodeOf)]),
        _ => throw new ArgumentException($"{value.GetType()} has no form in JSON here.", nameof(value)),
    };
}
