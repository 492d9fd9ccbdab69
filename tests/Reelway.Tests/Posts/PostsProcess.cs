using Microsoft.Extensions.DependencyInjection;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Connectors.LinkedIn;
using Reelway.Connectors.X;
using Reelway.Contracts;
using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Frame.Audit;
using Reelway.Frame.Configuration;
using Reelway.Intake;
using Reelway.Library;
using Reelway.Media;
using Reelway.Posts;
using Reelway.Posts.MovingIn;
using Reelway.Posts.Repeating;
using Reelway.Runs;
using Reelway.Sandbox;
using Reelway.Sandbox.X;
using Reelway.Storage;
using Reelway.Tests.Events;

namespace Reelway.Tests.Posts;

/// <summary>A process that sends posts to the stand-in of X, with a clock that the test moves.</summary>
internal sealed class PostsProcess : IAsyncDisposable
{
    private readonly EventProcess _process;
    private readonly AsyncServiceScope _scope;
    private readonly ManualClock _clock;
    private readonly TemporaryFolder _folder;

    private PostsProcess(EventProcess process, ManualClock clock, TemporaryFolder folder)
    {
        (_process, _clock, _folder) = (process, clock, folder);
        _scope = process.Get<IServiceScopeFactory>().CreateAsyncScope();
    }

    /// <summary>The accounts of the stand-in, whose connections are x, x2 and so on.</summary>
    public static IReadOnlyList<XSandboxAccount> Accounts { get; } =
        [new("1716400000000000001", "fernwoodconf", "1716400000000000001-token", "secret-1"), new("1716400000000000002", "fernwoodteam", "1716400000000000002-token", "secret-2")];

    public PostStore Store => Get<PostStore>();

    public PostOperations Posts => _scope.ServiceProvider.GetRequiredService<PostOperations>();

    public PostIntake Intake => _scope.ServiceProvider.GetRequiredService<PostIntake>();

    public PostChanges Changes => _scope.ServiceProvider.GetRequiredService<PostChanges>();

    public Takeovers Takeovers => _scope.ServiceProvider.GetRequiredService<Takeovers>();

    /// <summary>The schedules of the AWS connection.</summary>
    public AwsSchedules Schedules => Get<ConnectionPool>().Require<AwsSchedules>("aws");

    /// <summary>Makes the next posts of all series.</summary>
    public Task RepeatAsync() => _scope.ServiceProvider.GetRequiredService<PostSeries>().MakeAllAsync(Cancellation);

    /// <summary>Where the files of posts lie.</summary>
    public string Folder => _folder.FullPath;

