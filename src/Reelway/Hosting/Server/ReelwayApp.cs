using Microsoft.Extensions.Options;
using Reelway.Access;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Engine;
using Reelway.Engine.Doorbells;
using Reelway.Frame.Audit;
using Reelway.Frame.Configuration;
using Reelway.Frame.Logging;
using Reelway.Frame.Operations;
using Reelway.Frame.Protection;
using Reelway.Frame.Public;
using Reelway.Frame.Schedules;
using Reelway.Frame.Server;
using Reelway.Frame.Sessions;
using Reelway.Frame.Telemetry;
using Reelway.Frame.Web;
using Reelway.Hosting.Cli;
using Reelway.Hosting.Web;
using Reelway.Media;
using Reelway.Storage;

namespace Reelway.Hosting.Server;

/// <summary>Puts the application together: the ground, then every part of the product.</summary>
internal static class ReelwayApp
{
    /// <summary>Tables of all parts, migrated before anything runs.</summary>
    public static IReadOnlyList<MigrationSet> Migrations =>
    [
        EngineRegistration.Migrations, ProtectionKeyStore.Migrations, SessionStore.Migrations, AuditStore.Migrations, KeptAnswerStore.Migrations,
        .. Capabilities.All.SelectMany(part => part.Migrations),
    ];

    /// <summary>Builds the application; nothing is started yet.</summary>
    public static IHost Create(AppFoundation foundation, ReelwayMode mode, KeyRing keys)
        => mode == ReelwayMode.Work ? CreateWorker(foundation, keys) : CreateServer(foundation, mode, keys);

    private static WebApplication CreateServer(AppFoundation foundation, ReelwayMode mode, KeyRing keys)
    {
        var builder = WebBuilder();
        AddParts(builder.Services, builder.Logging, foundation, mode);
        keys.Register(builder.Services);
        builder.Services.AddReelwayWeb(ServerOptionsFor(foundation, mode), keys.Scope, foundation.Settings.Get<AccessOptions>());
        foreach (var part in Capabilities.All)
        {
            part.Web(builder.Services);
        }

        if (mode == ReelwayMode.Serve)
        {
            AddWorkers(builder.Services, foundation, mode, workers =>
            {
                workers.AddEngineWorker();
                foreach (var part in Capabilities.All)
                {
                    part.Intake(workers);
                }
            });
        }

        var app = builder.Build();
        MapParts(app);
        return app;
    }

    private static IHost CreateWorker(AppFoundation foundation, KeyRing keys)
    {
        if (foundation.Settings.Get<WorkerOptions>().HealthUrl is { Length: > 0 } url)
        {
            return CreateWatchedWorker(foundation, keys, url);
        }

        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.ConfigureContainer(new DefaultServiceProviderFactory(Strict));
        AddWorkerParts(builder.Services, builder.Logging, foundation, keys);
        return builder.Build();
    }

    private static WebApplication CreateWatchedWorker(AppFoundation foundation, KeyRing keys, string url)
    {
        var server = foundation.Settings.Get<ServerOptions>();
        var builder = WebBuilder();
        AddWorkerParts(builder.Services, builder.Logging, foundation, keys);
        builder.Services.AddWorkerWeb(new ServerOptions { Urls = [url], ApiKey = server.ApiKey, Hosts = server.Hosts });
        var app = builder.Build();
        app.MapWorkerWeb();
        return app;
    }

    private static void AddWorkerParts(IServiceCollection services, ILoggingBuilder logging, AppFoundation foundation, KeyRing keys)
    {
        AddParts(services, logging, foundation, ReelwayMode.Work);
        keys.Register(services);
        AddWorkers(services, foundation, ReelwayMode.Work, workers => workers.AddEngineWorker());
    }

    // What sees one snapshot of the settings must come from the scope of its request or execution, in production too.
    private static ServiceProviderOptions Strict => new() { ValidateScopes = true };

