using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Connectors.Facebook;
using Reelway.Connectors.Smtp;
using Reelway.Contracts;
using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Frame.Audit;
using Reelway.Frame.Configuration;
using Reelway.Intake;
using Reelway.Library;
using Reelway.Media;
using Reelway.Notifications;
using Reelway.Runs.Probe;
using Reelway.Sandbox;
using Reelway.Sandbox.Aws;
using Reelway.Sandbox.Facebook;
using Reelway.Storage;
using Reelway.Storage.Migrations;
using Reelway.Storage.Postgres;
using Reelway.Storage.Sqlite;
using Reelway.Talks;
using Reelway.Talks.Sheets;
using Reelway.Talks.Sources;
using Reelway.Tests.Talks.Sheets;

namespace Reelway.Tests.Talks;

/// <summary>The talks on the real engine, database, encoder and sockets, against the stand-ins; can be stopped and started again.</summary>
internal sealed class TalksHarness : IAsyncDisposable
{
    public const string Page = "175000000000101";
    public const string Header = "Title,Start,End,Stage,Speakers,Description,Link\n";

    public const string People =
        """
        First name,Last name,Company,Mail
        Ada,Example,Hen House,ada@example.test
        Bo,Sample,,bo@example.test
        Cy,Silent,,

        """;

    private readonly TemporaryFolder _folder = new();
    private readonly EphemeralDataProtectionProvider _keys = new();
    private readonly SampleRecording _sample;
    private readonly TalksOptions _options;
    private readonly string? _databaseUrl;
    private readonly string _ffmpeg;
    private ServiceProvider? _services;

    private TalksHarness(SampleRecording sample, SandboxServer sandbox, string? databaseUrl, string ffmpeg)
    {
        (_sample, Sandbox, _databaseUrl, _ffmpeg) = (sample, sandbox, databaseUrl, ffmpeg);
        Directory.CreateDirectory(_folder["in"]);
        File.WriteAllText(SheetPath, Header);
        File.WriteAllText(_folder["people.csv"], People);
        Intakes = new IntakeOptions { Folder = _folder["in"], Settle = TimeSpan.FromMilliseconds(300), Rescan = TimeSpan.FromSeconds(1) };
        _options = new TalksOptions
        {
            Sheet = SheetPath,
            Speakers = _folder["people.csv"],
            DefaultPage = "https://www.facebook.com/harbourstage/?ref=page",
            Fade = TimeSpan.FromMilliseconds(500),
            Shortest = TimeSpan.Zero,
            ReadyPoll = TimeSpan.FromMilliseconds(20),
            Pictures = false,
        };
    }

    public SandboxServer Sandbox { get; }

    /// <summary>True when no Facebook token is configured: somebody has to log in.</summary>
    public bool LogsIn { get; init; }

    /// <summary>The setting <c>media.library</c>.</summary>
    public string LibrarySetting { get; init; } = "file:library";

    /// <summary>The setting <c>media.bucket_connection</c>.</summary>
    public string BucketConnection { get; init; } = "aws";

    public TalksOptions Options => _options;

    public IntakeOptions Intakes { get; }

    /// <summary>The settings <c>notifications</c>; take effect at once.</summary>
    public NotificationsOptions Notifications { get; } = new();

    public string SheetPath => _folder["talks.csv"];

    public string Library => _folder["library"];

    public IRuns Runs => Services.GetRequiredService<IRuns>();

    public RecordingIntake Intake => Services.GetRequiredService<RecordingIntake>();

    public TalkStore Store => Services.GetRequiredService<TalkStore>();

    public T Get<T>()
        where T : notnull
        => Services.GetRequiredService<T>();

