using System.Net;
using System.Net.Sockets;

namespace Reelway.Connectors;

/// <summary>
/// Connections to URLs that users supply: never to where they must not lead, as into the networks around this machine, whatever name leads there, redirects included.
/// </summary>
/// <remarks>What a name means is asked when the connection is made, and the connection goes to the very address that was judged.</remarks>
public sealed class UserUrls : IDisposable
{
    private const int MostRedirects = 5;

    private readonly AddressRules _rules;
    private readonly HttpMessageInvoker _invoker;

    /// <param name="rules">Where they may lead to.</param>
    public UserUrls(AddressRules rules)
    {
        _rules = rules;
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // A proxy would resolve the name itself, and out of our sight.
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectCallback = ConnectAsync,
            MaxResponseHeadersLength = 64,
        });
    }

    /// <summary>Sends a request without a body, following redirects; credentials stay with the host that they were given for.</summary>
    /// <exception cref="HttpRequestException">The address is refused (its cause is an <see cref="AddressRefusedException"/>), or there was no answer.</exception>
    public async Task<HttpResponseMessage> GetAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        for (var redirects = 0; ; redirects++)
        {
            Ensure(request.RequestUri!);
            var response = await _invoker.SendAsync(request, cancellation);
            if (redirects == MostRedirects || TargetOf(response, request.RequestUri!) is not { } target)
            {
                return response;
            }

            response.Dispose();
            request = Redirected(request, target);
        }
    }

    /// <summary>Sends any other request. A redirect is its answer and is not followed: a body is never sent to where nobody meant it to go.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        Ensure(request.RequestUri!);
        return _invoker.SendAsync(request, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    private static Uri? TargetOf(HttpResponseMessage response, Uri from)
        => response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect && response.Headers.Location is { } location
            ? new Uri(from, location)
            : null;

    private static HttpRequestMessage Redirected(HttpRequestMessage request, Uri target)
    {
        var next = new HttpRequestMessage(request.Method, target);
        var isSame = Uri.Compare(request.RequestUri, target, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
        foreach (var (name, values) in request.Headers.Where(header => isSame || header.Key is not ("Authorization" or "Cookie" or "Host")))
        {
            next.Headers.TryAddWithoutValidation(name, values);
        }

        return next;
    }

    private static void Ensure(Uri address)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
        {
            throw new HttpRequestException($"{address.OriginalString} is not an http or https address.");
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        // The resolver refuses 0.0.0.0, which leads to this machine all the same.
        var addresses = IPAddress.TryParse(host, out var given) ? [given] : await Dns.GetHostAddressesAsync(host, cancellation);
        if (!_rules.Allow(host, addresses))
        {
            throw new AddressRefusedException(host, addresses);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
