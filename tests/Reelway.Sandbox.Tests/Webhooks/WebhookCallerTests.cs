using System.Text.Json;
using Reelway.Sandbox.Webhooks;

namespace Reelway.Sandbox.Tests.Webhooks;

/// <summary>The sandbox as a sender, to a receiver of its own.</summary>
public sealed class WebhookCallerTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public async Task Deliveries_are_signed_repeated_and_reordered_and_a_recorded_one_is_sent_again_as_it_was()
    {
        var time = new ManualTime();
        await using var http = await SandboxHttp.StartAsync(new SandboxOptions { Time = time });
        http.Server.Webhooks.Set("here", new WebhookSettings(Secret));
        var url = new Uri(http.Server.HttpUrl, "/webhooks/here");

        using var answer = await http.PostJsonAsync("/_sandbox/webhooks/send", $$"""{"url":"{{url}}","secret":"{{Secret}}","id":"m","count":2,"times":2,"reorder":true}""");

        Assert.Equal(200, (int)answer.StatusCode);
        var received = http.Server.Webhooks.Received.Entries;
        Assert.Equal([("m_2", false), ("m_2", true), ("m_1", false), ("m_1", true)], received.Select(call => (call.WebhookId!, call.Repeated)));
        Assert.All(received, call => Assert.Equal(SignatureCheck.Valid, call.Signature));
        Assert.Equal("""{"id":"m_2","number":2}""", received[0].Body);

        time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(401, (await http.Server.Webhooks.Caller.ReplayAsync(1, SandboxHttp.Cancellation))!.Status);
        Assert.Null(await http.Server.Webhooks.Caller.ReplayAsync(99, SandboxHttp.Cancellation));
    }

    [Theory]
    [InlineData(CallerTrick.Forge, 401)]
    [InlineData(CallerTrick.Late, 401)]
    [InlineData(CallerTrick.Bare, 401)]
    [InlineData(CallerTrick.Change, 401)]
    [InlineData(CallerTrick.Large, 413)]
    [InlineData(CallerTrick.Cut, null)]
    public async Task Each_trick_is_one_that_a_careful_receiver_refuses(CallerTrick how, int? status)
    {
        await using var http = await SandboxHttp.StartAsync();
        http.Server.Webhooks.Set("here", new WebhookSettings(Secret));

        var sent = await http.Server.Webhooks.Caller.SendAsync(new WebhookCall(new Uri(http.Server.HttpUrl, "/webhooks/here"), Secret, How: how), SandboxHttp.Cancellation);

        Assert.Equal(status, Assert.Single(sent).Status);
    }

    [Fact]
    public async Task It_calls_this_machine_only_and_says_what_is_wrong_with_an_order()
    {
        await using var http = await SandboxHttp.StartAsync();

        foreach (var (order, sentence) in new[]
        {
            ("""{"url":"https://hooks.example.org/","secret":"x"}""", "must be an http or https address of this machine"),
            ("""{"url":"http://127.0.0.1/"}""", "\\u0022secret\\u0022 is what it is signed with"),
            ("""{"url":"http://127.0.0.1/","secret":"short"}""", "base64 of 24 to 64 bytes"),
            ("""{"url":"http://127.0.0.1/","sekret":"x"}""", "is unknown"),
        })
        {
            using var answer = await http.PostJsonAsync("/_sandbox/webhooks/send", order);
            Assert.Equal(400, (int)answer.StatusCode);
            var text = await answer.Content.ReadAsStringAsync(SandboxHttp.Cancellation);
            Assert.Contains(JsonSerializer.Deserialize<string>($"\"{sentence}\"")!, JsonSerializer.Deserialize<JsonElement>(text).GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }
}
