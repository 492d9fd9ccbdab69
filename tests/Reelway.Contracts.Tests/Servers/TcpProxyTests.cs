using System.Net;
using System.Net.Sockets;
using Reelway.Contracts.Servers;

namespace Reelway.Contracts.Tests.Servers;

public sealed class TcpProxyTests : IAsyncDisposable
{
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly TcpProxy _proxy;

    public TcpProxyTests()
    {
        _server.Start();
        _proxy = new TcpProxy(((IPEndPoint)_server.LocalEndpoint).Port);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bytes_get_through_both_ways_and_so_does_the_end()
    {
        using var client = await ConnectAsync();
        using var served = await _server.AcceptSocketAsync(Cancellation);

        await SendAsync(client, 1);
        Assert.Equal(1, await ReceiveAsync(served));
        await SendAsync(served, 2);
        Assert.Equal(2, await ReceiveAsync(client));
        client.Shutdown(SocketShutdown.Send);
        Assert.Null(await ReceiveAsync(served));
        await SendAsync(served, 3);
        Assert.Equal(3, await ReceiveAsync(client));
    }

    [Fact]
    public async Task A_cut_resets_both_ends_and_new_connections_get_through()
    {
        using var client = await ConnectAsync();
        using var served = await _server.AcceptSocketAsync(Cancellation);

        await _proxy.CutAsync();

        await IsResetAsync(client);
        await IsResetAsync(served);
        Assert.Equal(0, _proxy.Connections);
        using var next = await ConnectAsync();
        using var nextServed = await _server.AcceptSocketAsync(Cancellation);
        await SendAsync(next, 7);
        Assert.Equal(7, await ReceiveAsync(nextServed));
    }

    [Fact]
    public async Task Stalled_bytes_wait_and_come_in_order_after_the_stall()
    {
        using var client = await ConnectAsync();
        using var served = await _server.AcceptSocketAsync(Cancellation);
        _proxy.Stall();

        await SendAsync(client, 1);
        await SendAsync(client, 2);
        await SendAsync(served, 3);
        using var late = await ConnectAsync();
        var toServer = ReceiveAsync(served);
        var toClient = ReceiveAsync(client);
        await Assert.ThrowsAsync<TimeoutException>(() => Task.WhenAny(toServer, toClient).WaitAsync(TimeSpan.FromMilliseconds(200), Cancellation));
        Assert.False(_server.Pending());

        _proxy.Resume();
        Assert.Equal(1, await toServer);
        Assert.Equal(2, await ReceiveAsync(served));
        Assert.Equal(3, await toClient);
        using var lateServed = await _server.AcceptSocketAsync(Cancellation);
        await SendAsync(late, 4);
        Assert.Equal(4, await ReceiveAsync(lateServed));
    }

    [Fact]
    public async Task A_stalled_connection_can_be_cut()
    {
        using var client = await ConnectAsync();
        using var served = await _server.AcceptSocketAsync(Cancellation);
        _proxy.Stall();
        await SendAsync(client, 1);

        await _proxy.CutAsync();

        await IsResetAsync(client);
        await IsResetAsync(served);
    }

    [Fact]
    public async Task Half_closed_the_program_reads_the_end_and_is_still_heard()
    {
        using var client = await ConnectAsync();
        using var served = await _server.AcceptSocketAsync(Cancellation);
        await SendAsync(client, 1);
        Assert.Equal(1, await ReceiveAsync(served));

        _proxy.HalfClose();

        Assert.Null(await ReceiveAsync(client));
        await SendAsync(served, 2); // goes nowhere
        await SendAsync(client, 3);
        Assert.Equal(3, await ReceiveAsync(served));
    }

    [Fact]
    public async Task Refused_connections_fail_at_once_while_standing_ones_go_on_and_the_port_stays()
    {
        using var client = await ConnectAsync();
        using var served = await _server.AcceptSocketAsync(Cancellation);

        await _proxy.RefuseAsync();

        var refused = await Assert.ThrowsAsync<SocketException>(ConnectAsync);
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        await SendAsync(client, 1);
        Assert.Equal(1, await ReceiveAsync(served));

        _proxy.Resume();
        using var again = await ConnectAsync();
        using var againServed = await _server.AcceptSocketAsync(Cancellation);
    }

    [Fact]
    public async Task A_server_that_is_away_shows_as_a_reset()
    {
        _server.Stop();

        var reset = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using var client = await ConnectAsync(); // where the reset may be known already
            await ReceiveAsync(client);
        });
        Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _server.Dispose();
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _proxy.Port), Cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task SendAsync(Socket socket, byte value) => await socket.SendAsync(new[] { value }, Cancellation);

    /// <summary>The next byte; null at the end.</summary>
    private static async Task<int?> ReceiveAsync(Socket socket)
    {
        var one = new byte[1];
        return await socket.ReceiveAsync(one, Cancellation) == 0 ? null : one[0];
    }

    private static async Task IsResetAsync(Socket socket)
    {
        var reset = await Assert.ThrowsAsync<SocketException>(() => ReceiveAsync(socket));
        Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
    }
}
