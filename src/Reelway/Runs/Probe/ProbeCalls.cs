using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Reelway.Engine;

namespace Reelway.Runs.Probe;

/// <summary>The probe's calls: to this machine, and beyond it only where the settings allow.</summary>
internal sealed class ProbeCalls : IDisposable
{
    private const int LongestReason = 200;

    private readonly ProbeOptions _options;
    private readonly HttpClient _http;

    public ProbeCalls(ProbeOptions options)
    {
        _options = options;
        _http = new HttpClient(new SocketsHttpHandler
        {
            // A proxy or a redirect would lead past the check of the address.
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectCallback = ConnectAsync,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        })
        {
            Timeout = options.Timeout,
        };
    }

    /// <summary>Tells of a step, and succeeds when the answer is 2xx.</summary>
    /// <exception cref="FaultException">It was refused, or nobody answered.</exception>
    public async Task PostAsync(Uri url, ProbeHit hit, CancellationToken cancellation)
    {
        // Of known length: what a diagnostic is pointed at is often a few lines of script that know no chunks.
        var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(hit, JsonSerializerOptions.Web));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = body };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", hit.Key);
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!answer.IsSuccessStatusCode)
            {
                throw new FaultException(new Fault(KindOf(answer.StatusCode), $"{url} answered {(int)answer.StatusCode} ({answer.StatusCode})."));
            }
        }
        catch (HttpRequestException failure) when (failure.GetBaseException() is AddressRefusedException refused)
        {
            throw FaultException.Permanent(refused.Message, failure);
        }
        catch (HttpRequestException failure)
        {
            throw new FaultException(new Fault(FaultKind.Transient, $"{url} can't be reached: {Shortened(failure.GetBaseException().Message)}"), failure);
        }
        catch (OperationCanceledException failure) when (!cancellation.IsCancellationRequested)
        {
            throw new FaultException(new Fault(FaultKind.Transient, $"{url} did not answer in {_options.Timeout.TotalSeconds:0.#} s."), failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>True for an address of this machine alone, also when it is written as IPv6.</summary>
    public static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    // Judged by the addresses that are really connected to: a name may mean another machine than it did a moment ago.
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var given) ? [given] : await Dns.GetHostAddressesAsync(host, cancellation);
        var allowed = _options.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase) ? addresses : [.. addresses.Where(IsLoopback)];
        if (allowed.Length == 0)
        {
            throw new AddressRefusedException($"The probe may call this machine only, and {host} is {string.Join(", ", addresses.Select(address => address.ToString()))}. Allow it with probe.hosts.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static FaultKind KindOf(HttpStatusCode status) => (int)status is >= 500 or 408 or 425 or 429 ? FaultKind.Transient : FaultKind.Permanent;

    private static string Shortened(string text) => text.Length <= LongestReason ? text : text[..LongestReason] + "…";

    private sealed class AddressRefusedException(string message) : IOException(message);
}
