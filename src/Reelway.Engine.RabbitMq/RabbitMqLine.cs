using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using Reelway.Engine.Doorbells;

namespace Reelway.Engine.RabbitMq;

/// <summary>One connection to the broker, until anything about it breaks.</summary>
internal sealed class RabbitMqLine : IRingLine
{
    /// <summary>Rings that may be sent before the broker has confirmed the first of them.</summary>
    private const int ConfirmWindow = 256;

    /// <summary>Rings that the broker may hand over ahead. They are passed on and acknowledged at once: none is held while work is done.</summary>
    private const ushort Prefetch = 32;

    /// <summary>A broker that is gone need not be waited for.</summary>
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(1);

    /// <summary>Marks what this line has sent.</summary>
    private readonly string _sender = Guid.NewGuid().ToString("n");

    /// <summary>Longest answer of a queue that is well. Deleting one that is not takes the broker 5 s more, and both fit into the doorbell's patience.</summary>
    private static readonly TimeSpan QueueLimit = TimeSpan.FromSeconds(3);

    private readonly IConnection _connection;
    private readonly string _where;
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<string> _leaving = [];
    private readonly List<string> _hearing = [];
    private IChannel? _sending;
    private Consumption? _work;
    private volatile bool _full;
    private volatile string? _blocked;

    public RabbitMqLine(IConnection connection, string where)
    {
        (_connection, _where) = (connection, where);
        connection.ConnectionShutdownAsync += LoseAsync;
        connection.ConnectionBlockedAsync += (_, blocked) =>
        {
            _blocked = blocked.Reason;
            return Task.CompletedTask;
        };
        connection.ConnectionUnblockedAsync += (_, _) =>
        {
            _blocked = null;
            return Task.CompletedTask;
        };
    }

    public Task Lost => _lost.Task;

