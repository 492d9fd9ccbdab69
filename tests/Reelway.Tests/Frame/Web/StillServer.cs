using System.Net.Http.Headers;
using Reelway.Contracts;
using Reelway.Frame.Configuration;
using Reelway.Frame.Server;
using Reelway.Hosting;
using Reelway.Hosting.Server;
using Reelway.Storage;
using Reelway.Storage.Sqlite;

namespace Reelway.Tests.Frame.Web;

/// <summary>The whole program in this process, asked over a socket; nothing moves by itself in it.</summary>
internal sealed class StillServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private ReelwayServer _server = null!;

    private StillServer()
    {
    }

    /// <summary>Asks it as its owner, and follows no redirect.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Its database, for what nobody asks a server for.</summary>
    public IDatabase OpenDatabase() => SqliteDatabase.Open(_folder["data/reelway.db"]);

    /// <param name="configuration">Its YAML.</param>
    public static async Task<StillServer> StartAsync(string configuration, CancellationToken cancellation)
    {
        var still = new StillServer();
        still._folder.Write("reelway.yaml", configuration);
        var settings = new SettingsLoader(ReelwaySettings.Catalog).Load(new SettingsRequest(still._folder.FullPath, new Dictionary<string, string>(), null, null));
        still._server = await ReelwayServer.StartAsync(settings, ReelwayMode.Command, hold: null, TextWriter.Null, TimeProvider.System, cancellation);
        still.Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = still._server.Url };
        still.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", still._server.Token);
        return still;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }
}
