using System.Globalization;
using System.Text;
using Reelway.Sandbox.Webhooks;

namespace Reelway.Sandbox.Tests.Webhooks;

public sealed class WebhookReceiverTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public void The_published_vector_is_signed_as_the_reference_libraries_do()
    {
        var signature = WebhookSignature.Sign(Secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", """{"test": 2432232314}"""u8);

        Assert.Equal("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Fact]
    public async Task Everything_sent_is_kept_and_answered_200()
    {
        await using var http = await SandboxHttp.StartAsync();

        using var answer = await http.SendAsync(HttpMethod.Put, "/webhooks/partner/deep?x=1", new StringContent("Grüße", Encoding.UTF8, "text/plain"));

        Assert.Equal(200, (int)answer.StatusCode);
        var call = Assert.Single(http.Server.Webhooks.Received.Entries);
        Assert.Equal(("partner", "PUT", "/webhooks/partner/deep?x=1", "Grüße"), (call.Receiver, call.Method, call.Path, call.Body));
        Assert.StartsWith("text/plain", call.Headers["content-type"], StringComparison.Ordinal);
        Assert.Equal(SignatureCheck.Unchecked, call.Signature);
    }

    [Fact]
    public async Task A_receiver_answers_as_told()
    {
        await using var http = await SandboxHttp.StartAsync();
        using var set = await http.SendAsync(HttpMethod.Put, "/_sandbox/webhooks/partner", new StringContent("""{"status":410,"body":"gone"}"""));

        using var answer = await http.PostJsonAsync("/webhooks/partner", "{}");
        using var other = await http.PostJsonAsync("/webhooks/other", "{}");

        Assert.Equal((204, 410, 200), ((int)set.StatusCode, (int)answer.StatusCode, (int)other.StatusCode));
        Assert.Equal("gone", await answer.Content.ReadAsStringAsync(SandboxHttp.Cancellation));
    }

    [Fact]
    public async Task A_receiver_with_a_secret_takes_only_well_signed_calls()
    {
        var time = new ManualTime();
        await using var http = await SandboxHttp.StartAsync(new SandboxOptions { Time = time });
        http.Server.Webhooks.Set("signed", new WebhookSettings(Secret));
        var now = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var old = (time.GetUtcNow() - TimeSpan.FromSeconds(301)).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var good = "v1," + WebhookSignature.Sign(Secret, "msg_1", now, "{}"u8);

        Assert.Equal(200, await SignedAsync(http, "msg_1", now, "v1a,xyz " + good, "{}"));
        Assert.Equal(200, await SignedAsync(http, "msg_1", now, "v1,AAAA " + good, "{}"));
        Assert.Equal(401, await SignedAsync(http, "msg_1", now, good, "{ }"));
        Assert.Equal(401, await SignedAsync(http, "msg_2", now, good, "{}"));
        Assert.Equal(401, await SignedAsync(http, "msg_1", old, "v1," + WebhookSignature.Sign(Secret, "msg_1", old, "{}"u8), "{}"));
        Assert.Equal(401, await SignedAsync(http, "msg_1", now, "v1,", "{}"));
        using var unsigned = await http.PostJsonAsync("/webhooks/signed", "{}");
        Assert.Equal(401, (int)unsigned.StatusCode);

        var calls = http.Server.Webhooks.Received.Entries;
        Assert.Equal([false, true, true, false, true, true, false], calls.Select(call => call.Repeated));
        Assert.All(calls, call => Assert.Equal(call.Signature == SignatureCheck.Valid, call.SignatureProblem is null));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_and_not_kept()
    {
        await using var http = await SandboxHttp.StartAsync(new SandboxOptions { Webhooks = new() { LargestBodyBytes = 1_000 } });

        using var answer = await http.SendAsync(HttpMethod.Post, "/webhooks/big", new ByteArrayContent(new byte[1_001]));

        Assert.Equal(413, (int)answer.StatusCode);
        Assert.Empty(http.Server.Webhooks.Received.Entries);
    }

    [Fact]
    public async Task A_body_that_is_no_text_is_kept_as_base64()
    {
        await using var http = await SandboxHttp.StartAsync();

        using var answer = await http.SendAsync(HttpMethod.Post, "/webhooks/binary", new ByteArrayContent([0xff, 0x00]));

        var call = Assert.Single(http.Server.Webhooks.Received.Entries);
        Assert.Equal(("/wA=", true), (call.Body, call.BodyIsBase64));
    }

    [Fact]
    public async Task A_rate_limit_names_the_wait()
    {
        await using var http = await SandboxHttp.StartAsync();
        await http.OrderFaultAsync("""{"system":"webhooks","match":{"path":"/partner"},"effect":"rate-limit","minutes":2}""");

        using var answer = await http.PostJsonAsync("/webhooks/partner", "{}");

        Assert.Equal((429, 120), ((int)answer.StatusCode, (int)answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
        Assert.Empty(http.Server.Webhooks.Received.Entries);
    }

    [Theory]
    [InlineData("""{"secret":"hello"}""")]
    [InlineData("""{"secret":"whsec_c2hvcnQ="}""")]
    [InlineData("""{"status":1000}""")]
    public async Task Settings_that_make_no_sense_are_refused(string json)
    {
        await using var http = await SandboxHttp.StartAsync();

        using var answer = await http.SendAsync(HttpMethod.Put, "/_sandbox/webhooks/partner", new StringContent(json));

        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_test_can_wait_for_what_comes_later()
    {
        await using var http = await SandboxHttp.StartAsync();
        var waiting = http.Server.Webhooks.Received.WaitAsync(calls => calls.Count == 2, SandboxHttp.Cancellation);

        using var one = await http.PostJsonAsync("/webhooks/a", "1");
        Assert.False(waiting.IsCompleted);
        using var two = await http.PostJsonAsync("/webhooks/a", "2");

        Assert.Equal(["1", "2"], (await waiting).Select(call => call.Body));
    }

    private static async Task<int> SignedAsync(SandboxHttp http, string id, string timestamp, string signature, string body)
    {
        var content = new StringContent(body, Encoding.UTF8, "application/json");
        content.Headers.Add("webhook-id", id);
        content.Headers.Add("webhook-timestamp", timestamp);
        content.Headers.Add("webhook-signature", signature);
        using var answer = await http.SendAsync(HttpMethod.Post, "/webhooks/signed", content);
        return (int)answer.StatusCode;
    }
}
