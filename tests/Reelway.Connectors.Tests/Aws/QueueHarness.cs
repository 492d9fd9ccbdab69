using System.Net.Http.Headers;
using System.Text.Json;
using Reelway.Connectors.Aws;
using Reelway.Contracts.Connectors;
using Reelway.Contracts.Servers;

namespace Reelway.Connectors.Tests.Aws;

/// <summary>A new queue on a server, reached through a relay.</summary>
internal sealed class QueueHarness : IQueueHarness
{
    private readonly CapturedLog _log = new();
    private readonly ConnectorHttp _http;
    private readonly HttpRelay _relay;
    private readonly Func<string, CancellationToken, Task> _send;

    private QueueHarness(Uri server, AwsOptions options, string url, Func<string, CancellationToken, Task> send)
    {
        (Url, _send) = (url, send);
        _relay = new HttpRelay(server);
        Relay.Behind = _relay.PassAsync;
        _http = new ConnectorHttp(TimeProvider.System, _log);
        Queues = AwsQueues.Create(
            new AwsOptions
            {
                Region = options.Region,
                AccessKey = options.AccessKey,
                SecretKey = options.SecretKey,
                SessionToken = options.SessionToken,
                SqsUrl = new Uri(Relay.Url, (options.SqsUrl ?? server).AbsolutePath),
                CallTimeout = options.CallTimeout,
            },
            _http);
    }

    public AwsQueues Queues { get; }

    public string Url { get; }

    public ScriptedHttpServer Relay { get; } = new();

    /// <summary>A queue of the stand-in, which checks signatures.</summary>
    public static Task<IQueueHarness> OfSandboxAsync(AwsSandboxFixture world, TimeSpan callTimeout)
    {
        var name = NewName();
        var url = world.Sandbox.Sqs.Create(name);
        return Task.FromResult<IQueueHarness>(new QueueHarness(world.Sandbox.HttpUrl, world.Options(callTimeout: callTimeout), url, (body, _) =>
        {
            world.Sandbox.Sqs.Send(name, body);
            return Task.CompletedTask;
        }));
    }

    /// <summary>A queue of a server of somebody else.</summary>
    public static async Task<IQueueHarness> OfPeerAsync(PeerFixture peer, TimeSpan callTimeout, CancellationToken cancellation)
    {
        var server = (await peer.StartedAsync()).Web;
        var made = await CallAsync(server, "CreateQueue", new { QueueName = NewName() }, cancellation);
        var url = made.GetProperty("QueueUrl").GetString()!;
        var options = new AwsOptions { Region = "eu-west-1", AccessKey = "AKIDEXAMPLE", SecretKey = "secret", CallTimeout = callTimeout };
        return new QueueHarness(server, options, url, (body, token) => CallAsync(server, "SendMessage", new { QueueUrl = url, MessageBody = body }, token));
    }

    public Task SendAsync(string body, CancellationToken cancellation) => _send(body, cancellation);

    public async ValueTask DisposeAsync()
    {
        await Relay.DisposeAsync();
        _relay.Dispose();
        _http.Dispose();
        _log.Dispose();
    }

    private static string NewName() => $"recordings-{Guid.NewGuid():N}";

    /// <summary>Calls a server that looks at no signature.</summary>
    private static async Task<JsonElement> CallAsync(Uri server, string operation, object request, CancellationToken cancellation)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        content.Headers.Add("X-Amz-Target", $"AmazonSQS.{operation}");
        using var answer = await http.PostAsync(server, content, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
