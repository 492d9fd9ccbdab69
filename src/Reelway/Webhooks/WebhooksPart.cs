using System.CommandLine;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Frame.Operations;
using Reelway.Frame.Server;
using Reelway.Frame.Web;
using Reelway.Frame.Web.Shell;
using Reelway.Storage;

namespace Reelway.Webhooks;

/// <summary>Webhooks: events brought to others by HTTP.</summary>
internal sealed class WebhooksPart : Part
{
    public override IReadOnlyList<MigrationSet> Migrations => [WebhookStore.Migrations];

    public override void Web(IServiceCollection services)
    {
        services.AddJson(WebhooksJson.Default);
        services.AddSingleton<WebhookViews>();
        services.AddHealthChecks().AddCheck<WebhooksHealth>("webhooks", HealthStatus.Degraded, tags: [], timeout: TimeSpan.FromSeconds(5));
    }

    public override IReadOnlyList<RoleRight> Rights =>
    [
        new("webhooks:read", Role.Operator, "See webhook endpoints and what was sent to them"),
        new("webhooks:write", Role.Operator, "Add, change, test and remove webhook endpoints"),
    ];

    public override IReadOnlyList<Place> Places => [new("/webhooks", "Webhooks", "webhooks:read")];

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapWebhooks();
        routes.MapDeliveries();
    }

    public override IEnumerable<Command> Commands(CliContext cli) => [WebhookCommands.Create(cli)];

    public override void Services(IServiceCollection services, AppFoundation foundation) => services.AddWebhooks();
}
