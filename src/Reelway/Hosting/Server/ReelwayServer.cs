using System.Net;
using Reelway.Hosting.Configuration;
using Reelway.Hosting.Web;

namespace Reelway.Hosting.Server;

/// <summary>The application while it runs: opened in the order in which things depend on each other, closed in the reverse.</summary>
internal sealed class ReelwayServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly AppFoundation _foundation;
    private bool _stopped;

    private ReelwayServer(WebApplication app, AppFoundation foundation, ReelwayMode mode)
    {
        _app = app;
        _foundation = foundation;
        Mode = mode;
        Url = FromThisMachine(app.Urls.First());
    }

    /// <summary>What it was opened for.</summary>
    public ReelwayMode Mode { get; }

    /// <summary>Where it answers, seen from this machine.</summary>
    public Uri Url { get; }

    /// <summary>What opens its API until it ends.</summary>
    public string Token => _app.Services.GetRequiredService<ProcessToken>().Value;

    /// <summary>Cancelled when the application stops, also by itself.</summary>
    public CancellationToken Stopping => _app.Lifetime.ApplicationStopping;

    /// <summary>Its log, for what concerns the whole process.</summary>
    public ILogger Log => _app.Services.GetRequiredService<ILogger<ReelwayServer>>();

    /// <summary>Opens the store and starts everything. From here on the lock belongs to the server, or is given back.</summary>
    public static async Task<ReelwayServer> StartAsync(
        Settings settings, ReelwayMode mode, DataLock data, TextWriter log, TimeProvider clock, CancellationToken cancellation)
    {
        var foundation = await AppFoundation.LayAsync(settings, data, ReelwayApp.Migrations, log, clock, cancellation);
        WebApplication? app = null;
        try
        {
            app = ReelwayApp.Create(foundation, mode);
            await app.StartAsync(cancellation);
            var server = new ReelwayServer(app, foundation, mode);
            server.Announce();
            return server;
        }
        catch
        {
            if (app is not null)
            {
                await app.DisposeAsync();
            }

            await foundation.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops gently; at once when <paramref name="now"/> is cancelled.</summary>
    public async Task StopAsync(CancellationToken now)
    {
        _stopped = true;
        ServerFile.Remove(_foundation.Data.Directory);
        await _app.StopAsync(now);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_stopped)
        {
            await StopAsync(CancellationToken.None);
        }

        await _app.DisposeAsync();
        await _foundation.DisposeAsync();
    }

    private void Announce()
    {
        if (Mode != ReelwayMode.Serve)
        {
            return;
        }

        var directory = _foundation.Data.Directory;
        new ServerFile(Url.ToString(), Token, Environment.ProcessId, Product.Version, _foundation.Clock.GetUtcNow().UtcDateTime).Write(directory);
        Log.Listening(Product.Version, string.Join(", ", _app.Urls), directory);
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
