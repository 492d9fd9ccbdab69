using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Reelway.Sandbox.Webhooks;

/// <summary>Plays senders of webhooks, on request: signs, forges, sends late, changed, cut off or repeatedly.</summary>
public sealed class WebhookCaller : IDisposable
{
    private const int LargeBytes = 11 * 1024 * 1024;
    private const int KeptAnswer = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = Patience };
    private readonly Dictionary<long, (WebhookCall Call, SignedDelivery Delivery)> _kept = [];
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private long _ids;

    internal WebhookCaller(TimeProvider time) => _time = time;

    /// <summary>Oldest first.</summary>
    public Journal<SentWebhook> Sent { get; } = new(SandboxResident.Kept);

    /// <summary>Sends deliveries, one after the other.</summary>
    /// <exception cref="ArgumentException">A value makes no sense.</exception>
    public async Task<IReadOnlyList<SentWebhook>> SendAsync(WebhookCall call, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (call.Refuse() is { } reason)
        {
            throw new ArgumentException(reason);
        }

        var begin = call.Id ?? $"msg_{_time.GetUtcNow().ToUnixTimeMilliseconds()}_{Interlocked.Increment(ref _ids)}";
        var ids = Enumerable.Range(1, call.Count).Select(n => (Id: call.Count == 1 ? begin : $"{begin}_{n}", Number: n));
        var sent = new List<SentWebhook>();
        foreach (var (id, n) in (call.Reorder ? ids.Reverse() : ids).SelectMany(one => Enumerable.Repeat(one, call.Times)))
        {
            sent.Add(await SendAsync(call, SignedDelivery.Of(call, id, n, _time.GetUtcNow()), cancellation));
        }

        return sent;
    }

    /// <summary>Sends the bytes and headers of an earlier delivery again, as somebody does who has recorded them.</summary>
    /// <returns>Null when none of that number is kept.</returns>
    public async Task<SentWebhook?> ReplayAsync(long number, CancellationToken cancellation)
    {
        (WebhookCall Call, SignedDelivery Delivery) kept;
        lock (_gate)
        {
            if (!_kept.TryGetValue(number, out kept))
            {
                return null;
            }
        }

        return await SendAsync(kept.Call, kept.Delivery, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    internal void Reset()
    {
        lock (_gate)
        {
            _kept.Clear();
        }

        Sent.Clear();
    }

    private async Task<SentWebhook> SendAsync(WebhookCall call, SignedDelivery delivery, CancellationToken cancellation)
    {
        var at = _time.GetUtcNow();
        int? status = null;
        string answer;
        try
        {
            (status, answer) = call.How == CallerTrick.Cut ? (null, await CutAsync(call.Url, delivery, cancellation)) : await PostAsync(call.Url, delivery, cancellation);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException)
        {
            answer = failure.Message;
        }

        return Sent.Add(number =>
        {
            lock (_gate)
            {
                _kept[number] = (call, delivery);
                _kept.Remove(number - SandboxResident.Kept);
            }

            return new SentWebhook(number, at, call.Url, call.As, call.How, delivery.Id, status, answer);
        });
    }

    private async Task<(int? Status, string Answer)> PostAsync(Uri url, SignedDelivery delivery, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(delivery.Body) };
        request.Content.Headers.ContentType = new("application/json");
        // So that whoever refuses it can say so before all of it is sent.
        request.Headers.ExpectContinue = delivery.Body.Length == LargeBytes ? true : null;
        foreach (var (name, value) in delivery.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await _http.SendAsync(request, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        return ((int)answer.StatusCode, text.Length <= KeptAnswer ? text : text[..KeptAnswer]);
    }

    private static async Task<string> CutAsync(Uri url, SignedDelivery delivery, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(url.Host.Trim('[', ']'), url.Port, cancellation);
        var head = $"POST {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\n{string.Concat(delivery.Headers.Select(header => $"{header.Name}: {header.Value}\r\n"))}Content-Length: {delivery.Body.Length}\r\n\r\n";
        await client.GetStream().WriteAsync((byte[])[.. Encoding.Latin1.GetBytes(head), .. delivery.Body.AsSpan(0, delivery.Body.Length / 2)], cancellation);
        return "The connection was cut in the middle of the body.";
    }

    /// <summary>A delivery with its headers.</summary>
    private sealed record SignedDelivery(string Id, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
    {
        public static SignedDelivery Of(WebhookCall call, string id, int n, DateTimeOffset now)
        {
            var text = (call.Body ?? """{"id":"{id}","number":{n}}""").Replace("{id}", id, StringComparison.Ordinal).Replace("{n}", n.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            var body = call.How == CallerTrick.Large ? new byte[LargeBytes] : Encoding.UTF8.GetBytes(text);
            var headers = call.How == CallerTrick.Bare ? [] : Signed(call, id, body, call.How == CallerTrick.Late ? now.AddHours(-1) : now);
            return new SignedDelivery(id, headers, call.How == CallerTrick.Change ? [.. body, (byte)' '] : body);
        }

        private static IReadOnlyList<(string, string)> Signed(WebhookCall call, string id, byte[] body, DateTimeOffset at)
        {
            // Another secret of the same form.
            var secret = call.How != CallerTrick.Forge ? call.Secret!
                : call.As == CallerKind.Standard ? "whsec_" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(call.Secret!))) : "not-" + call.Secret;
            var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            switch (call.As)
            {
                case CallerKind.Standard:
                    return [("webhook-id", id), ("webhook-timestamp", seconds), ("webhook-signature", "v1," + WebhookSignature.Sign(secret, id, seconds, body))];
                case CallerKind.Box:
                    var time = at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
                    return
                    [
                        ("BOX-DELIVERY-ID", Guid.NewGuid().ToString()), ("BOX-DELIVERY-TIMESTAMP", time), ("BOX-SIGNATURE-VERSION", "1"), ("BOX-SIGNATURE-ALGORITHM", "HmacSHA256"),
                        ("BOX-SIGNATURE-PRIMARY", Convert.ToBase64String(Hash(secret, [.. body, .. Encoding.ASCII.GetBytes(time)]))),
                    ];
                case CallerKind.Stripe:
                    return [("Stripe-Signature", $"t={seconds},v1={Convert.ToHexStringLower(Hash(secret, [.. Encoding.ASCII.GetBytes(seconds + "."), .. body]))}")];
                case CallerKind.Meta:
                    return [("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(Hash(secret, body)))];
                case CallerKind.Hmac:
                    return [(call.Header ?? "X-Signature", Convert.ToHexStringLower(Hash(secret, body)))];
                default:
                    return [(call.Header ?? "Authorization", call.Header is null ? $"Bearer {secret}" : secret)];
            }
        }

        private static byte[] Hash(string secret, byte[] signed) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
    }
}
