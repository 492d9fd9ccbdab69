using Reelway.Contracts.Time;
using Reelway.Engine;

namespace Reelway.Contracts.Engine;

/// <summary>What every doorbell between processes must do. A new one adds a subclass and no new assertions.</summary>
public abstract class DoorbellContract
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract ValueTask<IDoorbellHarness> StartAsync();

    [Fact]
    public async Task A_ring_reaches_the_listener_of_its_queue_and_not_those_of_others()
    {
        await using var harness = await StartAsync();
        var media = await ListenAsync(harness.Direct(), "media", "default");
        var publish = await ListenAsync(harness.Direct(), "publish");
        var ringer = harness.Direct();

        ringer.Ring(Ring.Work("media"));
        await media.UntilAsync(Ring.Work("media"), Cancellation);
        ringer.Ring(Ring.Work("publish"));
        Assert.Empty(await publish.UntilAsync(Ring.Work("publish"), Cancellation));
        ringer.Ring(Ring.Work("default"));
        Assert.Empty(await media.UntilAsync(Ring.Work("default"), Cancellation));
        Assert.Equal(2, media.Count);
        Assert.Equal(1, publish.Count);
    }

    [Fact]
    public async Task What_concerns_all_reaches_every_listener()
    {
        await using var harness = await StartAsync();
        Ear[] all = [await ListenAsync(harness.Direct(), "media"), await ListenAsync(harness.Direct(), "media"), await ListenAsync(harness.Direct())];
        var cancelled = new Ring(RingKind.Control, "", 1234567890123456789);
        var ringer = harness.Direct();

        ringer.Ring(cancelled);
        ringer.Ring(Ring.Timer());

        foreach (var ear in all)
        {
            await ear.UntilAsync(cancelled, Cancellation);
        }

        ringer.Ring(Ring.Timer());
        foreach (var ear in all)
        {
            await ear.UntilAsync(Ring.Timer(), Cancellation);
        }
    }

    [Theory]
    [InlineData("a queue with spaces, ümlauts and 'quotes'")]
    [InlineData("%2F/#*.")]
    [InlineData("a name of two hundred characters, all of which take more than a byte")]
    public async Task Any_name_of_a_queue_will_do(string queue)
    {
        queue = queue.Length < 50 ? queue : string.Concat(Enumerable.Repeat("😀", 100));
        await using var harness = await StartAsync();
        var ear = await ListenAsync(harness.Direct(), queue);

        harness.Direct().Ring(Ring.Work(queue));

        await ear.UntilAsync(Ring.Work(queue), Cancellation);
    }

    [Fact]
    public async Task Many_rings_become_few_and_the_last_one_is_heard()
    {
        await using var harness = await StartAsync();
        var ear = await ListenAsync(harness.Direct(), "media");
        var ringer = harness.Direct();

        const int times = 20_000;
        Parallel.For(0, times, _ => ringer.Ring(Ring.Work("media")));
        await ear.UntilAsync(Ring.Work("media"), Cancellation);
        for (var round = 0; round < 30; round++)
        {
            ringer.Ring(new Ring(RingKind.Control, "", round + 1));
            await ear.UntilAsync(new Ring(RingKind.Control, "", round + 1), Cancellation);
        }

        Assert.InRange(ear.Count, 31, times / 10);
    }

    [Fact]
    public async Task Ringing_a_queue_that_nobody_listens_to_does_no_harm()
    {
        await using var harness = await StartAsync();
        var ear = await ListenAsync(harness.Direct(), "media");
        var ringer = harness.Direct();

        ringer.Ring(Ring.Work("nobody's"));
        ringer.Ring(Ring.Work("media"));

        await ear.UntilAsync(Ring.Work("media"), Cancellation);
        Assert.Null(ringer.Trouble);
    }

    [Fact]
    public async Task After_a_cut_the_listener_looks_everywhere_and_hears_again()
    {
        await using var harness = await StartAsync();
        var listener = harness.ThroughProxy();
        var ear = await ListenAsync(listener, "media", "default");

        await harness.Proxy.CutAsync();

        // Nobody rang: it can't know what it missed.
        await ear.UntilAsync(Ring.Timer(), Cancellation);
        Assert.Equal(3, ear.Count);
        Assert.Null(listener.Trouble);
        harness.Direct().Ring(Ring.Work("media"));
        await ear.UntilAsync(Ring.Work("media"), Cancellation);
    }

    [Fact]
    public async Task A_ring_that_meets_a_cut_line_gets_through_later()
    {
        await using var harness = await StartAsync();
        var ear = await ListenAsync(harness.Direct(), "media");
        var ringer = harness.ThroughProxy();
        ringer.Ring(Ring.Work("media"));
        await ear.UntilAsync(Ring.Work("media"), Cancellation);

        await harness.Proxy.RefuseAsync();
        await harness.Proxy.CutAsync();
        ringer.Ring(Ring.Work("media"));
        await TroubleAsync(ringer, present: true);
        harness.Proxy.Resume();

        await ear.UntilAsync(Ring.Work("media"), Cancellation);
        await TroubleAsync(ringer, present: false);
    }

    [Fact]
    public async Task A_stalled_line_is_noticed_and_what_was_rung_meanwhile_gets_through()
    {
        await using var harness = await StartAsync();
        var ear = await ListenAsync(harness.Direct(), "media");
        var ringer = harness.ThroughProxy();
        ringer.Ring(Ring.Work("media"));
        await ear.UntilAsync(Ring.Work("media"), Cancellation);

        harness.Proxy.Stall();
        ringer.Ring(Ring.Work("media"));
        await TroubleAsync(ringer, present: true);
        await harness.Proxy.CutAsync();
        harness.Proxy.Resume();

        await ear.UntilAsync(Ring.Work("media"), Cancellation);
        await TroubleAsync(ringer, present: false);
    }

    [Fact]
    public async Task A_half_closed_line_is_made_anew()
    {
        await using var harness = await StartAsync();
        var listener = harness.ThroughProxy();
        var ear = await ListenAsync(listener, "media");

        harness.Proxy.HalfClose();

        await ear.UntilAsync(Ring.Timer(), Cancellation);
        harness.Direct().Ring(Ring.Work("media"));
        await ear.UntilAsync(Ring.Work("media"), Cancellation);
    }

    [Fact]
    public async Task Listening_returns_without_a_peer_and_begins_when_there_is_one()
    {
        await using var harness = await StartAsync();
        await harness.Proxy.RefuseAsync();
        var listener = harness.ThroughProxy();

        var ear = await ListenAsync(listener, "media");
        Assert.Contains($"127.0.0.1:{harness.Proxy.Port}", listener.Trouble, StringComparison.Ordinal);
        harness.Proxy.Resume();

        await ear.UntilAsync(Ring.Timer(), Cancellation);
        Assert.Null(listener.Trouble);
        harness.Direct().Ring(Ring.Work("media"));
        await ear.UntilAsync(Ring.Work("media"), Cancellation);
    }

    [Fact]
    public async Task A_doorbell_that_has_only_rung_can_begin_to_listen()
    {
        await using var harness = await StartAsync();
        var first = await ListenAsync(harness.Direct(), "media");
        var second = harness.Direct();
        second.Ring(Ring.Work("media"));
        await first.UntilAsync(Ring.Work("media"), Cancellation);

        var ear = await ListenAsync(second, "default");
        harness.Direct().Ring(Ring.Work("default"));

        await ear.UntilAsync(Ring.Work("default"), Cancellation);
        await Assert.ThrowsAsync<InvalidOperationException>(() => second.ListenAsync(["other"], _ => { }, Cancellation));
    }

    [Fact]
    public async Task A_wrong_password_is_told_without_showing_it()
    {
        await using var harness = await StartAsync();
        var doorbell = harness.WithPassword("wrong-and-not-to-be-shown");

        await ListenAsync(doorbell, "media");

        Assert.Contains("refuses the user or password", doorbell.Trouble, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-and-not", doorbell.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_loses_everything_costs_nothing_but_time()
    {
        await using var harness = await StartAsync();
        var ear = await ListenAsync(harness.Direct(), "media");
        var ringer = harness.Direct();
        ringer.Ring(Ring.Work("media"));
        await ear.UntilAsync(Ring.Work("media"), Cancellation);

        await harness.LoseEverythingAsync(Cancellation);

        await ear.UntilAsync(Ring.Timer(), Cancellation);
        ringer.Ring(Ring.Work("media"));
        await ear.UntilAsync(Ring.Work("media"), Cancellation);
        ringer.Ring(new Ring(RingKind.Control, "", 7));
        await ear.UntilAsync(new Ring(RingKind.Control, "", 7), Cancellation);
    }

    [Fact]
    public async Task A_ring_just_before_the_end_still_gets_out()
    {
        await using var harness = await StartAsync();
        var ear = await ListenAsync(harness.Direct(), "media");
        var ringer = harness.Direct();

        ringer.Ring(Ring.Work("media"));
        await ringer.DisposeAsync();

        await ear.UntilAsync(Ring.Work("media"), Cancellation);
    }

    [Fact]
    public async Task Disposed_it_is_silent_and_holds_no_line()
    {
        await using var harness = await StartAsync();
        var doorbell = harness.ThroughProxy();
        var ear = await ListenAsync(doorbell, "media");
        var other = await ListenAsync(harness.Direct(), "default");

        await doorbell.DisposeAsync();
        doorbell.Ring(Ring.Work("default"));
        var ringer = harness.Direct();
        ringer.Ring(Ring.Timer());

        Assert.Empty(await other.UntilAsync(Ring.Timer(), Cancellation));
        Assert.Equal(0, ear.Count);
        await Eventually.TrueAsync(() => harness.Proxy.Connections == 0, "the line was closed", Cancellation);
        await doorbell.DisposeAsync();
    }

    protected static async Task<Ear> ListenAsync(IDoorbell doorbell, params string[] queues)
    {
        var ear = new Ear();
        await doorbell.ListenAsync(queues, ear.Take, Cancellation);
        return ear;
    }

    protected static Task TroubleAsync(IDoorbell doorbell, bool present)
        => Eventually.TrueAsync(() => doorbell.Trouble is not null == present, present ? "there was trouble" : "the trouble was over", Cancellation);
}
