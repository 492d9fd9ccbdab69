using System.Net;
using Microsoft.Extensions.Logging;

namespace Reelway.Connectors;

/// <summary>The one place where HTTP connections of all connectors are made, kept and ended.</summary>
/// <remarks>One handler for all, so that connections are pooled per host and trace context (W3C) is sent by the runtime.</remarks>
public sealed class ConnectorHttp : IDisposable
{
    private readonly HttpMessageInvoker _invoker;
    private readonly Lazy<SocketsHttpHandler> _raw;

    public ConnectorHttp(TimeProvider clock, ILoggerFactory logs)
    {
        Clock = clock;
        Logs = logs;
        _invoker = new HttpMessageInvoker(Handler(DecompressionMethods.All));
        _raw = new Lazy<SocketsHttpHandler>(() => Handler(DecompressionMethods.None));
    }

    /// <summary>Tells how calls of connections end, those included that do not go through HTTP.</summary>
    public ConnectionWatch Watch { get; } = new();

    internal TimeProvider Clock { get; }

    internal ILoggerFactory Logs { get; }

    /// <summary>The calls of one connection.</summary>
    internal HttpCalls For(HttpCallRules rules) => new(_invoker, rules, Watch, Clock, Logs.CreateLogger($"Reelway.Connectors.{rules.Connector}"));

    /// <summary>A client for a vendor's own library. Bodies are passed on as they come: their sizes and checksums are those of what was stored.</summary>
    /// <param name="timeout">Longest time until the headers of an answer are there.</param>
    internal HttpClient ClientFor(TimeSpan timeout) => new(_raw.Value, disposeHandler: false) { Timeout = timeout };

    public void Dispose()
    {
        _invoker.Dispose();
        if (_raw.IsValueCreated)
        {
            _raw.Value.Dispose();
        }
    }

    private static SocketsHttpHandler Handler(DecompressionMethods decompression) => new()
    {
        // A redirect is an answer like any other: credentials never follow it to another host.
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = decompression,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        // Long-lived processes must notice when a name moves to another address.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxResponseHeadersLength = 64,
    };
}
