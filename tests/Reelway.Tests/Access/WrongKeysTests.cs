using System.Net;
using Microsoft.AspNetCore.Http;
using Reelway.Access;
using Reelway.Contracts.Time;

namespace Reelway.Tests.Access;

public sealed class WrongKeysTests
{
    private readonly ManualClock _clock = new();
    private readonly WrongKeyLines _log = new();

    [Fact]
    public async Task After_a_minute_an_address_may_try_again_and_the_log_has_one_line_for_all_that_came_meanwhile()
    {
        using var wrong = new WrongKeys(_clock, _log);
        var guesser = From("192.0.2.7");
        for (var guess = 0; guess < 50; guess++)
        {
            wrong.Add(guesser, $"guess {guess}");
        }

        Assert.InRange(wrong.Wait(guesser)!.Value.TotalSeconds, 1, 60);
        Assert.Null(wrong.Wait(From("192.0.2.8")));
        _clock.Advance(WrongKeys.Window);
        Assert.Null(wrong.Wait(guesser));
        await LinesAsync(2);
        Assert.Equal(["A wrong key was presented from 192.0.2.7", "49 more wrong keys were presented within a minute, from 1 addresses (192.0.2.7)"], _log.Lines);
    }

    [Fact]
    public async Task Many_addresses_fill_neither_memory_nor_log()
    {
        using var wrong = new WrongKeys(_clock, _log);
        for (var each = 0; each < 30_000; each++)
        {
            wrong.Add(From(new IPAddress(each + 1L)), $"guess {each}");
        }

        Assert.NotNull(wrong.Wait(From("198.51.100.200")));
        _clock.Advance(WrongKeys.Window);
        await LinesAsync(11);
        Assert.StartsWith("29990 more wrong keys", _log.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void While_no_address_makes_room_further_ones_cost_no_look_through_all()
    {
        var clock = new CountingClock();
        using var wrong = new WrongKeys(clock, _log);
        for (var each = 0; each < 10_500; each++)
        {
            wrong.Add(From(new IPAddress(each + 1L)), $"guess {each}");
        }

        Assert.InRange(clock.Looks, 10_000, 50_000);
    }

    [Fact]
    public void A_machine_that_has_a_network_of_ipv6_to_itself_is_one_address()
    {
        using var wrong = new WrongKeys(_clock, _log);
        for (var guess = 0; guess < WrongKeys.GuessesPerWindow; guess++)
        {
            wrong.Add(From($"2001:db8:1:2::{guess + 1}"), $"guess {guess}");
        }

        Assert.NotNull(wrong.Wait(From("2001:db8:1:2:ffff::1")));
        Assert.Null(wrong.Wait(From("2001:db8:1:3::1")));
    }

    private sealed class CountingClock : TimeProvider
    {
        public int Looks { get; private set; }

        public override long GetTimestamp()
        {
            Looks++;
            return base.GetTimestamp();
        }
    }

    private Task LinesAsync(int count)
        => Eventually.TrueAsync(() => _log.Lines.Count == count, $"{count} lines", TestContext.Current.CancellationToken);

    private static DefaultHttpContext From(string address) => From(IPAddress.Parse(address));

    private static DefaultHttpContext From(IPAddress address)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = address;
        return context;
    }
}
