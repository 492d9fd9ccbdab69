using System.CommandLine;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Configuration.Documents;
using Reelway.Frame.Doctor;
using Reelway.Frame.Operations;
using Reelway.Frame.Public;
using Reelway.Frame.Schedules;
using Reelway.Frame.Server;
using Reelway.Frame.Web.Shell;
using Reelway.Sandbox;
using Reelway.Storage;

namespace Reelway.Frame;

/// <summary>
/// One room of the product, a capability or what several share, as the rest of the program sees it: everything that has to be known of it outside of its
/// folder. What it does not have it leaves out. The one list of parts is <c>Hosting/Capabilities.cs</c>.
/// </summary>
internal abstract class Part
{
    /// <summary>The owner of its tables.</summary>
    public virtual IReadOnlyList<MigrationSet> Migrations => [];

    /// <summary>Declares its sections of the configuration.</summary>
    public virtual void Settings(SettingsCatalog settings)
    {
    }

    /// <summary>The documents of older systems that it reads as they are, in place of a configuration or below one.</summary>
    public virtual IReadOnlyList<SeedDocument> Documents => [];

    /// <summary>Registers what every process needs of it: servers, workers, and commands that work on the store themselves.</summary>
    public virtual void Services(IServiceCollection services, AppFoundation foundation)
    {
    }

    /// <summary>Registers what its pages and its API need besides. A worker has neither.</summary>
    public virtual void Web(IServiceCollection services)
    {
    }

    /// <summary>Registers what takes work in by itself, or looks after something: in servers only, when everything else is up.</summary>
    public virtual void Intake(IServiceCollection services)
    {
    }

    /// <summary>Declares the flows that are started at times.</summary>
    public virtual void Schedules(ScheduleBook schedules)
    {
    }

    /// <summary>The rights that its operations and pages name, each with the least role that has it.</summary>
    public virtual IReadOnlyList<RoleRight> Rights => [];

    /// <summary>Its pages that the bar of every page leads to.</summary>
    public virtual IReadOnlyList<Place> Places => [];

    /// <summary>Maps its operations, with their forms.</summary>
    public virtual void Map(IEndpointRouteBuilder routes)
    {
    }

    /// <summary>Declares what others may call from outside, at the public listener.</summary>
    public virtual void Public(PublicPaths paths)
    {
    }

    /// <summary>Its commands.</summary>
    public virtual IEnumerable<Command> Commands(CliContext cli) => [];

    /// <summary>Commands that it adds to those of another part, by that command's name.</summary>
    public virtual IEnumerable<(string Command, Command Added)> CommandsUnder(CliContext cli) => [];

    /// <summary>Its sections of a configuration that takes the sandbox for the outside world, YAML.</summary>
    /// <param name="accounts">What the sandbox knows at its start.</param>
    public virtual string SandboxSample(SandboxOptions accounts) => "";

    /// <summary>What <c>doctor</c> can see of it on this machine alone, and may mend.</summary>
    public virtual IEnumerable<Finding> ChecksHere(Settings settings) => [];

    /// <summary>What <c>doctor</c> sees of it elsewhere: at accounts, in sheets.</summary>
    public virtual Task<IEnumerable<Finding>> ChecksAsync(Settings settings, TimeProvider clock, CancellationToken cancellation)
        => Task.FromResult<IEnumerable<Finding>>([]);
}
