using System.Text.Json;

namespace Reelway.Contracts.Servers;

/// <summary>A virtual host for one test, deleted when the test is over.</summary>
public sealed class RabbitMqSpace : IAsyncDisposable
{
    private readonly RabbitMqServer _server;
    private readonly HttpClient _management;

    internal RabbitMqSpace(RabbitMqServer server, HttpClient management, string name, string user, string password)
        => (_server, _management, Name, User, Password) = (server, management, name, user, password);

    public string Name { get; }

    public string User { get; }

    public string Password { get; }

    /// <summary>As in the setting <c>doorbell.url</c>.</summary>
    public string Url => UrlThrough(_server.Port);

    /// <summary>The same through another loopback port: a <see cref="TcpProxy"/>.</summary>
    public string UrlThrough(int port) => $"amqp://{User}:{Password}@127.0.0.1:{port}/{Name}";

    /// <summary>Deletes every queue that is not one connection's own, with what lies in it; its consumers are told.</summary>
    public async Task DeleteQueuesAsync(CancellationToken cancellation)
    {
        foreach (var queue in await QueuesAsync(cancellation))
        {
            using var answer = await _management.DeleteAsync($"queues/{Name}/{Uri.EscapeDataString(queue)}", cancellation);
            answer.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Throws away what is ready in every such queue.</summary>
    public async Task PurgeQueuesAsync(CancellationToken cancellation)
    {
        foreach (var queue in await QueuesAsync(cancellation))
        {
            using var answer = await _management.DeleteAsync($"queues/{Name}/{Uri.EscapeDataString(queue)}/contents", cancellation);
            answer.EnsureSuccessStatusCode();
        }
    }

    /// <summary>The names of the queues that are not one connection's own.</summary>
    public async Task<IReadOnlyList<string>> QueuesAsync(CancellationToken cancellation)
    {
        await using var body = await _management.GetStreamAsync($"queues/{Name}?columns=name,exclusive", cancellation);
        using var queues = await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
        return [.. queues.RootElement.EnumerateArray().Where(queue => !queue.GetProperty("exclusive").GetBoolean()).Select(queue => queue.GetProperty("name").GetString()!)];
    }

    public async ValueTask DisposeAsync()
    {
        using var answer = await _management.DeleteAsync($"vhosts/{Name}");
        answer.EnsureSuccessStatusCode();
    }
}
