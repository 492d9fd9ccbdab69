using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Reelway.Contracts;
using Reelway.Frame.Audit;
using Reelway.Frame.Configuration;
using Reelway.Frame.Public;
using Reelway.Frame.Web;
using Reelway.Hosting;
using Reelway.Incoming;
using Reelway.Incoming.Listening;
using Reelway.Storage;
using Reelway.Tests.Connections;
using Reelway.Tests.Events;
using StandardWebhooks;

namespace Reelway.Tests.Incoming;

/// <summary>The public listener on a free port, over real sockets, with the database, the events and the engine behind it.</summary>
internal sealed class PublicSite : IAsyncDisposable
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly EventProcess _process;

    private PublicSite(EventProcess process)
    {
        _process = process;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
    }

    /// <summary>A configuration with one receiver, <c>news</c>.</summary>
    public const string News = $"""
        webhook:
          host: 127.0.0.1
          port: 0
          receivers:
            news: {"{"} secrets: [{Secret}] {"}"}

        """;

    public HttpClient Client { get; }

    public Uri Address => _process.Get<PublicListener>().Address!;

    public IncomingStore Store => _process.Get<IncomingStore>();

    public EventProcess Process => _process;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<PublicSite> StartAsync(
        SharedStore store, TimeProvider clock, string yaml = News, Action<PublicPaths>? declare = null, Func<IDatabase, IDatabase>? around = null, string? environment = null,
        Action<IServiceCollection>? more = null)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["reelway.yaml"], yaml, Cancellation);
        if (environment is not null)
        {
            Directory.CreateDirectory(folder["environments"]);
            await File.WriteAllTextAsync(Path.Combine(folder["environments"], environment + ".yaml"), "", Cancellation);
        }

        var settings = new SettingsLoader(ReelwaySettings.Catalog).Load(new SettingsRequest(folder.FullPath, new Dictionary<string, string>(), null, environment));
        Assert.DoesNotContain(settings.Problems, problem => problem.IsError);
        var paths = new PublicPaths(settings);
        new IncomingPart().Public(paths);
        declare?.Invoke(paths);
        var database = await store.OpenAsync(clock, Cancellation);
        return new PublicSite(await EventProcess.StartAsync(around?.Invoke(database) ?? database, clock, [], works: false, services =>
        {
            services
                .AddSingleton(settings)
                .AddSingleton(paths)
                .AddSingleton(settings.Get<IncomingOptions>())
                .AddSingleton(settings.Get<PublicOptions>())
                .AddSingleton(settings.Get<ServerOptions>())
                .AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider())
                .AddIncoming()
                .AddPublicListener();
            more?.Invoke(services);
        }, AuditStore.Migrations));
    }

    /// <summary>A delivery as a sender of Standard Webhooks makes it, by a library of others.</summary>
    public static HttpRequestMessage Signed(string id, DateTimeOffset at, string body, string path = "/webhooks/news", string secret = Secret)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", $"{at.ToUnixTimeSeconds()}");
        request.Headers.TryAddWithoutValidation("webhook-signature", new StandardWebhook(secret).Sign(id, at, body));
        return request;
    }

    /// <summary>Sends a delivery and reads the answer.</summary>
    public async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpRequestMessage request)
    {
        using var sent = request;
        using var answer = await Client.SendAsync(sent, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    /// <summary>A connection on which a test writes what it likes.</summary>
    public async Task<NetworkStream> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPEndPoint.Parse(Address.Authority), Cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>What was refused.</summary>
    public async Task<IReadOnlyList<RefusalRow>> RefusalsAsync()
    {
        await _process.Get<RefusalBook>().StoreAsync(Cancellation);
        return await Store.RefusalsAsync(0, 100, Cancellation);
    }

    public Task<IReadOnlyList<DeliveryIn>> DeliveriesAsync() => Store.ListAsync(receiver: null, long.MaxValue, 1000, Cancellation);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _process.DisposeAsync();
    }
}
