using System.CommandLine;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Storage;

namespace Reelway.Access;

/// <summary>Access: who may do what, by which key or session.</summary>
internal sealed class AccessPart : Part
{
    public override IReadOnlyList<MigrationSet> Migrations => [AccessTables.Migrations];

    public override void Web(IServiceCollection services)
        => services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, AccessJson.Default));

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapKeys();
        routes.MapPeople();
        routes.MapWelcome();
    }

    public override IEnumerable<Command> Commands(CliContext cli) => [PeopleCommands.Create(cli), KeyCommands.Create(cli)];
}
