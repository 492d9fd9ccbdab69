using Reelway.Frame;
using Reelway.Frame.Server;
using Reelway.Storage;

namespace Reelway.Webhooks;

/// <summary>Webhooks: events brought to others by HTTP.</summary>
internal sealed class WebhooksPart : Part
{
    public override IReadOnlyList<MigrationSet> Migrations => [WebhookStore.Migrations];

    public override void Services(IServiceCollection services, AppFoundation foundation) => services.AddWebhooks();
}