    public async Task OpenAsync(IReadOnlyCollection<string>? queues, Action<Ring> heard, CancellationToken cancellation)
    {
        _sending = await _connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellation);
        _sending.ChannelShutdownAsync += LoseAsync;
        await Topology.DeclareAsync(_sending, cancellation);
        if (queues is not null)
        {
            await ConsumeAsync(queues, heard, cancellation);
        }
    }

    public async Task SendAsync(IReadOnlyCollection<Ring> rings, CancellationToken cancellation)
    {
        foreach (var window in rings.Chunk(ConfirmWindow))
        {
            await Task.WhenAll(window.Select(ring => PublishAsync(ring, cancellation)));
        }
    }

    /// <remarks>While this process is full, rings wait in the broker for one that is not, or for this one.</remarks>
    public async Task TakeWorkAsync(bool takes, CancellationToken cancellation)
    {
        if (_work is not { } work)
        {
            return;
        }

        _full = !takes;
        try
        {
            await (takes ? HearWorkAsync(work, cancellation) : LeaveWorkAsync(work, cancellation));
        }
        catch (Exception failure) when (BrokerFaults.Of(failure, _where) is { } fault)
        {
            throw fault;
        }
    }

    public async Task<long?> SetAsideAsync(CancellationToken cancellation)
    {
        try
        {
            // A channel of its own: the broker closes it when nobody has made the queue yet.
            await using var channel = await _connection.CreateChannelAsync(cancellationToken: cancellation);
            return await channel.MessageCountAsync(Topology.ParkedQueue, cancellation);
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return 0;
        }
        catch (Exception failure) when (BrokerFaults.Of(failure, _where) is { } fault)
        {
            throw fault;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync(_connection);
        _lost.TrySetResult();
    }

    public static async Task CloseAsync(IConnection connection)
    {
        await connection.AbortAsync(CloseLimit);
        await connection.DisposeAsync();
    }

    private async Task PublishAsync(Ring ring, CancellationToken cancellation)
    {
        var (exchange, key) = ring.Kind == RingKind.Work ? (Topology.WorkExchange, Topology.RoutingKey(ring.Queue)) : (Topology.ControlExchange, "");
        try
        {
            await _sending!.BasicPublishAsync(
                exchange, key, mandatory: true, new BasicProperties { Persistent = true, AppId = _sender }, Encoding.UTF8.GetBytes(RingText.Of(ring)), cancellation);
        }
        catch (PublishException refused) when (refused.IsReturn || ring.Kind == RingKind.Work)
        {
            // Returned: no process takes up this queue's work, and one that comes looks by itself.
            // Refused: so many rings wait in the queue that this one would tell nothing new.
        }
        catch (OperationCanceledException late) when (_blocked is { } reason)
        {
            throw new DoorbellException($"The broker {_where} takes no rings now: {reason}. Give it room.", late);
        }
        catch (Exception failure) when (BrokerFaults.Of(failure, _where) is { } fault)
        {
            throw fault;
        }
    }

    private async Task ConsumeAsync(IReadOnlyCollection<string> queues, Action<Ring> heard, CancellationToken cancellation)
    {
        var channel = await _connection.CreateChannelAsync(cancellationToken: cancellation);
        channel.ChannelShutdownAsync += LoseAsync;
        await Topology.DeclareWorkAsync(channel, queues, cancellation);
        var control = await Topology.DeclareControlAsync(channel, cancellation);
        await channel.BasicQosAsync(0, Prefetch, global: false, cancellation);
        await channel.BasicConsumeAsync(control, autoAck: false, Consumer(channel, heard), cancellation);
        _work = new Consumption(channel, [.. queues.Select(Topology.WorkQueue)], heard);
        await HearWorkAsync(_work, cancellation);
    }

    private async Task HearWorkAsync(Consumption work, CancellationToken cancellation)
    {
        foreach (var queue in work.Queues)
        {
            try
            {
                _hearing.Add(await work.Channel.BasicConsumeAsync(queue, autoAck: false, Consumer(work.Channel, work.Heard), cancellation).WaitAsync(QueueLimit, cancellation));
            }
            catch (TimeoutException dead)
            {
                await RemoveAsync(queue, dead, cancellation);
            }
        }
    }

    private async Task LeaveWorkAsync(Consumption work, CancellationToken cancellation)
    {
        foreach (var tag in _hearing)
        {
            lock (_leaving)
            {
                _leaving.Add(tag);
            }

            await work.Channel.BasicCancelAsync(tag, noWait: false, cancellation);
        }

        _hearing.Clear();
    }

    /// <summary>A broker that was killed may come back with a quorum queue that has no leader and never answers (seen with 3.10). Nothing in it is worth keeping.</summary>
    private async Task RemoveAsync(string queue, TimeoutException dead, CancellationToken cancellation)
    {
        var channel = await _connection.CreateChannelAsync(cancellationToken: cancellation);
        await channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false, cancellationToken: cancellation);
        throw new DoorbellException($"The queue {queue} of the broker {_where} did not answer, and was deleted; it is made again.", dead);
    }

    private AsyncEventingBasicConsumer Consumer(IChannel channel, Action<Ring> heard)
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) => ReceiveAsync(channel, delivery, heard);
        consumer.UnregisteredAsync += (_, gone) =>
        {
            if (!gone.ConsumerTags.All(HasLeft))
            {
                _lost.TrySetException(new DoorbellException($"A queue of ours was deleted on the broker {_where}; it is made again."));
            }

            return Task.CompletedTask;
        };
        return consumer;
    }

    private bool HasLeft(string tag)
    {
        lock (_leaving)
        {
            return _leaving.Remove(tag);
        }
    }

    private async Task ReceiveAsync(IChannel channel, BasicDeliverEventArgs delivery, Action<Ring> heard)
    {
        // The bytes are the client's again once this has returned.
        var ring = RingText.Read(Encoding.UTF8.GetString(delivery.Body.Span));
        var own = delivery.BasicProperties.AppId == _sender;
        if (ring is null || ((own || _full) && ring.Value.Kind == RingKind.Work && !delivery.Redelivered))
        {
            // Not readable: another process may be newer and know it; when its deliveries are used up the broker parks it.
            // Our own, or come just when this process got full: meant for others that take up the same work, if there are any.
            await channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: true, delivery.CancellationToken);
            return;
        }

        if (!own)
        {
            heard(ring.Value);
        }

        await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, delivery.CancellationToken);
    }

    private Task LoseAsync(object sender, ShutdownEventArgs reason)
    {
        _lost.TrySetException(BrokerFaults.Of(reason, _where));
        return Task.CompletedTask;
    }

    /// <summary>The channel over which rings are heard, and what is heard on it while there are places.</summary>
    private sealed record Consumption(IChannel Channel, IReadOnlyList<string> Queues, Action<Ring> Heard);
}
