using System.Collections.Concurrent;
using Reelway.Sandbox.Aws;

namespace Reelway.Sandbox.Sqs;

/// <summary>The queues of the account.</summary>
internal sealed class SqsWorld
{
    private readonly ConcurrentDictionary<string, SqsQueue> _queues = new(StringComparer.Ordinal);
    private readonly AwsSandboxOptions _account;
    private readonly TimeProvider _time;

    public SqsWorld(AwsSandboxOptions account, TimeProvider time)
    {
        _account = account;
        _time = time;
        Reset();
    }

    public IReadOnlyList<SqsQueue> Queues => [.. _queues.Values.OrderBy(queue => queue.Name, StringComparer.Ordinal)];

    public SqsQueue? FindByName(string name) => _queues.GetValueOrDefault(name);

    public SqsQueue? FindByArn(string arn) => _queues.Values.FirstOrDefault(queue => queue.Arn == arn);

    public SqsQueue? FindByUrl(string url) => _queues.Values.FirstOrDefault(queue => queue.Url == url);

    /// <summary>The queue of this name, made when it is not there.</summary>
    public SqsQueue Ensure(string name, IReadOnlyDictionary<string, string> attributes) => _queues.GetOrAdd(name, _ => new SqsQueue(
        name, $"arn:aws:sqs:{_account.Region}:{_account.AccountId}:{name}",
        // A name that does not resolve: clients must call the address that they are configured with.
        $"https://sqs.{_account.Region}.sandbox.invalid/{_account.AccountId}/{name}", attributes, _time));

    public bool Remove(SqsQueue queue) => _queues.TryRemove(KeyValuePair.Create(queue.Name, queue));

    public SqsMessage Send(SqsQueue queue, string body, TimeSpan delay, System.Text.Json.Nodes.JsonObject? attributes = null)
    {
        var now = _time.GetUtcNow();
        var message = new SqsMessage(Guid.NewGuid().ToString(), body, now, now + delay) { Attributes = attributes };
        queue.Add(message);
        return message;
    }

    public void Reset()
    {
        _queues.Clear();
        foreach (var (name, attributes) in _account.Queues)
        {
            Ensure(name, attributes);
        }
    }
}
