using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Engine;
using Reelway.Hosting.Configuration;
using Reelway.Hosting.Logging;
using Reelway.Notifications;
using Reelway.Talks;

namespace Reelway.Tests.Hosting.Configuration;

public sealed class LiveSettingsTests
{
    private const string Before = """
        talks:
          stages: {Main hall: {page: "101"}}
          columns: {title: Talk}
          queues: {main: {queue: recordings}}
        connections:
          fb: {connector: facebook, access_token: the-first-token}
        """;

    [Fact]
    public void What_is_live_reaches_those_who_hold_the_options()
    {
        using var world = new World(Before);
        var talks = world.Standing.Get<TalksOptions>();
        var columns = talks.Columns;

        world.Write("talks: {stages: {Main hall: {page: '202'}, Garden: {page: '303'}}, columns: {title: Title}, fade: 0s}\nnotifications: {enabled: false}\nlog: {level: debug}\n");
        world.Watch.Reload();

        Assert.Equal(["202", "303"], talks.Stages.Values.Select(stage => stage.Page));
        Assert.Equal("Title", columns.Title);
        Assert.Equal(TimeSpan.Zero, talks.Fade);
        Assert.False(world.Standing.Get<NotificationsOptions>().Enabled);
        Assert.Equal(LogWeight.Debug, world.Standing.Get<LogOptions>().Level);
    }

    [Fact]
    public void What_is_not_live_stays_and_is_named_until_the_restart()
    {
        using var world = new World(Before);

        world.Write(Before.Replace("the-first-token", "another-token", StringComparison.Ordinal).Replace("recordings", "others", StringComparison.Ordinal) + "\nmedia: {workers: 3}\n");
        world.Watch.Reload();
        world.Watch.Reload();

        Assert.Equal(["connections.fb.access_token", "media.workers", "talks.queues.main.queue"], world.State.WaitForRestart);
        Assert.Equal("recordings", world.Standing.Get<TalksOptions>().Queues["main"].Queue);
        Assert.Equal(8, world.Standing.Get<Media.MediaOptions>().Workers);

        world.Write(Before);
        world.Watch.Reload();
        Assert.Empty(world.State.WaitForRestart);
    }

    [Fact]
    public void Runs_are_marked_with_what_is_in_force()
    {
        using var world = new World(Before);
        var first = ConfigurationHash.Of(world.Standing);

        world.Write(Before.Replace("recordings", "others", StringComparison.Ordinal));
        world.Watch.Reload();
        var waiting = world.Stamp.Text;
        world.Write(Before.Replace("101", "202", StringComparison.Ordinal));
        world.Watch.Reload();
        var live = world.Stamp.Text;
        world.Write("talks: {fade: 1s, stages: {Garden: {}}}\n");
        world.Watch.Reload();
        var refused = world.Stamp.Text;
        world.Write(Before);
        world.Watch.Reload();

        Assert.Equal((first, live), (waiting, refused));
        Assert.NotEqual(first, live);
        Assert.Equal(first, world.Stamp.Text);
    }

    [Fact]
    public void A_configuration_that_can_not_be_used_changes_nothing_and_is_told_until_it_can()
    {
        using var world = new World(Before);

        world.Write("talks: {fade: 1s, stages: {Garden: {}}}\n");
        world.Watch.Reload();

        Assert.Equal(["talks.stages.Garden.page (reelway.yaml:1): is required and not set."], world.State.Refused);
        Assert.Equal(TimeSpan.FromSeconds(3), world.Standing.Get<TalksOptions>().Fade);
        Assert.Equal("101", world.Standing.Get<TalksOptions>().Stages["Main hall"].Page);

        world.Write("talks: {fade: 1s}\n");
        world.Watch.Reload();
        Assert.Empty(world.State.Refused);
        Assert.Equal(TimeSpan.FromSeconds(1), world.Standing.Get<TalksOptions>().Fade);
    }

    [Fact]
    public void A_secret_of_a_changed_configuration_is_masked_from_then_on()
    {
        using var world = new World(Before);

        world.Write(Before.Replace("the-first-token", "another-token", StringComparison.Ordinal));
        world.Watch.Reload();

        Assert.Equal($"said {Secrets.Mask} and {Secrets.Mask}", world.Standing.Secrets.Clean("said the-first-token and another-token"));
    }

    [Fact]
    public async Task A_changed_file_is_noticed()
    {
        using var world = new World(Before);
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.State.Changed += () =>
        {
            // A look may fall between the two files.
            if (world.Standing.Get<TalksOptions>().Fade == TimeSpan.FromSeconds(1))
            {
                read.TrySetResult();
            }
        };
        await world.Watch.StartAsync(TestContext.Current.CancellationToken);

        await File.WriteAllTextAsync(Path.Combine(world.Folder.Path, "more.yaml"), "talks: {fade: 1s}\n", TestContext.Current.CancellationToken);
        world.Write("include: more.yaml\n");

        await read.Task.WaitAsync(TestContext.Current.CancellationToken);
        await world.Watch.StopAsync(TestContext.Current.CancellationToken);
        Assert.Empty(world.State.Refused);
    }

    [Fact]
    public void The_log_level_changes_for_loggers_that_are_there_already()
    {
        var options = new LogOptions();
        var state = new SettingsState();
        using var live = new LiveLogLevel(options, state);
        var told = 0;
        using var registration = live.GetChangeToken().RegisterChangeCallback(_ => told++, null);

        Assert.Equal(LogLevel.Information, Level(live));
        typeof(LogOptions).GetProperty(nameof(LogOptions.Level))!.SetValue(options, LogWeight.Debug);
        state.Set([], []);

        Assert.Equal(1, told);
        Assert.Equal(LogLevel.Debug, Level(live));
        Assert.False(live.GetChangeToken().HasChanged);
    }

    private static LogLevel Level(LiveLogLevel live)
    {
        var filter = new LoggerFilterOptions();
        live.Configure(filter);
        return filter.MinLevel;
    }

    /// <summary>Timers go off a hundred times sooner.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
            => base.CreateTimer(callback, state, dueTime / 100, period / 100);
    }

    private sealed class World : IDisposable
    {
        public World(string text)
        {
            Folder.With("reelway.yaml", text);
            Standing = Folder.Load();
            Assert.True(Standing.IsUsable, string.Join('\n', Standing.Problems));
            Watch = new SettingsWatch(Standing, new LiveSettings(ReelwaySettings.Catalog), State, Stamp, new HurriedTime(), NullLogger<SettingsWatch>.Instance);
        }

        public SettingsFolder Folder { get; } = new() { Catalog = ReelwaySettings.Catalog };

        public Settings Standing { get; }

        public SettingsState State { get; } = new();

        public RunStamp Stamp { get; } = new();

        public SettingsWatch Watch { get; }

        public void Write(string text) => Folder.With("reelway.yaml", text);

        public void Dispose()
        {
            Watch.Dispose();
            Folder.Dispose();
        }
    }
}
