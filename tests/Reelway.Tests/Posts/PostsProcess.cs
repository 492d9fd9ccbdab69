using Microsoft.Extensions.DependencyInjection;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.X;
using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Frame.Audit;
using Reelway.Frame.Configuration;
using Reelway.Posts;
using Reelway.Runs;
using Reelway.Sandbox;
using Reelway.Storage;
using Reelway.Tests.Events;

namespace Reelway.Tests.Posts;

/// <summary>A process that sends posts to the stand-in of X, with a clock that the test moves.</summary>
internal sealed class PostsProcess : IAsyncDisposable
{
    private readonly EventProcess _process;
    private readonly AsyncServiceScope _scope;
    private readonly ManualClock _clock;

    private PostsProcess(EventProcess process, ManualClock clock)
    {
        (_process, _clock) = (process, clock);
        _scope = process.Get<IServiceScopeFactory>().CreateAsyncScope();
    }

    public PostStore Store => Get<PostStore>();

    public PostOperations Posts => _scope.ServiceProvider.GetRequiredService<PostOperations>();

    public PostIntake Intake => _scope.ServiceProvider.GetRequiredService<PostIntake>();

    public IRuns Runs => _process.Runs;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<PostsProcess> StartAsync(IDatabase database, ManualClock clock, SandboxServer sandbox, PostsOptions options, bool works = true)
    {
        var account = new Sandbox.X.XSandboxOptions();
        IReadOnlyList<ConnectionSettings> connections =
        [
            new("x", "x", new XOptions
            {
                ApiKey = account.ApiKey,
                ApiKeySecret = account.ApiKeySecret,
                AccessToken = account.Accounts[0].Token,
                AccessTokenSecret = account.Accounts[0].TokenSecret,
                Url = new Uri(sandbox.HttpUrl, "x"),
                // By the test's clock, which runs ahead of the machine's.
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
                .AddSingleton<IRunWitness, RunAnnouncements>();
            services.AddPosts();
        },
        PostStore.Migrations, ConnectionStore.Migrations, AuditStore.Migrations);
        return new PostsProcess(process, clock);
    }

    public T Get<T>()
        where T : notnull
        => _process.Get<T>();

    /// <summary>Asks for a post, whose text must be good.</summary>
    public async Task<AskResult> AskAsync(string reference, string message, DateTimeOffset at, TimeSpan window = default, DateTimeOffset? asked = null)
        => await Posts.AskAsync(new PostAsk(reference, message, "twitter", "conference", Campaign: null, at, window, asked ?? _clock.GetUtcNow()), Cancellation);

    public async Task<PostRow> FindAsync(string reference) => (await Store.FindAsync(reference, Cancellation))!;

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

    public async Task SettleEventsAsync() => await _process.PumpAsync();

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _process.DisposeAsync();
    }
}
