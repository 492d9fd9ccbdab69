using System.CommandLine;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Doctor;
using Reelway.Frame.Operations;
using Reelway.Frame.Schedules;
using Reelway.Frame.Server;
using Reelway.Posts.Alarms;
using Reelway.Posts.MovingIn;
using Reelway.Posts.Repeating;
using Reelway.Frame.Web;
using Reelway.Frame.Web.Shell;
using Reelway.Sandbox;
using Reelway.Storage;

namespace Reelway.Posts;

/// <summary>Posts: asked for by an event, sent at their time, once.</summary>
internal sealed class PostsPart : Part
{
    public override IReadOnlyList<MigrationSet> Migrations => [PostStore.Migrations];

    public override void Settings(SettingsCatalog settings) => settings.Section<PostsOptions>("posts");

    public override void Services(IServiceCollection services, AppFoundation foundation) => services.AddPosts();

    public override void Web(IServiceCollection services)
    {
        services.AddJson(PostsJson.Default);
        services.AddSingleton(PostWording.Sending).AddSingleton(PostWording.Measuring);
    }

    public override IReadOnlyList<RoleRight> Rights =>
    [
        new("posts:read", Role.Viewer, "See posts"),
        new("posts:write", Role.Producer, "Schedule, move and cancel posts, and say that one is out"),
    ];

    public override IReadOnlyList<Place> Places => [new("/posts", "Posts", "posts:read")];

    public override void Schedules(ScheduleBook schedules)
    {
        var off = schedules.Settings.Get<PostsOptions>().Accounts.Count > 0 ? null : "posts.accounts names none.";
        schedules.Add<RaiseAlarms>("posts.alarms", "Raise an alarm about dead letters of posts that nobody has looked after", Every.Minutes(5), off: off);
        schedules.Add<RepeatPosts>("posts.repeat", "Make the next posts of series", Every.Hours(1), off: off);
        schedules.Add<ContinueTakeovers>("posts.takeovers", "Go on with schedules of EventBridge Scheduler whose takeover was interrupted", Every.Minutes(5), off: off);
    }

    public override void Intake(IServiceCollection services) => services.AddPostIntake();

    public override IEnumerable<Finding> ChecksHere(Settings settings) => PostChecks.Look(settings);

    public override void Map(IEndpointRouteBuilder routes) => routes.MapPosts();

    public override IEnumerable<Command> Commands(CliContext cli) => [PostsCommands.Create(cli)];

    public override string SandboxSample(SandboxOptions accounts) => """
        posts:
          accounts:
            conference: { platform: twitter, connection: x }
          window: 5s               # a post goes out up to so much after its time

        """;
}
