using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Reelway.Access;
using Reelway.Engine;
using Reelway.Frame.Operations;
using Reelway.Frame.Protection;
using Reelway.Frame.Web;
using Reelway.Hosting.Server;
using Reelway.Hosting.Web;
using Reelway.Runs;
using Reelway.Storage;
using Reelway.Storage.Migrations;
using Reelway.Storage.Sqlite;
using Reelway.Tests.Runs;

namespace Reelway.Tests.Frame.Web;

/// <summary>The web server on a free loopback port, over a real socket, with scripted runs behind it.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo? _ownKeys;

    private WebServer(WebApplication app, ScriptedRuns runs, DirectoryInfo? ownKeys)
    {
        _app = app;
        Runs = runs;
        _ownKeys = ownKeys;
    }

    public ScriptedRuns Runs { get; }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public T Service<T>()
        where T : notnull
        => _app.Services.GetRequiredService<T>();

    /// <summary>A server with the pages and the API of people, keys and the audit log as well. Mapping them takes longer than most tests.</summary>
    public static Task<WebServer> StartWithPeopleAsync(
        CancellationToken cancellation, Action<ServerOptions>? configure = null, Action<WebApplication>? map = null, TimeProvider? time = null,
        string? keys = null, Action<IServiceCollection>? services = null, AccessOptions? access = null)
        => StartAsync(
            cancellation, configure,
            app =>
            {
                new AccessPart().Map(app);
                map?.Invoke(app);
            },
            time, keys, services, access);

    public static async Task<WebServer> StartAsync(
        CancellationToken cancellation, Action<ServerOptions>? configure = null, Action<WebApplication>? map = null, TimeProvider? time = null,
        string? keys = null, Action<IServiceCollection>? services = null, AccessOptions? access = null)
    {
        var options = new ServerOptions { Urls = ["http://127.0.0.1:0"] };
        configure?.Invoke(options);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(ReelwayWeb).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = "Production",
        });
        builder.Logging.ClearProviders();
        var ownKeys = keys is null ? Directory.CreateTempSubdirectory("reelway-keys-") : null;
        var ring = KeyRing.InFolder(keys ?? ownKeys!.FullName);
        ring.Register(builder.Services);
        builder.Services.AddReelwayWeb(options, ring.Scope, access);
        new RunsPart().Web(builder.Services);
        new AccessPart().Web(builder.Services);
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        // Beside the keys, so that a server that starts again with them finds what the one before has left.
        var file = Path.Combine(keys ?? ownKeys!.FullName, "access.db");
        await MigratedFile.PutAsync(file, cancellation);
        builder.Services.AddSingleton<IDatabase>(_ => SqliteDatabase.Open(file)).AddSingleton<KeptAnswerStore>();
        var runs = new ScriptedRuns();
        builder.Services.AddSingleton<IRuns>(runs);
        services?.Invoke(builder.Services);
        var app = builder.Build();
        var server = new WebServer(app, runs, ownKeys);
        app.MapReelwayWeb();
        new RunsPart().Map(app);
        map?.Invoke(app);
        try
        {
            // One that a test brings itself is migrated as well.
            await Migrator.ApplyAsync(server.Service<IDatabase>(), ReelwayApp.Migrations, TimeProvider.System, cancellation);
            await app.StartAsync(cancellation);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    /// <summary>A client that follows no redirects and keeps cookies, as a careful browser would.</summary>
    public HttpClient Client(string? key = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _ownKeys?.Delete(recursive: true);
    }
}
