using System.CommandLine;
using Reelway.Events;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Operations;
using Reelway.Frame.Public;
using Reelway.Frame.Server;
using Reelway.Frame.Web;
using Reelway.Frame.Web.Shell;
using Reelway.Incoming.Links;
using Reelway.Incoming.Listening;
using Reelway.Storage;

namespace Reelway.Incoming;

/// <summary>What comes in from outside: the public listener, who is known there, and what was taken.</summary>
internal sealed class IncomingPart : Part
{
    public override IReadOnlyList<MigrationSet> Migrations => [IncomingStore.Migrations];

    public override void Settings(SettingsCatalog settings) => settings.Section<IncomingOptions>("webhook").Section<PublicOptions>("public");

    public override void Services(IServiceCollection services, AppFoundation foundation) => services.AddIncoming();

    public override void Web(IServiceCollection services)
    {
        services.AddJson(IncomingJson.Default);
        services.AddSingleton<IncomingViews>();
    }

    public override IReadOnlyList<RoleRight> Rights =>
    [
        new("incoming:read", Role.Operator, "See what came in from outside, what was refused, and links for people without an account"),
        new("incoming:write", Role.Operator, "Take deliveries again, revoke links"),
    ];

    public override IReadOnlyList<Place> Places => [new("/deliveries", "Deliveries", "incoming:read")];

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapIncoming();
        routes.MapLinks();
    }

    public override IEnumerable<Command> Commands(CliContext cli) => [IncomingCommands.Create(cli), LinkCommands.Create(cli)];

    public override void Intake(IServiceCollection services) => services.AddPublicListener();

    public override void Public(PublicPaths paths)
    {
        foreach (var (name, receiver) in paths.Settings.Get<IncomingOptions>().Receivers.Where(one => one.Value.For == ReceiverUse.Event))
        {
            receiver.Map(paths, name, ReceivedWebhooks.TakeAsync);
        }
    }
}

/// <summary>Registers what comes in from outside.</summary>
internal static class IncomingRegistration
{
    /// <summary>Adds what stores and takes deliveries. Needs events and the engine.</summary>
    public static IServiceCollection AddIncoming(this IServiceCollection services) => services
        .AddSingleton<IncomingStore>()
        .AddSingleton<IAgeing>(provider => provider.GetRequiredService<IncomingStore>())
        .AddSingleton<LinkStore>()
        .AddSingleton<IAgeing>(provider => provider.GetRequiredService<LinkStore>())
        .AddSingleton<PublicLinks>()
        .AddSingleton<RefusalBook>()
        .AddSingleton<RefusalLimit>()
        .AddSingleton<BodyReading>()
        .AddSingleton<IncomingRequests>();

    /// <summary>Adds the listener itself.</summary>
    public static IServiceCollection AddPublicListener(this IServiceCollection services) => services
        .AddSingleton<ListenerCertificate>()
        .AddSingleton<ConnectionPlaces>()
        .AddSingleton<LinkRequests>()
        .AddSingleton<PublicRequests>()
        .AddSingleton<PublicListener>()
        .AddHostedService(provider => provider.GetRequiredService<RefusalBook>())
        .AddHostedService(provider => provider.GetRequiredService<PublicListener>());
}
