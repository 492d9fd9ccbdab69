using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Reelway.Contracts.Servers;
using Reelway.Contracts.Time;
using Reelway.Tests.Connections;
using Reelway.Tests.Events;
using Reelway.Webhooks;

namespace Reelway.Tests.Webhooks;

/// <summary>A receiver that is not ours judges what we deliver: the library of Standard Webhooks for Node.</summary>
public sealed class StandardWebhooksTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Former = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_library_for_Node_verifies_a_delivery_also_after_a_rotation_and_refuses_one_that_was_tampered_with()
    {
        await using var receiver = await NodePeer.StartWebhooksAsync(Secret, Cancellation);
        await using var store = await SharedStore.OnSqliteAsync();
        await using var process = await EventProcess.StartWithWebhooksAsync(await store.OpenAsync(TimeProvider.System, Cancellation), TimeProvider.System);
        await AddAsync(process, "plain", receiver, new EndpointSecrets(NoHeaders, Credentials: null, Secret));
        await AddAsync(process, "rotated", receiver, new EndpointSecrets(NoHeaders, Credentials: null, Former) { Formers = [new FormerSecret(Secret, DateTimeOffset.MaxValue)] });
        await AddAsync(process, "foreign", receiver, new EndpointSecrets(NoHeaders, Credentials: null, Former));

        await process.RecordAsync(("Café – „Eulen bei Nacht“ 🦉", "1"));
        await process.PumpAsync();

        Assert.Equal("verified: talk.published", await AnswerAsync(process, "plain"));
        Assert.Equal("verified: talk.published", await AnswerAsync(process, "rotated"));
        Assert.Equal("refused: No matching signature found", await AnswerAsync(process, "foreign"));
        var sent = await SentAsync(receiver);
        var body = sent.GetProperty("body").GetString()!;
        Assert.Equal((HttpStatusCode.OK, "verified: talk.published"), await RepeatAsync(receiver, sent, body));
        Assert.Equal(
            (HttpStatusCode.Unauthorized, "refused: No matching signature found"), await RepeatAsync(receiver, sent, body.Replace("Eulen", "Bienen", StringComparison.Ordinal)));
    }

    private static Dictionary<string, string> NoHeaders => [];

    private static async Task AddAsync(EventProcess process, string name, NodePeer receiver, EndpointSecrets secrets)
        => Assert.True(await process.Get<WebhookStore>().AddAsync(name, new EndpointSettings { Url = receiver.Web.ToString(), Types = ["talk.published"] }, secrets, Cancellation));

    private static Task<string> AnswerAsync(EventProcess process, string endpoint) => Eventually.FoundAsync(
        async () => await process.Get<WebhookStore>().DeliveriesAsync(endpoint, state: null, long.MaxValue, 10, Cancellation) is [var delivery]
            && await process.Get<WebhookStore>().AttemptsAsync(new Engine.RunId(delivery.RunId), Cancellation) is [var attempt, ..]
                ? attempt.Answer
                : null,
        $"an attempt to deliver to {endpoint}",
        Cancellation);

    private static async Task<JsonElement> SentAsync(NodePeer receiver)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        return await http.GetFromJsonAsync<JsonElement>(receiver.Web, Cancellation);
    }

    /// <summary>Sends what the receiver has got once more, with its signature.</summary>
    private static async Task<(HttpStatusCode Status, string Answer)> RepeatAsync(NodePeer receiver, JsonElement sent, string body)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Post, receiver.Web) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var header in sent.GetProperty("headers").EnumerateObject().Where(header => header.Name.StartsWith("webhook-", StringComparison.Ordinal)))
        {
            request.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
        }

        using var answer = await http.SendAsync(request, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }
}
