using Reelway.Frame.Configuration;
using Reelway.Frame.Configuration.Documents;

namespace Reelway.Scaling.Documents;

/// <summary>The main document of the older campaign scripts, with the overlays of its environments.</summary>
internal sealed class CampaignConfig : SeedDocument
{
    // What a configuration of ours has at its top as well says nothing.
    private static readonly string[] Telling = ["environment", "dam", "database", "polling", "webhooks", "retry", "logging", "fields", "temp", "rate_limit"];

    /// <inheritdoc/>
    public override string Name => "config.yaml of campaigns";

    /// <inheritdoc/>
    public override int Layer => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Companions => ["webhooks.yaml"];

    /// <inheritdoc/>
    public override IReadOnlyList<DocumentRule> Rules { get; } =
    [
        new("environment", (mapping, key) => mapping.NameEnvironment(key)),
        .. Systems,
        .. CampaignKeys.OldDatabase,
        .. CampaignKeys.Work,
        .. CampaignKeys.Telling,
        .. CampaignKeys.Logging,
        .. CampaignWebhookKeys.Of("webhooks.*"),
    ];

    private static IReadOnlyList<DocumentRule> Systems =>
    [
        DocumentRule.Use("dam.base_url", "connections.dam.base_url"),
        DocumentRule.Use("dam.auth_url", "connections.dam.auth_url"),
        DocumentRule.Use("dam.client_id", "connections.dam.client_id"),
        DocumentRule.Use("dam.client_secret", "connections.dam.client_secret"),
        DocumentRule.Use("dam.timeout_seconds", "connections.dam.timeout_seconds"),
        DocumentRule.Use("box.enterprise_id", "connections.box.enterprise_id"),
        DocumentRule.Use("box.client_id", "connections.box.client_id"),
        DocumentRule.Use("box.client_secret", "connections.box.client_secret"),
        DocumentRule.Use("box.jwt_key_id", "connections.box.jwt_key_id"),
        DocumentRule.Use("box.rsa_private_key_path", "connections.box.rsa_private_key_path"),
        DocumentRule.Use("box.passphrase", "connections.box.passphrase"),
        DocumentRule.Use("box.root_folder_id", "scaling.box.root_folder"),
        new("box.webhook_signature_keys", CampaignKeys.SignatureKeys),
    ];

    /// <inheritdoc/>
    public override bool Fits(SettingMap root) => HasAny(root, Telling);

    /// <inheritdoc/>
    public override void Finish(SettingMap root, DocumentMapping mapping)
    {
        if (root.Find("dam") is SettingMap dam)
        {
            mapping.Follow("connections.dam.connector", "opentext", dam.Origin);
            mapping.Follow("scaling.dam.connection", "dam", dam.Origin);
        }

        if (root.Find("box") is SettingMap box)
        {
            mapping.Follow("connections.box.connector", "box", box.Origin);
            mapping.Follow("scaling.box.connection", "box", box.Origin);
            if (root.Find("dam") is SettingMap)
            {
                mapping.Follow("scaling.enabled", "true", root.Origin);
            }
        }

        if ((root.Find("notifications") as SettingMap)?.Find("mailgun") is SettingMap mailgun)
        {
            mapping.Follow("connections.mailgun.connector", "mailgun", mailgun.Origin);
            mapping.Follow("notifications.mail_connection", "mailgun", mailgun.Origin);
            if (mailgun.Find("domain") is SettingValue { Text: { Length: > 0 } domain })
            {
                // What the scripts had in their code.
                mapping.Follow("connections.mailgun.from", $"Ferrero Automation <noreply@{domain}>", mailgun.Origin);
            }
        }
    }
}
