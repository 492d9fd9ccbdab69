using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Reelway.Contracts.Engine;
using Reelway.Contracts.Servers;
using Reelway.Contracts.Time;

namespace Reelway.Engine.RabbitMq.Tests;

/// <summary>What is special about this doorbell: its queues.</summary>
public sealed class BrokerTests(SharedServers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_that_nobody_can_read_is_parked_and_holds_nothing_up()
    {
        await using var harness = await StartAsync();
        var ear = await ListenAsync(harness.Direct(), "media");
        await using var connection = await ConnectAsync(harness);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);

        await channel.BasicPublishAsync("engine.work", "media", Encoding.UTF8.GetBytes("\0 nonsense"), Cancellation);
        harness.Direct().Ring(Ring.Work("media"));

        await ear.UntilAsync(Ring.Work("media"), Cancellation);
        Assert.Equal("\0 nonsense", await NextAsync(channel, "engine.parked"));
        Assert.Equal(0u, (await channel.QueueDeclarePassiveAsync("work.media", Cancellation)).MessageCount);
        Assert.Equal(1, ear.Count);
    }

    [Fact]
    public async Task Of_two_processes_of_a_queue_the_other_one_hears_what_one_rings()
    {
        await using var harness = await StartAsync();
        var one = harness.Direct();
        var mine = await ListenAsync(one, "media");
        var others = await ListenAsync(harness.Direct(), "media");

        for (var round = 0; round < 20; round++)
        {
            one.Ring(Ring.Work("media"));
            await others.UntilAsync(Ring.Work("media"), Cancellation);
        }

        Assert.Equal(0, mine.Count);
    }

    [Fact]
    public async Task A_ring_goes_to_a_process_that_has_a_place_and_never_to_a_full_one()
    {
        await using var harness = await StartAsync();
        await using var connection = await ConnectAsync(harness);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);
        var (one, other, ringer) = (harness.Direct(), harness.Direct(), harness.Direct());
        var mine = await ListenAsync(one, "media");
        var others = await ListenAsync(other, "media");

        one.TakeWork(false);
        await ListenersAsync(channel, 1);
        for (var round = 0; round < 10; round++)
        {
            ringer.Ring(Ring.Work("media"));
            await others.UntilAsync(Ring.Work("media"), Cancellation);
        }

        Assert.Equal(0, mine.Count);
        // What concerns all is heard nevertheless.
        ringer.Ring(Ring.Timer());
        await mine.UntilAsync(Ring.Timer(), Cancellation);
        one.TakeWork(true);
        await ListenersAsync(channel, 2);
        other.TakeWork(false);
        await ListenersAsync(channel, 1);
        ringer.Ring(Ring.Work("media"));
        await mine.UntilAsync(Ring.Work("media"), Cancellation);
        Assert.Null(one.Trouble);
    }

    [Fact]
    public async Task A_ring_waits_while_all_are_full_for_the_first_that_has_a_place_again()
    {
        await using var harness = await StartAsync();
        await using var connection = await ConnectAsync(harness);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);
        var full = harness.Direct();
        var ear = await ListenAsync(full, "media", "default");
        full.TakeWork(false);
        await ListenersAsync(channel, 0);

        var ringer = harness.Direct();
        ringer.Ring(Ring.Work("media"));
        await ringer.DisposeAsync();
        Assert.Equal(0, ear.Count);
        full.TakeWork(true);

        await ear.UntilAsync(Ring.Work("media"), Cancellation);
    }

    [Fact]
    public async Task Parked_messages_are_counted_and_told()
    {
        await using var harness = await StartAsync();
        await using var connection = await ConnectAsync(harness);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);
        var before = harness.Direct();
        await ListenAsync(before, "media");
        await Eventually.TrueAsync(() => before.SetAside == 0, "nothing was set aside", Cancellation);
        await channel.BasicPublishAsync("engine.work", "media", Encoding.UTF8.GetBytes("\0 nonsense"), Cancellation);
        await Eventually.TrueAsync(async () => await channel.MessageCountAsync("engine.parked", Cancellation) == 1, "the message was parked", Cancellation);

        var doorbell = harness.Direct();
        await ListenAsync(doorbell, "media");

        await Eventually.TrueAsync(() => doorbell.SetAside == 1, "the parked message was counted", Cancellation);
    }

    [Fact]
    public async Task A_ring_waits_for_a_process_that_is_away()
    {
        await using var harness = await StartAsync();
        var gone = harness.Direct();
        await ListenAsync(gone, "media");
        await gone.DisposeAsync();

        var ringer = harness.Direct();
        ringer.Ring(Ring.Work("media"));
        await ringer.DisposeAsync();

        var ear = await ListenAsync(harness.Direct(), "media");
        await ear.UntilAsync(Ring.Work("media"), Cancellation);
    }

    [Fact]
    public async Task A_queue_that_is_full_of_rings_refuses_more_without_trouble()
    {
        await using var harness = await StartAsync();
        var gone = harness.Direct();
        await ListenAsync(gone, "media");
        await gone.DisposeAsync();
        await using var connection = await ConnectAsync(harness);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), Cancellation);
        await Assert.ThrowsAsync<PublishException>(async () =>
        {
            for (var i = 0; i < 1100; i++)
            {
                await channel.BasicPublishAsync("engine.work", "media", Encoding.UTF8.GetBytes("work media"), Cancellation);
            }
        });

        var ringer = harness.Direct();
        ringer.Ring(Ring.Work("media"));
        await ringer.DisposeAsync();

        Assert.Null(ringer.Trouble);
        Assert.InRange((await channel.QueueDeclarePassiveAsync("work.media", Cancellation)).MessageCount, 1000u, 1002u);
    }

    [Fact]
    public async Task A_queue_that_somebody_else_made_is_named()
    {
        await using var harness = await StartAsync();
        await using var connection = await ConnectAsync(harness);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);
        await channel.QueueDeclareAsync("work.media", durable: true, exclusive: false, autoDelete: false, cancellationToken: Cancellation);

        var doorbell = harness.Direct();
        await ListenAsync(doorbell, "media");

        Assert.Contains("work.media", doorbell.Trouble, StringComparison.Ordinal);
        Assert.Contains("Delete it; it is made again.", doorbell.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_virtual_host_that_is_not_there_is_named()
    {
        await using var harness = await StartAsync();
        await using var elsewhere = new RabbitMqHarness(await servers.RabbitMqAsync(Cancellation), harness.Space, "no-such-place");
        var doorbell = elsewhere.Direct();

        await ListenAsync(doorbell, "media");

        Assert.Contains("no-such-place", doorbell.Trouble, StringComparison.Ordinal);
        Assert.Contains("Check the virtual host in doorbell.url", doorbell.Trouble, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_broker_that_was_restarted_or_killed_is_found_again(bool immediate)
    {
        if (RabbitMqServer.Missing is { } reason)
        {
            Assert.Skip(reason);
        }

        await using var server = await RabbitMqServer.StartAsync(Cancellation);
        await using var harness = new RabbitMqHarness(server, await server.CreateSpaceAsync(Cancellation));
        var listener = harness.Direct();
        var ear = await ListenAsync(listener, "media");
        var ringer = harness.Direct();
        ringer.Ring(Ring.Work("media"));
        await ear.UntilAsync(Ring.Work("media"), Cancellation);

        await server.StopAsync(immediate, Cancellation);
        ringer.Ring(new Ring(RingKind.Control, "", 5));
        await server.ContinueAsync(Cancellation);

        await ear.UntilAsync(Ring.Timer(), Cancellation);
        ringer.Ring(Ring.Work("media"));
        await ear.UntilAsync(Ring.Work("media"), Cancellation);
        Assert.Null(listener.Trouble);
    }

    private async Task<RabbitMqHarness> StartAsync()
    {
        var server = await servers.RabbitMqAsync(Cancellation);
        return new RabbitMqHarness(server, await server.CreateSpaceAsync(Cancellation));
    }

    private static async Task<IConnection> ConnectAsync(RabbitMqHarness harness)
        => await new ConnectionFactory { Uri = new Uri(harness.Space.Url) }.CreateConnectionAsync(Cancellation);

    private static async Task<Ear> ListenAsync(IDoorbell doorbell, params string[] queues)
    {
        var ear = new Ear();
        await doorbell.ListenAsync(queues, ear.Take, Cancellation);
        return ear;
    }

    private static Task ListenersAsync(IChannel channel, uint count)
        => Eventually.TrueAsync(async () => await channel.ConsumerCountAsync("work.media", Cancellation) == count, $"{count} listeners", Cancellation);

    /// <summary>Waits for the next message of the queue.</summary>
    private static async Task<string> NextAsync(IChannel channel, string queue)
    {
        var next = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var consumer = new RabbitMQ.Client.Events.AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            next.TrySetResult(Encoding.UTF8.GetString(delivery.Body.Span));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer, Cancellation);
        return await next.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
    }
}
