using System.Net;
using Reelway.Access;
using Reelway.Engine;
using Reelway.Frame;
using Reelway.Frame.Configuration;
using Reelway.Frame.Protection;
using Reelway.Frame.Server;
using Reelway.Storage;

namespace Reelway.Hosting.Server;

/// <summary>The application while it runs: opened in the order in which things depend on each other, closed in the reverse.</summary>
internal sealed class ReelwayServer : IAsyncDisposable
{
    private readonly IHost _app;
    private readonly AppFoundation _foundation;
    private bool _stopped;

    private ReelwayServer(IHost app, AppFoundation foundation, ReelwayMode mode)
    {
        _app = app;
        _foundation = foundation;
        Mode = mode;
    }

    /// <summary>What it was opened for.</summary>
    public ReelwayMode Mode { get; }

    /// <summary>True while nobody else can have the data directory.</summary>
    public bool Holds => _foundation.Hold is not null;

    /// <summary>Where it answers, seen from this machine.</summary>
    public Uri Url => HealthUrl ?? throw new InvalidOperationException("This worker does not listen.");

    /// <summary>Where it tells how it is, seen from this machine; null for a worker that nobody asks.</summary>
    public Uri? HealthUrl => _app is WebApplication web ? FromThisMachine(web.Urls.First()) : null;

    /// <summary>What opens its API until it ends.</summary>
    public string Token => _app.Services.GetRequiredService<ProcessToken>().Value;

    /// <summary>Cancelled when the application stops, also by itself.</summary>
    public CancellationToken Stopping => _app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    /// <summary>The process as those see it who share its database.</summary>
    public async Task<WorkerView> AsWorkerAsync(CancellationToken cancellation)
    {
        var id = await _app.Services.JoinSharedDatabaseAsync(cancellation);
        return (await _app.Services.GetRequiredService<IRuns>().WorkersAsync(cancellation)).First(worker => worker.Id == id);
    }

    /// <summary>Where on it whoever comes first becomes the first admin; null when there is somebody.</summary>
    public async Task<string?> FirstLinkAsync(CancellationToken cancellation)
        => await _app.Services.GetRequiredService<PersonOperations>().FirstLinkAsync(cancellation) is { } link ? new Uri(Url, link.Path).ToString() : null;

    /// <summary>Its log, for what concerns the whole process.</summary>
    public ILogger Log => _app.Services.GetRequiredService<ILogger<ReelwayServer>>();

    /// <summary>Opens the store and starts everything. From here on the lock belongs to the server, or is given back.</summary>
    public static async Task<ReelwayServer> StartAsync(
        Settings settings, ReelwayMode mode, DataLock? hold, TextWriter log, TimeProvider clock, CancellationToken cancellation)
    {
        var foundation = await AppFoundation.LayAsync(settings, hold, ReelwayApp.Migrations, log, clock, cancellation);
        IHost? app = null;
        try
        {
            app = ReelwayApp.Create(foundation, mode, await KeyRing.OpenAsync(foundation, cancellation));
            if (foundation.Database.Dialect == SqlDialect.Postgres)
            {
                await app.Services.JoinSharedDatabaseAsync(cancellation);
            }

            await app.StartAsync(cancellation);
            var server = new ReelwayServer(app, foundation, mode);
            server.Announce();
            return server;
        }
        catch
        {
            await DisposeAsync(app);
            await foundation.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops gently; at once when <paramref name="now"/> is cancelled.</summary>
    public async Task StopAsync(CancellationToken now)
    {
        _stopped = true;
        if (Mode == ReelwayMode.Serve)
        {
            ServerFile.Remove(_foundation.Directory);
        }

        await _app.StopAsync(now);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_stopped)
        {
            await StopAsync(CancellationToken.None);
        }

        await DisposeAsync(_app);
        await _foundation.DisposeAsync();
    }

    private void Announce()
    {
        if (Mode != ReelwayMode.Serve || _app is not WebApplication web)
        {
            return;
        }

        var directory = _foundation.Directory;
        new ServerFile(Url.ToString(), Token, Environment.ProcessId, Product.Version, _foundation.Clock.GetUtcNow().UtcDateTime).Write(directory);
        Log.Listening(Product.Version, string.Join(", ", web.Urls), directory);
    }

    private static async ValueTask DisposeAsync(IHost? app)
    {
        switch (app)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync();
                break;
            default:
                app?.Dispose();
                break;
        }
    }

    private static Uri FromThisMachine(string bound)
    {
        var url = new UriBuilder(bound.Replace("://+", "://127.0.0.1", StringComparison.Ordinal).Replace("://*", "://127.0.0.1", StringComparison.Ordinal));
        if (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
        {
            // What listens on every address also listens on this one.
            url.Host = "127.0.0.1";
        }

        return url.Uri;
    }
}
