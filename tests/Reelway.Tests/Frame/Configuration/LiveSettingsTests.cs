using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Frame.Logging;
using Reelway.Hosting;
using Reelway.Intake;
using Reelway.Notifications;
using Reelway.Talks;

namespace Reelway.Tests.Frame.Configuration;

public sealed class LiveSettingsTests
{
    private const string Before = """
        talks:
          stages: {Main hall: {page: "101"}}
          columns: {title: Talk}
        intake:
          queues: {main: {queue: recordings}}
        connections:
          fb: {connector: facebook, access_token: the-first-token}
        """;

    [Fact]
    public void What_is_live_holds_for_the_next_look_and_one_look_sees_one_configuration()
    {
        using var world = new World(Before);
        var taken = world.Now<TalksOptions>();

        world.Write("talks: {stages: {Main hall: {page: '202'}, Garden: {page: '303'}}, columns: {title: Title}, fade: 0s}\nnotifications: {enabled: false}\nlog: {level: debug}\n");
        world.Watch.Reload();

        var talks = world.Now<TalksOptions>();
        Assert.Equal(["202", "303"], talks.Stages.Values.Select(stage => stage.Page));
        Assert.Equal("Title", talks.Columns.Title);
        Assert.Equal(TimeSpan.Zero, talks.Fade);
        Assert.False(world.Now<NotificationsOptions>().Enabled);
        Assert.Equal(LogWeight.Debug, world.Now<LogOptions>().Level);
        Assert.Equal(["101"], taken.Stages.Values.Select(stage => stage.Page));
        Assert.Equal(("Talk", TimeSpan.FromSeconds(3)), (taken.Columns.Title, taken.Fade));
    }

    [Fact]
    public async Task Whoever_looks_while_settings_change_sees_all_of_a_change_or_none_of_it()
    {
        using var world = new World(Numbered(0));
        using var done = new CancellationTokenSource();
        var looking = Task.Run(() =>
        {
            var torn = 0;
            while (!done.IsCancellationRequested)
            {
                var talks = world.Now<TalksOptions>();
                torn += talks.Columns.Title == talks.DefaultPage && talks.Stages["Hall"].Page == talks.DefaultPage ? 0 : 1;
            }

            return torn;
        }, TestContext.Current.CancellationToken);
        for (var number = 1; number <= 100; number++)
        {
            world.Write(Numbered(number));
            world.Watch.Reload();
        }

        await done.CancelAsync();
        Assert.Equal(0, await looking);
        Assert.Equal("100", world.Now<TalksOptions>().DefaultPage);
    }

    [Fact]
    public void What_is_not_live_stays_and_is_named_until_the_restart()
    {
        using var world = new World(Before);

        world.Write(Before.Replace("the-first-token", "another-token", StringComparison.Ordinal).Replace("recordings", "others", StringComparison.Ordinal) + "\nmedia: {workers: 3}\n");
        world.Watch.Reload();
        world.Watch.Reload();

        Assert.Equal(["connections.fb.access_token", "intake.queues.main.queue", "media.workers"], world.State.WaitForRestart);
        Assert.Equal("recordings", world.Now<IntakeOptions>().Queues["main"].Queue);
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

        Assert.Equal(["talks.stages.Garden.page (reelway.yaml:1): is required and not set. The page: its id, its address or its vanity name."], world.State.Refused);
        Assert.Equal(TimeSpan.FromSeconds(3), world.Now<TalksOptions>().Fade);
        Assert.Equal("101", world.Now<TalksOptions>().Stages["Main hall"].Page);

        world.Write("talks: {fade: 1s}\n");
        world.Watch.Reload();
        Assert.Empty(world.State.Refused);
        Assert.Equal(TimeSpan.FromSeconds(1), world.Now<TalksOptions>().Fade);
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
            if (world.Now<TalksOptions>().Fade == TimeSpan.FromSeconds(1))
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
        using var live = new LiveLogLevel(new Live<LogOptions>(options, state), state);
        var told = 0;
        using var registration = live.GetChangeToken().RegisterChangeCallback(_ => told++, null);

        Assert.Equal(LogLevel.Information, Level(live));
        var changed = new LogOptions();
        typeof(LogOptions).GetProperty(nameof(LogOptions.Level))!.SetValue(changed, LogWeight.Debug);
        state.Replace(new Dictionary<Type, object> { [typeof(LogOptions)] = changed });
        state.Set([], []);

        Assert.Equal(1, told);
        Assert.Equal(LogLevel.Debug, Level(live));
        Assert.False(live.GetChangeToken().HasChanged);
    }

    private static string Numbered(int number)
        => $"talks: {{default_page: '{number}', columns: {{title: '{number}'}}, stages: {{Hall: {{page: '{number}'}}}}}}\nconnections: {{fb: {{connector: facebook, access_token: token}}}}\n";

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

        /// <summary>A section as those see it who ask now.</summary>
        public T Now<T>()
            where T : class, new()
            => new Live<T>(Standing.Get<T>(), State).Value;

        public void Write(string text) => Folder.With("reelway.yaml", text);

        public void Dispose()
        {
            Watch.Dispose();
            Folder.Dispose();
        }
    }
}
