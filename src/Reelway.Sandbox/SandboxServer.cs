using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reelway.Sandbox.Control;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox;

/// <summary>Local stand-ins for the outside systems: one HTTP port with a path prefix per system, and a port for mail. Loopback only.</summary>
public sealed partial class SandboxServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<string, SandboxResident> _byName = new(StringComparer.Ordinal);
    private readonly SandboxFolder _folder;
    private readonly WebApplication _app;
    private ListenOptions? _http;

    private SandboxServer(SandboxOptions options)
    {
        _folder = new SandboxFolder(options.DataFolder);
        try
        {
            Faults = new FaultBook(_byName);
            Residents = Sandbox.Residents.All(new SandboxGround(options, _folder.Path, Faults, _stopping.Token));
            foreach (var resident in Residents)
            {
                _byName.Add(resident.Name, resident);
            }

            _app = Build(options);
            _app.Use(new FaultGate(_byName, Faults, options.Time, _stopping.Token).RunAsync);
            new ControlApi(Residents, Faults).Map(_app);
            foreach (var resident in Residents)
            {
                resident.Map(_app.MapGroup("/" + resident.Name));
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

    /// <summary>All stand-ins.</summary>
    public IReadOnlyList<SandboxResident> Residents { get; }

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
        return server;
    }

    /// <summary>The one stand-in of this type.</summary>
    public T Of<T>()
        where T : SandboxResident
        => Residents.OfType<T>().Single();

    /// <summary>What a configuration has below <c>connections</c> to use the stand-ins, as YAML.</summary>
    /// <param name="only">Names of connections; none: all there are.</param>
    public string Connections(params IReadOnlyList<string> only) => string.Join('\n', Residents
        .Select(resident => resident.Connection(HttpUrl))
        .Where(connection => only.Count == 0 || only.Contains(connection.Name))
        .GroupBy(connection => connection.Name)
        .SelectMany(SampleConnection.Yaml));

    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
        {
            await _stopping.CancelAsync();
            await _app.StopAsync();
            await _app.DisposeAsync();
            foreach (var resident in Residents.OfType<IDisposable>())
            {
                resident.Dispose();
            }

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
            foreach (var resident in Residents)
            {
                resident.Listen(kestrel);
            }
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
