using System.Security.Cryptography;
using System.Text;
using RabbitMQ.Client;

namespace Reelway.Engine.RabbitMq;

/// <summary>The exchanges and queues that rings travel through. Declaring them again changes nothing.</summary>
internal static class Topology
{
    /// <summary>Direct; a ring for a queue goes to one of the processes that take up its work.</summary>
    public const string WorkExchange = "engine.work";

    /// <summary>Fanout; what concerns every process.</summary>
    public const string ControlExchange = "engine.ctl";

    /// <summary>Where a message stops that no process could read.</summary>
    public const string ParkedQueue = "engine.parked";

    private const string ParkedExchange = "engine.dlx";

    /// <summary>A message that could not be read this often is parked.</summary>
    private const int DeliveryLimit = 5;

    /// <summary>With this many rings waiting, one more would tell nobody anything new: the broker refuses it.</summary>
    private const int MostRings = 1000;

    private const int MostParked = 10_000;

    /// <summary>Bytes of a name in AMQP (a short string), less our prefix.</summary>
    private const int LongestName = 255 - 5;

    /// <summary>The broker's queue for one of ours.</summary>
    public static string WorkQueue(string queue) => "work." + RoutingKey(queue);

    /// <summary>The queue's name, or its hash when AMQP has no room for the name.</summary>
    public static string RoutingKey(string queue)
        => Encoding.UTF8.GetByteCount(queue) <= LongestName ? queue : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(queue)));

    /// <summary>What both ends need.</summary>
    public static async Task DeclareAsync(IChannel channel, CancellationToken cancellation)
    {
        await channel.ExchangeDeclareAsync(WorkExchange, ExchangeType.Direct, durable: true, cancellationToken: cancellation);
        await channel.ExchangeDeclareAsync(ControlExchange, ExchangeType.Fanout, durable: true, cancellationToken: cancellation);
    }

    /// <summary>What the processes need that take up the queue's work.</summary>
    public static async Task DeclareWorkAsync(IChannel channel, IReadOnlyCollection<string> queues, CancellationToken cancellation)
    {
        await channel.ExchangeDeclareAsync(ParkedExchange, ExchangeType.Fanout, durable: true, cancellationToken: cancellation);
        await DeclareQuorumAsync(channel, ParkedQueue, new() { ["x-max-length"] = MostParked }, cancellation);
        await channel.QueueBindAsync(ParkedQueue, ParkedExchange, "", cancellationToken: cancellation);
        foreach (var queue in queues)
        {
            Dictionary<string, object?> settings = new()
            {
                ["x-delivery-limit"] = DeliveryLimit,
                ["x-dead-letter-exchange"] = ParkedExchange,
                ["x-max-length"] = MostRings,
                ["x-overflow"] = "reject-publish",
            };
            await DeclareQuorumAsync(channel, WorkQueue(queue), settings, cancellation);
            await channel.QueueBindAsync(WorkQueue(queue), WorkExchange, RoutingKey(queue), cancellationToken: cancellation);
        }
    }

    /// <summary>This process's own queue for what concerns all; it goes with the connection.</summary>
    public static async Task<string> DeclareControlAsync(IChannel channel, CancellationToken cancellation)
    {
        var queue = await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true, cancellationToken: cancellation);
        await channel.QueueBindAsync(queue.QueueName, ControlExchange, "", cancellationToken: cancellation);
        return queue.QueueName;
    }

    private static async Task DeclareQuorumAsync(IChannel channel, string name, Dictionary<string, object?> settings, CancellationToken cancellation)
    {
        settings["x-queue-type"] = "quorum";
        await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, settings, cancellationToken: cancellation);
    }
}