    private static WebApplicationBuilder WebBuilder()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            // The program's own folder, not the one it happens to be started in.
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(ReelwayApp).Assembly.GetName().Name,
        });
        // Only our own configuration counts: no appsettings.json, no ASPNETCORE_ variables.
        builder.Configuration.Sources.Clear();
        builder.Host.UseServiceProviderFactory(new DefaultServiceProviderFactory(Strict));
        return builder;
    }

    private static void AddParts(IServiceCollection services, ILoggingBuilder logging, AppFoundation foundation, ReelwayMode mode)
    {
        services.AddSingleton<IHostLifetime, SignalsAreHandledElsewhere>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = StopDeadline.Bounded(foundation.Settings.Get<EngineOptions>().StopGrace));
        AddFoundation(services, foundation);
        AddLogging(logging, foundation, mode);
        services.AddSingleton<IFaultClassifier, FaultClassifier>();
        services.AddEngine();
        services.AddSingleton(new AtWorkFolder(Path.Combine(foundation.Directory, "at-work")));
        if (DoorbellChoice.Of(foundation.Settings) is { } doorbell)
        {
            services.AddRemoteDoorbell(doorbell.Carrier);
        }

        services.AddConnectors();
        services.AddMedia();
        services.AddSingleton<KeptAnswerStore>().AddFlow<ForgetAnswers, ScheduledSlot, ForgottenAnswers>();
        services.AddSingleton(PublicPathsOf(foundation.Settings));
        var schedules = new ScheduleBook(foundation.Settings);
        ForgetAnswers.Schedule(schedules);
        foreach (var part in Capabilities.All)
        {
            part.Services(services, foundation);
            part.Schedules(schedules);
        }

        services.AddSingleton(schedules);

        services.AddHealthChecks().AddCheck("disk", new SpaceReadiness(
            [new WrittenPlace("the data directory", foundation.Directory), new WrittenPlace("the scratch folder", foundation.Settings.Get<MediaOptions>().Folder)]));
    }

    /// <summary>What takes up work begins when everything else is up: in a server, when it listens.</summary>
    /// <summary>What others may call from outside, as all parts declare it.</summary>
    public static PublicPaths PublicPathsOf(Settings settings)
    {
        var paths = new PublicPaths(settings);
        foreach (var part in Capabilities.All)
        {
            part.Public(paths);
        }

        return paths;
    }

    private static void AddWorkers(IServiceCollection services, AppFoundation foundation, ReelwayMode mode, Action<IServiceCollection> register)
    {
        services.AddTelemetry(foundation.Settings.Get<TelemetryOptions>(), ProcessName(mode));
        services.AddHostedService<SettingsWatch>();
        services.AddHostedService<Workers>();
        Workers.Add(services, register);
    }

    private static void MapParts(WebApplication app)
    {
        app.MapReelwayWeb();
        foreach (var part in Capabilities.All)
        {
            part.Map(app);
        }
    }

    /// <summary>A command's own app listens where nobody else knows, and lets nobody else in.</summary>
    private static ServerOptions ServerOptionsFor(AppFoundation foundation, ReelwayMode mode)
        => mode == ReelwayMode.Serve
            ? foundation.Settings.Get<ServerOptions>()
            : new ServerOptions { Urls = ["http://127.0.0.1:0"], ApiKey = new ProcessToken().Value };

    /// <summary>Options are injected as themselves, or as <see cref="IOptions{T}"/> where a library asks so.</summary>
    private static void AddFoundation(IServiceCollection services, AppFoundation foundation)
    {
        services.AddSingleton(foundation.Clock);
        services.AddSingleton(foundation.Database);
        services.AddSingleton(new IdGenerator(foundation.Clock));
        services.AddSingleton(foundation.Settings);
        services.AddSingleton(foundation.Settings.Secrets);
        services.AddLiveSettings();
        services.AddSingleton(new RunStamp { Text = ConfigurationHash.Of(foundation.Settings) });
        services.AddSingleton(new LiveSettings(ReelwaySettings.Catalog));
        foreach (var (type, options) in foundation.Settings.Sections.Where(section => section.Key != typeof(ServerOptions)))
        {
            services.AddSingleton(type, options);
            services.AddSingleton(typeof(IOptions<>).MakeGenericType(type), Activator.CreateInstance(typeof(OptionsWrapper<>).MakeGenericType(type), options)!);
        }
    }

    private static void AddLogging(ILoggingBuilder logging, AppFoundation foundation, ReelwayMode mode)
    {
        var options = foundation.Settings.Get<LogOptions>();
        // A command's own app must not talk between its lines. Elsewhere the filter alone decides, and it may change.
        var console = mode == ReelwayMode.Command && options.Level == LogWeight.Info ? LogLevel.Warning : LogLevel.Trace;
        logging.ClearProviders();
        logging.Services.AddSingleton<ILoggerProvider>(_ => new LogProvider(
            new LogOutlets(options, foundation.Log, console, ProcessName(mode), foundation.Clock), foundation.Clock, foundation.Settings.Secrets));
        logging.Services.AddSingleton<LiveLogLevel>();
        logging.Services.AddSingleton<IConfigureOptions<LoggerFilterOptions>>(provider => provider.GetRequiredService<LiveLogLevel>());
        logging.Services.AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(provider => provider.GetRequiredService<LiveLogLevel>());
    }

    private static string ProcessName(ReelwayMode mode) => $"{mode.ToString().ToLowerInvariant()}[{Environment.ProcessId}]";

    private sealed class SignalsAreHandledElsewhere : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