    public IRuns Runs => _process.Runs;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<PostsProcess> StartAsync(IDatabase database, ManualClock clock, SandboxServer sandbox, PostsOptions options, bool works = true)
    {
        var folder = new TemporaryFolder();
        var account = new Sandbox.X.XSandboxOptions();
        var aws = new Sandbox.Aws.AwsSandboxOptions();
        IReadOnlyList<ConnectionSettings> connections =
        [
            .. Accounts.Select((known, number) => new ConnectionSettings(number == 0 ? "x" : $"x{number + 1}", "x", new XOptions
            {
                ApiKey = account.ApiKey,
                ApiKeySecret = account.ApiKeySecret,
                AccessToken = known.Token,
                AccessTokenSecret = known.TokenSecret,
                Url = new Uri(sandbox.HttpUrl, "x"),
                // By the test's clock, which runs ahead of the machine's.
                CallTimeout = TimeSpan.FromMinutes(30),
            })),
            new("linkedin", "linkedin", new LinkedInOptions
            {
                Author = "5515715", AccessToken = new Sandbox.LinkedIn.LinkedInSandboxOptions().Members[0].Token, Url = new Uri(sandbox.HttpUrl, "linkedin"),
                LoginUrl = new Uri(sandbox.HttpUrl, "linkedin"), CallTimeout = TimeSpan.FromMinutes(30),
            }),
            new("aws", "aws", new AwsOptions
            {
                Region = aws.Region, AccessKey = aws.AccessKey, SecretKey = aws.SecretKey, SqsUrl = new Uri(sandbox.HttpUrl, "sqs/"), SchedulerUrl = new Uri(sandbox.HttpUrl, "scheduler/"),
                CallTimeout = TimeSpan.FromMinutes(30),
            }),
        ];
        var process = await EventProcess.StartAsync(database, clock, [], works, services =>
        {
            services
                .AddSingleton<IFaultClassifier, FaultClassifier>()
                .AddSingleton<ConnectorHttp>()
                .AddSingleton<ConnectionStore>()
                .AddSingleton(connections)
                .AddSingleton(provider => new ConnectionPool(
                    connections, provider.GetRequiredService<ConnectorHttp>(), provider.GetRequiredService<Microsoft.Extensions.Logging.ILoggerFactory>(), clock,
                    states: provider.GetRequiredService<ConnectionStore>()))
                .AddSingleton(options)
                .AddSingleton<AuditStore>()
                .AddMetrics()
                .AddSingleton(new MediaLibrary(new MediaOptions { Library = "file:library" }, Path.GetTempPath(), _ => throw new InvalidOperationException("no bucket is asked for")))
                .AddSingleton(new IntakeOptions { Allow = [folder.FullPath], Settle = TimeSpan.FromSeconds(2), QueueWait = TimeSpan.FromSeconds(1), Rescan = TimeSpan.FromSeconds(1) })
                .AddSingleton<IRunWitness, RunAnnouncements>();
            services.AddPosts();
            services.AddPostIntake();
        },
        PostStore.Migrations, ConnectionStore.Migrations, AuditStore.Migrations);
        return new PostsProcess(process, clock, folder);
    }

    public T Get<T>()
        where T : notnull
        => _process.Get<T>();

    /// <summary>Asks for a post, whose text must be good.</summary>
    public async Task<AskResult> AskAsync(string reference, string message, DateTimeOffset at, TimeSpan window = default, DateTimeOffset? asked = null)
        => await Posts.AskAsync(new PostAsk(reference, Campaign: null, at, asked ?? _clock.GetUtcNow(), [new PostTarget("twitter", "conference", message, window)]), Cancellation);

    public async Task<PostRow> FindAsync(string reference, string platform = "twitter") => (await Store.FindAllAsync(reference, Cancellation)).Single(post => post.Platform == platform);

    /// <summary>Lets time pass until something is so.</summary>
    public Task PassAsync(TimeSpan by, Func<Task<bool>> until, string what)
        => Eventually.TrueAsync(
            async () =>
            {
                _clock.Advance(by);
                return await until();
            },
            what,
            Cancellation);

    /// <summary>Lets time pass until a post is in a state.</summary>
    public Task UntilAsync(string reference, string state) => PassAsync(TimeSpan.FromSeconds(5), async () => (await FindAsync(reference)).State == state, $"{reference} is {state}");

    /// <summary>The events of a type, the oldest first.</summary>
    public async Task<IReadOnlyList<RecordedEvent>> EventsAsync(string type)
        => [.. (await _process.Store.ListAsync(new EventQuery(type), long.MaxValue, 500, Cancellation)).Reverse()];

    /// <summary>How many events of a type there are.</summary>
    public async Task<int> CountEventsAsync(string type)
    {
        var (count, before) = (0, long.MaxValue);
        for (var page = await PageAsync(); page.Count > 0; page = await PageAsync())
        {
            (count, before) = (count + page.Count, page[^1].Position);
        }

        return count;

        Task<IReadOnlyList<RecordedEvent>> PageAsync() => _process.Store.ListAsync(new EventQuery(type), before, 500, Cancellation);
    }

    public async Task SettleEventsAsync() => await _process.PumpAsync();

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
