using Reelway.Frame.Configuration;
using Reelway.Frame.Configuration.Documents;
using Reelway.Scaling.Announcing;

namespace Reelway.Scaling.Documents;

/// <summary>The webhooks that the older scripts called, by their names. The main document's own lie over them.</summary>
internal sealed class CampaignWebhooksDocument : SeedDocument
{
    /// <inheritdoc/>
    public override string Name => "webhooks.yaml of campaigns";

    /// <inheritdoc/>
    public override IReadOnlyList<DocumentRule> Rules { get; } = CampaignWebhookKeys.Of("*");

    /// <inheritdoc/>
    public override IEnumerable<(string Section, string Key)> Belongings
        => base.Belongings.Concat(from name in CampaignWebhook.Names from rule in Rules select (name, rule.Names[1]));

    /// <inheritdoc/>
    public override bool Fits(SettingMap root)
        => root.Entries.Count > 0 && root.Entries.All(entry => entry.Value is SettingMap hook && HasAny(hook, "url", "payload_template"));
}
