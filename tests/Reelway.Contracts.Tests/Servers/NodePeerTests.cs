using System.Net.Sockets;
using Reelway.Contracts.Servers;

namespace Reelway.Contracts.Tests.Servers;

public sealed class NodePeerTests
{
    [Fact]
    public Task Fauxqs_answers_on_loopback_until_it_is_disposed_of()
        => AnswersUntilDisposedOfAsync(NodePeer.StartFauxqsAsync, (client, web) => client.GetStringAsync(web), "ListAllMyBucketsResult");

    [Fact]
    public Task The_queue_server_has_the_queues_it_was_given()
        => AnswersUntilDisposedOfAsync(cancellation => NodePeer.StartSqsAsync("""[{"QueueName":"talks"}]""", cancellation), ListQueuesAsync, "/talks</QueueUrl>");

    [Fact]
    public Task Maildev_shows_the_mails_it_took()
        => AnswersUntilDisposedOfAsync(NodePeer.StartMaildevAsync, (client, web) => client.GetStringAsync(new Uri(web, "email")), "[]");

    private static async Task<string> ListQueuesAsync(HttpClient client, Uri web)
    {
        using var form = new FormUrlEncodedContent([new("Action", "ListQueues")]);
        using var answer = await client.PostAsync(web, form);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task AnswersUntilDisposedOfAsync(Func<CancellationToken, Task<NodePeer>> start, Func<HttpClient, Uri, Task<string>> ask, string answer)
    {
        var cancellation = TestContext.Current.CancellationToken;
        int port;
        await using (var peer = await start(cancellation))
        {
            port = peer.Port;
            using var client = new HttpClient(new SocketsHttpHandler());
            Assert.Contains(answer, await ask(client, peer.Web), StringComparison.Ordinal);
        }

        using var socket = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync("127.0.0.1", port, cancellation).AsTask());
    }
}
