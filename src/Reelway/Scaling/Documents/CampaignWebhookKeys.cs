using System.Globalization;
using System.Text.Json.Nodes;
using Reelway.Frame.Configuration;
using Reelway.Frame.Configuration.Documents;

namespace Reelway.Scaling.Documents;

/// <summary>The keys of one webhook, which two documents have.</summary>
internal static class CampaignWebhookKeys
{
    private const string Setting = "scaling.webhooks.*";

    private static readonly string[] Auth = ["type", "token", "username", "password"];

    /// <summary>The rules.</summary>
    /// <param name="path">Where a webhook stands: <c>*</c> is its name.</param>
    public static IReadOnlyList<DocumentRule> Of(string path) =>
    [
        DocumentRule.Use($"{path}.description", $"{Setting}.description"),
        DocumentRule.Use($"{path}.enabled", $"{Setting}.enabled"),
        DocumentRule.Use($"{path}.url", $"{Setting}.url"),
        DocumentRule.Use($"{path}.method", $"{Setting}.method"),
        DocumentRule.Use($"{path}.headers", $"{Setting}.headers"),
        DocumentRule.Change($"{path}.timeout_seconds", $"{Setting}.timeout", CampaignKeys.Seconds),
        new($"{path}.retry_on_failure", Repeats),
        DocumentRule.Use($"{path}.max_retries", $"{Setting}.max_retries"),
        .. Auth.Select(name => DocumentRule.Use($"{path}.auth.{name}", $"{Setting}.auth.{name}")),
        new($"{path}.payload_template", Template),
    ];

    private static void Repeats(DocumentMapping mapping, DocumentKey key)
    {
        if (key.Text?.ToLowerInvariant() is "false" or "no" or "off")
        {
            mapping.SetText(key, $"{Setting}.max_retries", _ => "0", "what is not repeated has no retries.");
        }
        else
        {
            mapping.Explain(key, "max_retries says how often a call is repeated, 3 times unless it is set.");
        }
    }

    private static void Template(DocumentMapping mapping, DocumentKey key)
    {
        if (key.Node is SettingMap map)
        {
            mapping.Set(key, $"{Setting}.payload_template", new SettingValue(Json(map)!.ToJsonString(), map.Origin), "written as JSON.");
        }
        else
        {
            mapping.SetText(key, $"{Setting}.payload_template", text => text);
        }
    }

    private static JsonNode? Json(SettingNode node) => node switch
    {
        SettingMap map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key, Json(entry.Value)))),
        SettingList list => new JsonArray([.. list.Items.Select(Json)]),
        SettingValue { Text: null } => null,
        SettingValue { IsPlain: true, Text: "true" or "True" } => JsonValue.Create(true),
        SettingValue { IsPlain: true, Text: "false" or "False" } => JsonValue.Create(false),
        SettingValue { IsPlain: true } value when decimal.TryParse(value.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            => JsonValue.Create(number),
        SettingValue value => JsonValue.Create(value.Text),
        _ => throw new InvalidOperationException($"{node.Kind} has no form in JSON here."),
    };
}
