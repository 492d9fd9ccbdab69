using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reelway.Sandbox.Aws;
using Reelway.Sandbox.Control;
using Reelway.Sandbox.EventBridge;
using Reelway.Sandbox.Facebook;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.Google;
using Reelway.Sandbox.Mailgun;
using Reelway.Sandbox.S3;
using Reelway.Sandbox.Smtp;
using Reelway.Sandbox.Sqs;
using Reelway.Sandbox.Webhooks;

namespace Reelway.Sandbox;

/// <summary>Local stand-ins for the outside systems: one HTTP port with a path prefix per system, and one mail port. Loopback only.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly SandboxFolder _folder;
    private readonly WebApplication _app;
    private ListenOptions? _http;
    private ListenOptions? _smtp;

    private SandboxServer(SandboxOptions options)
    {
        _folder = new SandboxFolder(options.DataFolder);
        try
        {
            Facebook = new FacebookSandbox(options.Facebook, Path.Combine(_folder.Path, "facebook"), options.Time);
            Mail = new SmtpCatcher(options.Smtp, options.Time, _stopping.Token);
            Mailgun = new MailgunSandbox(options.Mailgun, options.Time);
            Webhooks = new WebhookReceiver(options.Webhooks, options.Time);
            var aws = new AwsRequests(options.Aws, options.Time);
            var queues = new SqsWorld(options.Aws, options.Time);
            Sqs = new SqsSandbox(queues, aws, options.Time);
            S3 = new S3Sandbox(queues, aws, Path.Combine(_folder.Path, "s3"), options.Time);
            EventBridge = new EventBridgeSandbox(aws, options.Time);
            Google = new GoogleSandbox(options.Google, options.Time);
            ISandboxSystem[] systems = [Facebook, Google, Mail, Mailgun, Webhooks, Sqs, S3, EventBridge];
            var byName = systems.ToDictionary(system => system.Name, StringComparer.Ordinal);
            Faults = new FaultBook(byName);
            Mail.Faults = Faults;
            _app = Build(options);
            _app.Use(new FaultGate(byName, Faults, options.Time, _stopping.Token).RunAsync);
            new ControlApi(systems, Faults).Map(_app);
            foreach (var system in systems)
            {
                system.Map(_app.MapGroup("/" + system.Name));
            }
        }
        catch
        {
            _folder.Dispose();
            throw;
        }
    }

    /// <summary>Base of all HTTP addresses, such as <c>http://127.0.0.1:41234/</c>.</summary>
    public Uri HttpUrl { get; private set; } = null!;

    public int SmtpPort { get; private set; }

    /// <summary>Graph host: <c>{HttpUrl}facebook/graph</c>; video host: <c>{HttpUrl}facebook/graph-video</c>.</summary>
    public FacebookSandbox Facebook { get; }

    public SmtpCatcher Mail { get; }

    /// <summary>Regions: <c>{HttpUrl}mailgun/us</c> and <c>{HttpUrl}mailgun/eu</c>.</summary>
    public MailgunSandbox Mailgun { get; }

    /// <summary>Receivers: <c>{HttpUrl}webhooks/{name}</c>.</summary>
    public WebhookReceiver Webhooks { get; }

    /// <summary>Queues: <c>{HttpUrl}sqs</c>.</summary>
    public SqsSandbox Sqs { get; }

    /// <summary>Buckets: <c>{HttpUrl}s3</c>.</summary>
    public S3Sandbox S3 { get; }

    /// <summary>Event buses: <c>{HttpUrl}eventbridge</c>.</summary>
    public EventBridgeSandbox EventBridge { get; }

    /// <summary>Sheets: <c>{HttpUrl}google</c>; Drive: <c>{HttpUrl}google</c>.</summary>
    public GoogleSandbox Google { get; }

    public FaultBook Faults { get; }

    /// <summary>Starts listening.</summary>
    /// <exception cref="IOException">A port is taken.</exception>
    public static async Task<SandboxServer> StartAsync(SandboxOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        var server = new SandboxServer(options);
        try
        {
            await server._app.StartAsync(cancellation);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        server.HttpUrl = new Uri($"http://127.0.0.1:{server._http!.IPEndPoint!.Port}");
        server.SmtpPort = server._smtp!.IPEndPoint!.Port;
        server.Mail.Port = server.SmtpPort;
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
        {
            await _stopping.CancelAsync();
            await _app.StopAsync();
            await _app.DisposeAsync();
            Google.Dispose();
            _folder.Dispose();
            _stopping.Dispose();
        }
    }

    private WebApplication Build(SandboxOptions options)
    {
        // The empty builder reads no settings and no environment, so that ASPNETCORE_URLS and the like cannot move or open the ports.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, GuestLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // Each system sets its own limits; the wrong body of an upload must reach the one that refuses it.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, options.HttpPort, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                _http = listen;
            });
            kestrel.Listen(IPAddress.Loopback, options.SmtpPort, listen =>
            {
                listen.Run(Mail.ServeAsync);
                _smtp = listen;
            });
        });
        return builder.Build();
    }

    /// <summary>The sandbox is a guest in its process: signals are the host's business.</summary>
    private sealed class GuestLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
