using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Reelway.Contracts.Connectors;
using Reelway.Events;
using Reelway.Frame.Configuration;
using Reelway.Sandbox;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.Webhooks;
using Reelway.Webhooks;
using StandardWebhooks;

namespace Reelway.Tests.Webhooks;

/// <summary>Single attempts, against a receiver with real sockets.</summary>
public sealed class WebhookSenderTests : IAsyncLifetime
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static readonly RecordedEvent Told = new(
        7, "talk.published/talk/talk_1/run_1/announce/0", "talk.published", "talk/talk_1", new DateTimeOffset(2026, 3, 4, 10, 15, 30, 120, TimeSpan.Zero),
        JsonDocument.Parse("""{"talk":"talk_1","title":"Käuze"}""").RootElement);

    private readonly WebhookSender _sender = new(new UrlsOptions { Allow = ["127.0.0.1"] }, TimeProvider.System);
    private SandboxServer _sandbox = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Cancellation);

    public async ValueTask DisposeAsync()
    {
        _sender.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task An_event_arrives_signed_as_the_reference_library_wants_it_with_its_length_and_nothing_secret_is_kept()
    {
        var endpoint = Endpoint(new EndpointSettings { Url = Url("newsroom"), Auth = EndpointSettings.AuthBearer }, new Dictionary<string, string> { ["X-Desk"] = "desk-secret" });

        var attempt = await _sender.SendAsync(endpoint, WebhookMessage.Of(Told, template: null), Cancellation);

        var received = _sandbox.Webhooks.Received.Entries.Single();
        new StandardWebhook(Secret).Verify(received.Body, new HeaderDictionary(received.Headers.ToDictionary(header => header.Key, header => new StringValues(header.Value))));
        Assert.Equal(
            $$$"""{"type":"talk.published","timestamp":"2026-03-04T10:15:30.120Z","id":"{{{received.WebhookId}}}","subject":"talk/talk_1","sequence":7,"data":{"talk":"talk_1","title":"K\u00E4uze"}}""",
            received.Body);
        Assert.Matches("^msg_[A-Za-z0-9_-]{24}$", received.WebhookId);
        Assert.Equal(("Bearer opensesame", "desk-secret", "application/json"), (received.Headers["authorization"], received.Headers["x-desk"], received.Headers["content-type"]));
        Assert.True(received.Headers.ContainsKey("content-length") && !received.Headers.ContainsKey("transfer-encoding"));
        Assert.Equal((200, null), (attempt.Status, attempt.Problem));
        Assert.DoesNotContain("opensesame", attempt.Request, StringComparison.Ordinal);
        Assert.DoesNotContain("desk-secret", attempt.Request, StringComparison.Ordinal);
        Assert.Contains("webhook-signature: v1,", attempt.Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_and_no_signature_are_sent_as_set()
    {
        var settings = new EndpointSettings { Url = Url("plain"), Method = "PUT", Signed = false, Template = """{"text":"{title} is out","n":"{sequence}"}""" };

        await _sender.SendAsync(Endpoint(settings), WebhookMessage.Of(Told, settings.Template), Cancellation);

        var received = _sandbox.Webhooks.Received.Entries.Single();
        Assert.Equal(("PUT", """{"text":"K\u00E4uze is out","n":7}"""), (received.Method, received.Body));
        Assert.False(received.Headers.ContainsKey("webhook-signature"));
    }

    [Fact]
    public async Task What_the_receiver_answers_is_kept_up_to_its_limit()
    {
        _sandbox.Webhooks.Set("newsroom", new WebhookSettings(Status: 503, Body: new string('x', 60_000)));

        var attempt = await _sender.SendAsync(Endpoint(), WebhookMessage.Of(Told, template: null), Cancellation);

        Assert.Equal((503, WebhookSender.LargestAnswer, "It answered 503 (ServiceUnavailable)."), (attempt.Status, attempt.Answer.Length, attempt.Problem));
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_not_followed()
    {
        await using var server = new ScriptedHttpServer { Otherwise = static _ => ScriptedAnswer.Empty(200) };
        server.AnswerNext(ScriptedAnswer.Empty(307).With(("Location", "/elsewhere")));

        var attempt = await _sender.SendAsync(Endpoint(new EndpointSettings { Url = server.Url.ToString() }), WebhookMessage.Of(Told, template: null), Cancellation);

        Assert.Equal("It answered 307 and leads elsewhere, which is not followed; give the new address.", attempt.Problem);
        Assert.Single(server.Received);
    }

    [Fact]
    public async Task A_receiver_that_asks_to_wait_is_heard_up_to_a_day()
    {
        await using var server = new ScriptedHttpServer();
        server.AnswerNext(((string[])["180", "99999999", "-5", "soon"]).Select(wait => ScriptedAnswer.Empty(429).With(("Retry-After", wait))));
        var endpoint = Endpoint(new EndpointSettings { Url = server.Url.ToString() });

        var waits = new List<TimeSpan?>();
        for (var i = 0; i < 4; i++)
        {
            waits.Add((await _sender.SendAsync(endpoint, WebhookMessage.Of(Told, template: null), Cancellation)).RetryAfter);
        }

        Assert.Equal([TimeSpan.FromMinutes(3), TimeSpan.FromDays(1), null, null], waits);
    }

    [Fact]
    public async Task A_receiver_that_cuts_the_line_or_answers_too_late_has_failed()
    {
        _sandbox.Faults.Add(new SandboxFault("webhooks", FaultEffect.Cut));
        _sandbox.Faults.Add(new SandboxFault("webhooks", FaultEffect.Hang));

        var (cut, late) = (
            await _sender.SendAsync(Endpoint(), WebhookMessage.Of(Told, template: null), Cancellation),
            await _sender.SendAsync(Endpoint(new EndpointSettings { Url = Url("newsroom"), TimeoutSeconds = 1 }), WebhookMessage.Of(Told, template: null), Cancellation));

        Assert.Equal((null, null), (cut.Status, late.Status));
        Assert.StartsWith("It can't be reached, or broke off", cut.Problem, StringComparison.Ordinal);
        Assert.Equal("It did not answer in 1 s.", late.Problem);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/webhooks/newsroom")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/webhooks/newsroom")]
    [InlineData("http://[::ffff:7f00:1]:{0}/webhooks/newsroom")]
    [InlineData("http://[64:ff9b::7f00:1]:{0}/webhooks/newsroom")]
    [InlineData("http://2130706433:{0}/webhooks/newsroom")]
    [InlineData("http://localhost:{0}/webhooks/newsroom")]
    [InlineData("http://10.1.2.3/")]
    public async Task A_private_address_is_never_called(string url)
    {
        using var strict = new WebhookSender(new UrlsOptions(), TimeProvider.System);
        var settings = new EndpointSettings { Url = string.Format(System.Globalization.CultureInfo.InvariantCulture, url, _sandbox.HttpUrl.Port) };

        var attempt = await strict.SendAsync(Endpoint(settings), WebhookMessage.Of(Told, template: null), Cancellation);

        Assert.True(attempt.Refused);
        Assert.Contains("is not an address that URLs given by users may lead to", attempt.Problem, StringComparison.Ordinal);
        Assert.Empty(_sandbox.Webhooks.Received.Entries);
    }

    private string Url(string receiver) => new Uri(_sandbox.HttpUrl, $"/webhooks/{receiver}").ToString();

    private WebhookEndpoint Endpoint(EndpointSettings? settings = null, Dictionary<string, string>? headers = null)
        => new(
            "newsroom", settings ?? new EndpointSettings { Url = Url("newsroom") },
            new Lazy<EndpointSecrets>(new EndpointSecrets(headers ?? [], "opensesame", Secret)), DateTimeOffset.UnixEpoch, Version: 1, Off: null, FailingSince: null, GoodAt: null);
}
