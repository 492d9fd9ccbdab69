using Microsoft.Extensions.DependencyInjection;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Smtp;
using Reelway.Contracts;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Sandbox;
using Reelway.Sandbox.Facebook;
using Reelway.Storage;
using Reelway.Storage.Sqlite;
using Reelway.Tests.Frame.Web;
using FacebookOptions = Reelway.Connectors.Facebook.FacebookOptions;

namespace Reelway.EndToEnd.Tests.Pages;

/// <summary>The page of connections on a store of its own, with the stand-ins behind it: one that works, one that is dead, one that nobody answers.</summary>
internal sealed class ShownConnections : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SandboxServer Sandbox { get; private set; } = null!;

    public WebServer Server { get; private set; } = null!;

    /// <param name="some">False: no connection is configured.</param>
    public static async Task<ShownConnections> StartAsync(CancellationToken cancellation, bool some = true)
    {
        var shown = new ShownConnections { Sandbox = await SandboxServer.StartAsync(new SandboxOptions(), cancellation) };
        var database = SqliteDatabase.Open(shown._folder["shown.db"]);
        shown.Server = await WebServer.StartAsync(
            cancellation,
            map: app => app.MapConnections(),
            services: services =>
            {
                // By a factory, so that the server closes it.
                services.AddSingleton<IDatabase>(_ => database).AddSingleton(new IdGenerator(TimeProvider.System)).AddSingleton(new EngineOptions()).AddEngine();
                services.AddConnectors();
                services.AddSingleton<IReadOnlyList<ConnectionSettings>>(some ? shown.Connections() : []);
                services.AddConnectionPool();
            });
        return shown;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Sandbox.DisposeAsync();
        _folder.Dispose();
    }

    private IReadOnlyList<ConnectionSettings> Connections()
    {
        var world = new FacebookSandboxOptions();
        return
        [
            new("main", "facebook", Facebook("main", world.AppId, world.AppSecret, world.UserToken)),
            new("second", "facebook", Facebook("second", world.AppId, world.AppSecret, "EAAgone")),
            new("mail", "smtp", new SmtpOptions { Connection = "mail", Host = "127.0.0.1", Port = 1, Security = SmtpSecurity.None, From = "Talks <talks@example.org>" }),
        ];
    }

    private FacebookOptions Facebook(string name, string app, string secret, string token) => new()
    {
        Connection = name,
        GraphUrl = new Uri(Sandbox.HttpUrl, "/facebook/graph"),
        VideoUrl = new Uri(Sandbox.HttpUrl, "/facebook/graph-video"),
        AppId = app,
        AppSecret = secret,
        AccessToken = token,
    };
}
