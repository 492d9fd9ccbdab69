using System.Net;
using System.Net.Security;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Reelway.Frame.Configuration;
using Reelway.Frame.Public;

namespace Reelway.Incoming.Listening;

/// <summary>
/// The one way in from outside: a server of its own, with no page, no API and no header that tells what it is. It listens only while something is declared.
/// </summary>
/// <remarks>Kestrel by itself, without the host around it: nothing that is registered for pages or the API can be reached here by mistake.</remarks>
internal sealed class PublicListener(
    IncomingOptions options, Settings settings, PublicPaths paths, PublicRequests requests, ListenerCertificate certificate, ConnectionPlaces places, ILoggerFactory logs, ILogger<PublicListener> log)
    : IHostedService, IDisposable
{
    private const int LargestHeadersBytes = 16 * 1024;
    private static readonly TimeSpan HeadersPatience = TimeSpan.FromSeconds(10);

    private ServiceProvider? _kestrel;
    private IServer? _server;

    /// <summary>Where it listens; null while it does not.</summary>
    public Uri? Address => _server?.Features.Get<IServerAddressesFeature>()?.Addresses.Select(address => new Uri(address)).FirstOrDefault();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Enabled || paths.All.Count == 0)
        {
            return;
        }

        if (IncomingChecks.WhyNothingMayBeUnchecked(settings) is { } refusal)
        {
            throw new ListenerException(refusal);
        }

        certificate.Load();
        _kestrel = Kestrel();
        _server = _kestrel.GetRequiredService<IServer>();
        try
        {
            await _server.StartAsync(new Requests(requests), cancellationToken);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            throw new ListenerException($"{options.Host}:{options.Port} is in use by another program; choose another port with webhook.port, or webhook.enabled: false.", taken);
        }

        log.Listening(Address!.ToString().TrimEnd('/'), string.Join(", ", paths.All.Select(path => path.Path)), certificate.IsUsed ? "TLS" : "no TLS");
        if (!options.ValidateSignatures)
        {
            log.NothingIsChecked();
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is { } server)
        {
            await server.StopAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _kestrel?.Dispose();

    private ServiceProvider Kestrel()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSingleton(logs).AddMetrics();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(Configure);
        return builder.Services.BuildServiceProvider();
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        // Byte by byte, so that what is no UTF-8 reaches the check of signatures and is refused there with a sentence.
        kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = ConnectionPlaces.Most;
        limits.MaxRequestHeadersTotalSize = LargestHeadersBytes;
        limits.RequestHeadersTimeout = HeadersPatience;
        limits.MaxRequestBodySize = null;
        kestrel.Listen(IPAddress.Parse(options.Host), options.Port, endpoint =>
        {
            endpoint.Use(places.Around);
            if (certificate.IsUsed)
            {
                endpoint.UseHttps(new TlsHandshakeCallbackOptions
                {
                    HandshakeTimeout = HeadersPatience,
                    OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
                    {
                        ServerCertificateContext = certificate.Current,
                        ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
                    }),
                });
            }
        });
    }

    private sealed class Requests(PublicRequests requests) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => requests.AnswerAsync(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}

/// <summary>The public listener can't listen as it is configured.</summary>
internal sealed class ListenerException(string message, Exception? inner = null) : Exception(message, inner);
