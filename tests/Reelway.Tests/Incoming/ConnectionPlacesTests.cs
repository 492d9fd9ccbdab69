using System.Net;
using Microsoft.AspNetCore.Connections;
using Reelway.Contracts.Time;
using Reelway.Frame.Web;
using Reelway.Incoming;
using Reelway.Incoming.Listening;
using Reelway.Tests.Connections;

namespace Reelway.Tests.Incoming;

/// <summary>One machine that opens connections and says nothing leaves places for all others.</summary>
public sealed class ConnectionPlacesTests : IAsyncLifetime
{
    private SharedStore _store = null!;
    private PublicSite _site = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await SharedStore.OnSqliteAsync();
        _site = await PublicSite.StartAsync(_store, new ManualClock());
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task An_address_has_so_many_connections_at_once_and_a_network_of_IPv6_counts_as_one()
    {
        var (goesOn, places) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new ConnectionPlaces(new ServerOptions(), _site.Process.Get<RefusalBook>()));
        var connect = places.Around(_ => goesOn.Task);
        var taken = Enumerable.Range(0, ConnectionPlaces.MostOfAddress).Select(number => connect(From($"2001:db8:0:1::{number:x}"))).ToList();

        var refused = From("2001:db8:0:1:ffff::1");
        Assert.True(connect(refused).IsCompletedSuccessfully, "It has a place.");
        Assert.All(taken, one => Assert.False(one.IsCompleted));
        await Eventually.TrueAsync(() => refused.ConnectionClosed.IsCancellationRequested, "it is closed", Cancellation);
        var other = connect(From("2001:db8:0:2::1"));
        Assert.False(other.IsCompleted);

        goesOn.SetResult();
        await Task.WhenAll([.. taken, other]);
        await connect(From("2001:db8:0:1::1"));
        var row = Assert.Single(await _site.RefusalsAsync());
        Assert.Equal(("2001:db8:0:1::/64", "any path", 429L, 1L), (row.Address, row.Receiver, row.Status, row.Count));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("10.20.0.5", true)]
    [InlineData("::ffff:10.20.0.5", true)]
    [InlineData("10.21.0.5", false)]
    public void Proxies_that_are_known_and_this_machine_bring_those_of_others(string address, bool isFree)
        => Assert.Equal(isFree, new ConnectionPlaces(new ServerOptions { Proxies = ["10.20.0.0/16"] }, _site.Process.Get<RefusalBook>()).IsFree(IPAddress.Parse(address)));

    private static DefaultConnectionContext From(string address) => new() { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 40_000) };
}
