using System.IO.Compression;
using System.Net;
using System.Text;
using Reelway.Contracts.Time;
using Reelway.Incoming.Listening;
using Reelway.Tests.Connections;

namespace Reelway.Tests.Incoming;

/// <summary>The public listener over real sockets: who gets in, and what everybody else hears.</summary>
public sealed class PublicListenerTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private SharedStore _store = null!;
    private PublicSite _site = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await SharedStore.OnSqliteAsync();
        _site = await PublicSite.StartAsync(_store, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/runs")]
    [InlineData("/api/v1/runs")]
    [InlineData("/healthz")]
    [InlineData("/webhooks/news/")]
    [InlineData("/webhooks/%2e%2e/api/v1/runs")]
    [InlineData("/Webhooks/News")]
    public async Task Whatever_is_not_declared_is_not_there_and_nothing_tells_what_serves(string path)
    {
        using var answer = await _site.Client.GetAsync(path, Cancellation);

        Assert.Equal((HttpStatusCode.NotFound, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation)));
        Assert.Equal(["Cache-Control", "Content-Length", "Date", "X-Content-Type-Options"], answer.Headers.Concat(answer.Content.Headers).Select(header => header.Key).Order());
    }

    [Fact]
    public async Task A_forged_late_early_unsigned_or_broken_delivery_is_refused_with_the_reason_and_nothing_comes_of_it()
    {
        var now = _clock.GetUtcNow();
        foreach (var (request, reason) in new[]
        {
            (PublicSite.Signed("msg_1", now, "{}", secret: "whsec_" + Convert.ToBase64String(new byte[24])), "No signature fits"),
            (PublicSite.Signed("msg_1", now.AddSeconds(-301), "{}"), "It was signed 301 s ago"),
            (PublicSite.Signed("msg_1", now.AddSeconds(301), "{}"), "It was signed 301 s ahead"),
            (Changed(request => request.Headers.Remove("webhook-signature")), "the header webhook-signature is missing"),
            (Changed(request => request.Headers.Remove("webhook-id")), "the header webhook-id is missing"),
            (Changed(request => Replace(request, "webhook-id", "msg.1")), "holds a dot"),
            (Changed(request => Replace(request, "webhook-timestamp", "yesterday")), "not a time in epoch seconds"),
            (Changed(request => Replace(request, "webhook-signature", "v1,????")), "no signature of version v1"),
            (Changed(request => Replace(request, "webhook-signature", "v2,abc")), "no signature of version v1"),
            (Changed(request => request.Content = new StringContent("{ }")), "No signature fits"),
        })
        {
            var (status, body) = await _site.SendAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, status);
            Assert.Contains(reason, body, StringComparison.Ordinal);
        }

        Assert.Empty(await _site.DeliveriesAsync());
        var refused = await _site.RefusalsAsync();
        Assert.Equal(10, refused.Sum(row => row.Count));
        Assert.All(refused, row => Assert.Equal(("127.0.0.1", "news", 401L), (row.Address, row.Receiver, row.Status)));
        Assert.DoesNotContain(refused, row => row.Reason.Contains("whsec_", StringComparison.Ordinal));
    }

    // Others verified what they had read and written again, or what their framework had unescaped.
    [Theory]
    [InlineData("""{"title":"\u001B  two  spaces"}""")]
    [InlineData("""{"title":"K\u00e4uze"}""")]
    [InlineData("""{"link":"https:\/\/news.example\/owls"}""")]
    [InlineData("""{"mail":"owl\u0040example.org"}""")]
    [InlineData("""{ "a":1,"a":2, "n":1.0e0 }""")]
    [InlineData("not JSON at all")]
    [InlineData("")]
    public async Task The_bytes_that_were_received_are_what_is_verified(string body)
        => Assert.Equal(HttpStatusCode.OK, (await _site.SendAsync(PublicSite.Signed("msg_1", _clock.GetUtcNow(), body))).Status);

    [Theory]
    [InlineData("v1,ééééééééééééééééééééééééééééééééééééééééééééé=")]
    [InlineData("v1,=====")]
    [InlineData("v1,")]
    [InlineData(",")]
    public async Task A_signature_of_signs_that_no_signature_has_is_refused_like_any_other(string signature)
    {
        await using var connection = await _site.ConnectAsync();
        await connection.WriteAsync(Encoding.UTF8.GetBytes(
            $"POST /webhooks/news HTTP/1.1\r\nHost: x\r\nwebhook-id: msg_1\r\nwebhook-timestamp: {_clock.GetUtcNow().ToUnixTimeSeconds()}\r\nwebhook-signature: {signature}\r\nContent-Length: 2\r\n\r\n{{}}"), Cancellation);

        var answer = await new StreamReader(connection).ReadToEndAsync(Cancellation);
        Assert.StartsWith("HTTP/1.1 401 ", answer, StringComparison.Ordinal);
        Assert.Contains("no signature of version v1", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_before_it_is_read()
    {
        var (status, body) = await _site.SendAsync(PublicSite.Signed("msg_1", _clock.GetUtcNow(), new string('x', (100 * 1024) + 1)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Contains("larger than 102400 bytes", body, StringComparison.Ordinal);

        // The same without saying how long it is.
        using var request = PublicSite.Signed("msg_1", _clock.GetUtcNow(), new string('x', (100 * 1024) + 1));
        request.Headers.TransferEncodingChunked = true;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _site.SendAsync(request)).Status);
    }

    [Fact]
    public async Task A_packed_body_is_unpacked_for_known_callers_only_and_no_further_than_is_allowed()
    {
        var bomb = Packed(new byte[128 * 1024 * 1024]);
        using var unsigned = new HttpRequestMessage(HttpMethod.Post, "/webhooks/news") { Content = new ByteArrayContent(bomb) };
        unsigned.Content.Headers.ContentEncoding.Add("gzip");
        // Who is not known is refused at the headers; the connection ends, maybe while the body is still sent.
        Assert.Equal(HttpStatusCode.Unauthorized, (await _site.SendAsync(unsigned)).Status);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _site.SendAsync(SignedBytes("msg_1", Packed(new byte[1024 * 1024])))).Status);
        Assert.Equal(HttpStatusCode.OK, (await _site.SendAsync(SignedBytes("msg_2", Packed("""{"story":"owls"}"""u8.ToArray())))).Status);

        var stored = Assert.Single(await _site.DeliveriesAsync());
        Assert.Equal("""{"story":"owls"}""", (await _site.Store.FindAsync(new(stored.Id), Cancellation))!.Value.Body);
    }

    [Fact]
    public async Task A_body_that_comes_byte_by_byte_is_given_up_and_holds_up_nobody_meanwhile()
    {
        await using var slow = await _site.ConnectAsync();
        var signed = PublicSite.Signed("msg_1", _clock.GetUtcNow(), "{}");
        var headers = string.Concat(signed.Headers.Select(header => $"{header.Key}: {string.Join(", ", header.Value)}\r\n"));
        await slow.WriteAsync(Encoding.ASCII.GetBytes($"POST /webhooks/news HTTP/1.1\r\nHost: x\r\n{headers}Content-Length: 90000\r\n\r\n{{"), Cancellation);

        // A second connection that is answered shows that the first is being read, or will be given up all the same.
        Assert.Equal(HttpStatusCode.OK, (await _site.SendAsync(PublicSite.Signed("msg_2", _clock.GetUtcNow(), "{}"))).Status);
        using var reader = new StreamReader(slow);
        var answer = reader.ReadLineAsync(Cancellation).AsTask();
        await Eventually.TrueAsync(
            () =>
            {
                _clock.Advance(BodyReading.Patience);
                return answer.IsCompleted;
            },
            "it is given up",
            Cancellation);

        Assert.Equal("HTTP/1.1 408 Request Timeout", await answer);
    }

    [Fact]
    public async Task A_delivery_that_breaks_off_is_not_taken()
    {
        await using (var broken = await _site.ConnectAsync())
        {
            var signed = PublicSite.Signed("msg_1", _clock.GetUtcNow(), """{"story":"owls"}""");
            var headers = string.Concat(signed.Headers.Select(header => $"{header.Key}: {string.Join(", ", header.Value)}\r\n"));
            await broken.WriteAsync(Encoding.ASCII.GetBytes($"POST /webhooks/news HTTP/1.1\r\nHost: x\r\n{headers}Content-Length: 16\r\n\r\n{{\"story\":"), Cancellation);
        }

        Assert.Equal(HttpStatusCode.OK, (await _site.SendAsync(PublicSite.Signed("msg_2", _clock.GetUtcNow(), "{}"))).Status);
        Assert.Equal("msg_2", Assert.Single(await _site.DeliveriesAsync()).Delivery);
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFF\r\nabc")]
    [InlineData("5\r\nabcdefgh\r\n0\r\n\r\n")]
    [InlineData("-1\r\n")]
    [InlineData("zz\r\n")]
    public async Task A_body_that_lies_about_its_length_is_refused_as_such(string chunks)
    {
        await using var connection = await _site.ConnectAsync();
        var signed = PublicSite.Signed("msg_1", _clock.GetUtcNow(), "abcde");
        var headers = string.Concat(signed.Headers.Select(header => $"{header.Key}: {string.Join(", ", header.Value)}\r\n"));
        await connection.WriteAsync(Encoding.ASCII.GetBytes($"POST /webhooks/news HTTP/1.1\r\nHost: x\r\n{headers}Transfer-Encoding: chunked\r\n\r\n{chunks}"), Cancellation);

        Assert.Equal("HTTP/1.1 400 Bad Request", await new StreamReader(connection).ReadLineAsync(Cancellation));
        Assert.Empty(await _site.DeliveriesAsync());
    }

    [Fact]
    public async Task Half_a_surrogate_pair_and_deep_nesting_are_passed_on_as_text()
    {
        foreach (var (id, body) in new[] { ("msg_1", """{"title":"\ud800"}"""), ("msg_2", new string('[', 200) + new string(']', 200)) })
        {
            Assert.Equal(HttpStatusCode.OK, (await _site.SendAsync(PublicSite.Signed(id, _clock.GetUtcNow(), body))).Status);
        }

        var told = await _site.Process.Store.ListAsync(new(), long.MaxValue, 10, Cancellation);
        Assert.Equal(["""{"title":"\ud800"}""", new string('[', 200) + new string(']', 200)], told.Reverse().Select(one => one.Data.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task Deliveries_are_sent_by_post()
    {
        using var answer = await _site.Client.GetAsync("/webhooks/news", Cancellation);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "POST"), (answer.StatusCode, answer.Content.Headers.Allow.Single()));
    }

    private HttpRequestMessage Changed(Action<HttpRequestMessage> change)
    {
        var request = PublicSite.Signed("msg_1", _clock.GetUtcNow(), "{}");
        change(request);
        return request;
    }

    private static void Replace(HttpRequestMessage request, string header, string value)
    {
        request.Headers.Remove(header);
        request.Headers.TryAddWithoutValidation(header, value);
    }

    // Signed over the bytes that travel, which the library of others takes as text only.
    private HttpRequestMessage SignedBytes(string id, byte[] body)
    {
        var at = _clock.GetUtcNow();
        var request = PublicSite.Signed(id, at, "");
        Replace(request, "webhook-signature", Reelway.Webhooks.WebhookSignature.Of([PublicSite.Secret], id, at, body));
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentEncoding.Add("gzip");
        return request;
    }

    private static byte[] Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }
}
