using Reelway.Frame.Configuration.Documents;

namespace Reelway.Scaling.Documents;

/// <summary>The documents of the older campaign scripts that are read as they are.</summary>
internal static class ScalingDocuments
{
    /// <summary>All of them. The first that fits a document is its kind.</summary>
    public static IReadOnlyList<SeedDocument> All { get; } = [new CampaignConfig(), new FieldMappingsDocument(), new MailTemplatesDocument(), new CampaignWebhooksDocument()];
}
