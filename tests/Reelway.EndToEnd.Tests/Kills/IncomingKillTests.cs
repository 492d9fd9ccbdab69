using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Reelway.Contracts;

namespace Reelway.EndToEnd.Tests.Kills;

/// <summary>The server is killed while deliveries come in: what was answered is there, and what is sent again counts once.</summary>
public sealed class IncomingKillTests
{
    private const int Deliveries = 400;
    private const string Key = "a-key-that-only-this-test-has-yet";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_kill_between_accepting_and_answering_loses_nothing_and_doubles_nothing()
    {
        using var folder = new TemporaryFolder();
        var port = FreePort();
        var configuration = folder["reelway.yaml"];
        await File.WriteAllTextAsync(configuration, $$"""
            data: { directory: data }
            server: { urls: ["http://127.0.0.1:0"] }
            webhook:
              host: 127.0.0.1
              port: {{port}}
              receivers:
                news: { secrets: [whsec_{{Convert.ToBase64String(Encoding.ASCII.GetBytes(Key))}}] }
            """, Cancellation);
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 32 }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var answered = new HashSet<int>();
        await using (var doomed = ServerProcess.Start(configuration, folder["data"]))
        {
            await doomed.UntilAsync("it takes deliveries", async () => await SendAsync(client, 0));
            var sending = Enumerable.Range(0, Deliveries).Select(async number =>
            {
                if (await SendAsync(client, number))
                {
                    lock (answered)
                    {
                        answered.Add(number);
                    }
                }
            }).ToList();
            await doomed.UntilAsync("some are answered", () => Task.FromResult(answered.Count > Deliveries / 4));
            await doomed.KillAsync();
            await Task.WhenAll(sending);
        }

        await using var server = ServerProcess.Start(configuration, folder["data"]);
        await server.UntilAsync("it takes deliveries again", async () => await SendAsync(client, 0));
        var before = await KeptAsync(server);
        Assert.Equal([], answered.Except(before));
        for (var number = 0; number < Deliveries; number++)
        {
            Assert.True(await SendAsync(client, number), $"Delivery {number} is not taken.");
        }

        var kept = await KeptAsync(server);
        Assert.Equal(Enumerable.Range(0, Deliveries), kept.Order());
        await server.UntilAsync("each is announced once", async () => await CountAsync(server, "events?type=webhook.received&limit=200") == Deliveries);
    }

    private static async Task<bool> SendAsync(HttpClient client, int number)
    {
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var body = $$"""{"number":{{number}}}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/news") { Content = new StringContent(body) };
        request.Headers.Add("webhook-id", $"msg_{number}");
        request.Headers.Add("webhook-timestamp", at);
        request.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(HMACSHA256.HashData(Encoding.ASCII.GetBytes(Key), Encoding.UTF8.GetBytes($"msg_{number}.{at}.{body}"))));
        try
        {
            using var answer = await client.SendAsync(request, Cancellation);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception cut) when (cut is HttpRequestException or SocketException)
        {
            // Nobody there, or killed on the way: it was not answered for.
            return false;
        }
    }

    private static async Task<HashSet<int>> KeptAsync(ServerProcess server)
        => [.. (await AllAsync(server, "incoming?limit=200")).Select(item => int.Parse(item.GetProperty("delivery").GetString()!["msg_".Length..], CultureInfo.InvariantCulture))];

    private static async Task<int> CountAsync(ServerProcess server, string path) => (await AllAsync(server, path)).Count;

    private static async Task<List<JsonElement>> AllAsync(ServerProcess server, string path)
    {
        var all = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = await server.FindAsync<JsonElement?>(async http => await http.GetFromJsonAsync<JsonElement>(
                $"api/v1/{path}{(cursor is null ? "" : $"&cursor={cursor}")}", Cancellation));
            Assert.NotNull(page);
            all.AddRange(page.Value.GetProperty("items").EnumerateArray());
            cursor = page.Value.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        return all;
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
