using System.CommandLine;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Frame.Server;
using Reelway.Storage;

namespace Reelway.Webhooks;

/// <summary>Webhooks: events brought to others by HTTP.</summary>
internal sealed class WebhooksPart : Part
{
    public override IReadOnlyList<MigrationSet> Migrations => [WebhookStore.Migrations];

    public override void Web(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, WebhooksJson.Default));
        services.AddSingleton<WebhookViews>();
    }

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapWebhooks();
        routes.MapDeliveries();
    }

    public override IEnumerable<Command> Commands(CliContext cli) => [WebhookCommands.Create(cli)];

    public override void Services(IServiceCollection services, AppFoundation foundation) => services.AddWebhooks();
}