    private ServiceProvider Services => _services ?? throw new InvalidOperationException("It is not started.");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="databaseUrl">A PostgreSQL database; null for a file.</param>
    /// <param name="ffmpeg">The program that plays ffmpeg.</param>
    /// <param name="prepare">Sets up the stand-ins before the product starts.</param>
    /// <param name="logsIn">See <see cref="LogsIn"/>.</param>
    public static async Task<TalksHarness> StartAsync(
        SampleRecording sample, string sheetRows, Action<TalksOptions>? change = null, string? databaseUrl = null, string ffmpeg = "ffmpeg", string library = "file:library",
        Action<SandboxServer>? prepare = null, bool logsIn = false, string bucketConnection = "aws", Action<IntakeOptions>? sources = null)
    {
        var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions
            {
                Facebook = new FacebookSandboxOptions
                {
                    Settings = new FacebookSettings { SmallestWindowBytes = 20_000, LargestWindowBytes = 40_000, PollsUntilProcessed = 2 },
                },
            },
            Cancellation);
        var harness = new TalksHarness(sample, sandbox, databaseUrl, ffmpeg) { LibrarySetting = library, LogsIn = logsIn, BucketConnection = bucketConnection };
        harness.WriteSheet(sheetRows);
        prepare?.Invoke(sandbox);
        change?.Invoke(harness.Options);
        sources?.Invoke(harness.Intakes);
        await harness.StartAsync();
        return harness;
    }

    public void WriteSheet(string rows) => File.WriteAllText(SheetPath, Header + rows);

    public void WritePeople(string people) => File.WriteAllText(_folder["people.csv"], people);

    /// <summary>Puts the sample recording into a folder that nobody watches, under a name.</summary>
    public string Record(string name)
    {
        Directory.CreateDirectory(_folder["recordings"]);
        var path = Path.Combine(_folder["recordings"], name);
        File.Copy(_sample.Path, path);
        return path;
    }

    /// <summary>Puts a file into a folder that nobody watches.</summary>
    public string Record(string name, byte[] content)
    {
        var path = Record(name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public async Task<RunId> SubmitAsync(string path) => (await Intake.TakeFileAsync(path, Cancellation)).Run;

    /// <summary>Hands a recording in and waits until it has ended or needs a person.</summary>
    public async Task<RunView> PublishAsync(string path) => await Runs.WaitAsync(await SubmitAsync(path), Cancellation);

    /// <summary>Lets a run go on and waits again.</summary>
    public async Task<RunView> RetryAsync(RunView run)
    {
        var moved = await Runs.RetryAsync(run.Summary.Id, Cancellation);
        Assert.True(moved.Moved, moved.Sentence);
        return await Runs.WaitAsync(run.Summary.Id, Cancellation);
    }

    /// <summary>Waits until a run looks as wanted; for states that are passed through and announced to nobody.</summary>
    public Task<RunView> UntilAsync(RunId id, Func<RunView, bool> wanted)
        => Eventually.FoundAsync(async () => await Runs.FindAsync(id, Cancellation) is { } run && wanted(run) ? run : null, $"{id} as wanted", Cancellation);

    /// <summary>Waits until so many runs are known; newest first.</summary>
    public Task<IReadOnlyList<RunSummary>> UntilRunsAsync(int count)
        => Eventually.FoundAsync(
            async () => (await Runs.ListAsync(new RunQuery(), Cancellation)).Items is var runs && runs.Count >= count ? runs : null, $"{count} runs", Cancellation);

    public async Task StartAsync()
    {
        IDatabase database = _databaseUrl is null
            ? SqliteDatabase.Open(_folder["reelway.db"])
            : await PostgresDatabase.OpenAsync(PostgresUrl.TryParse(_databaseUrl, out _)!, clock: null, Cancellation);
        await Migrator.ApplyAsync(database, [EngineRegistration.Migrations, TalkStore.Migrations, EventStore.Migrations, AuditStore.Migrations, ConnectionStore.Migrations], TimeProvider.System, Cancellation);
        var media = new MediaOptions { Folder = _folder["media"], Ffmpeg = _ffmpeg, Library = LibrarySetting, BucketConnection = BucketConnection };
        _services = new ServiceCollection()
            .AddSingleton(database)
            .AddSingleton(new EngineOptions { RetryFirstDelay = TimeSpan.FromMilliseconds(20), RetryMaxDelay = TimeSpan.FromMilliseconds(40) })
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new IdGenerator(TimeProvider.System))
            .AddSingleton<ILoggerFactory, NullLoggerFactory>()
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<IFaultClassifier, FaultClassifier>()
            .AddEngine()
            .AddEngineWorker()
            .AddSingleton(media)
            .AddMedia()
            .AddConnectors()
            .AddSingleton(Connections())
            .AddSingleton<IDataProtectionProvider>(_keys)
            .AddConnectionPool()
            .AddSingleton(_options)
            .AddSingleton(Intakes)
            .AddLiveSettings()
            .AddSingleton(Notifications)
            .AddSingleton(provider => new MediaLibrary(media, _folder.FullPath, provider.GetRequiredService<ConnectionPool>().Require<AwsBuckets>))
            .AddEvents()
            .AddSingleton<IRunWitness, Reelway.Runs.RunAnnouncements>()
            .AddSingleton(provider => new SheetCopies(_folder["data"], TimeProvider.System, provider.GetRequiredService<ILogger<SheetCopyFile>>()))
            .AddTalks()
            .AddSingleton(new ProbeOptions())
            .AddSingleton(new UrlsOptions())
            .AddProbe()
            .AddHostedService<WatchedFolder>()
            .AddHostedService<QueueIntake>()
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
        await _services.JoinSharedDatabaseAsync(Cancellation);
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(Cancellation);
        }
    }

    /// <summary>Stops as a host does whose operator asks twice: what runs is left in the middle.</summary>
    public async Task StopAsync()
    {
        foreach (var hosted in Services.GetServices<IHostedService>().Reverse())
        {
            await hosted.StopAsync(new CancellationToken(canceled: true));
        }

        await Services.DisposeAsync();
        _services = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await StopAsync();
        }

        await Sandbox.DisposeAsync();
        _folder.Dispose();
    }

    private IReadOnlyList<ConnectionSettings> Connections()
    {
        var known = new FacebookSandboxOptions();
        var account = new AwsSandboxOptions();
        // Making the account's key takes long, so only those who need it have one.
        IEnumerable<ConnectionSettings> google = GoogleSheet.NameIn(_options.Sheet ?? "") is null
            ? []
            : [new("google", "google", GoogleSandboxFixture.Options(Sandbox))];
        return
        [
            .. google,
            new("aws", "aws", new AwsOptions
            {
                Region = account.Region,
                AccessKey = account.AccessKey,
                SecretKey = account.SecretKey,
                SqsUrl = new Uri(Sandbox.HttpUrl, "sqs/"),
                S3Url = new Uri(Sandbox.HttpUrl, "s3"),
                PathStyle = true,
                PartMib = 5,
            }),
            new("facebook", "facebook", new FacebookOptions
            {
                GraphUrl = new Uri(Sandbox.HttpUrl, "facebook/graph"),
                VideoUrl = new Uri(Sandbox.HttpUrl, "facebook/graph-video"),
                AppId = known.AppId,
                AppSecret = known.AppSecret,
                AccessToken = LogsIn ? null : known.UserToken,
            }),
            new("smtp", "smtp", new SmtpOptions
            {
                Host = "127.0.0.1", Port = Sandbox.SmtpPort, Security = SmtpSecurity.None, From = "Talks <talks@example.test>",
            }),
        ];
    }
}
