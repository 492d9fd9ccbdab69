using System.Net;
using System.Text;
using Reelway.Contracts.Servers;
using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Frame.Public;
using Reelway.Incoming;
using Reelway.Incoming.Verifiers;
using Reelway.Tests.Connections;
using Reelway.Tests.Events;

namespace Reelway.Tests.Incoming;

/// <summary>Deliveries on their way into whichever database, over real sockets.</summary>
public abstract class IncomingContract : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private SharedStore _store = null!;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await StoreAsync();

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_delivery_is_durable_and_announced_when_its_sender_has_the_answer()
    {
        await using var site = await PublicSite.StartAsync(_store, _clock);

        var answer = await site.SendAsync(PublicSite.Signed("msg_1", _clock.GetUtcNow(), """{"story":"owls"}"""));

        Assert.Equal((HttpStatusCode.OK, """{"status":"accepted"}"""), answer);
        var stored = Assert.Single(await site.DeliveriesAsync());
        Assert.Equal(("news", "msg_1", DeliveryIn.Taken, "application/json"), (stored.Receiver, stored.Delivery, stored.State, stored.MediaType));
        var told = Assert.Single(await EventsAsync(site));
        Assert.Equal(("webhook.received", "webhook/news"), (told.Type, told.Subject));
        Assert.Equal("owls", told.Data.GetProperty("body").GetProperty("story").GetString());
    }

    [Fact]
    public async Task A_delivery_that_comes_again_is_answered_as_good_and_nothing_comes_of_it_a_second_time()
    {
        await using var site = await PublicSite.StartAsync(_store, _clock);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => site.SendAsync(PublicSite.Signed("msg_1", _clock.GetUtcNow(), "{}"))));
        var later = await site.SendAsync(PublicSite.Signed("msg_1", _clock.GetUtcNow(), "{}"));

        Assert.All(answers.Append(later), answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Single(answers, answer => answer.Body == """{"status":"accepted"}""");
        Assert.Equal("""{"status":"accepted before"}""", later.Body);
        Assert.Equal(8, Assert.Single(await site.DeliveriesAsync()).Repeats);
        Assert.Single(await EventsAsync(site));
    }

    [Fact]
    public async Task A_delivery_and_the_run_that_it_starts_are_one()
    {
        await using var site = await PublicSite.StartAsync(_store, _clock, declare: paths => paths.MapIncoming(
            "talks", "/webhooks/talks", new StandardWebhooksVerifier([PublicSite.Secret]), StartRun));

        foreach (var id in (string[])["msg_1", "msg_2", "msg_1"])
        {
            Assert.Equal(HttpStatusCode.OK, (await site.SendAsync(PublicSite.Signed(id, _clock.GetUtcNow(), "{}", "/webhooks/talks"))).Status);
        }

        var runs = await site.Process.Runs.FindAsync(EventProcess.TellFlow.Flow, ["talks/msg_1", "talks/msg_2"], Cancellation);
        Assert.Equal((await site.DeliveriesAsync()).Select(one => one.RunId!.Value).Order(), runs.Select(run => run.Id.Value).Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_process_that_dies_between_accepting_and_answering_loses_nothing_and_doubles_nothing(bool written)
    {
        DyingDatabase dying = null!;
        await using (var site = await PublicSite.StartAsync(_store, _clock, around: database => dying = new DyingDatabase(database, write: 0, written)))
        {
            dying.Arm();
            Assert.NotEqual(HttpStatusCode.OK, (await site.SendAsync(PublicSite.Signed("msg_1", _clock.GetUtcNow(), "{}"))).Status);
        }

        await using var next = await PublicSite.StartAsync(_store, _clock);
        var repeated = await next.SendAsync(PublicSite.Signed("msg_1", _clock.GetUtcNow(), "{}"));

        Assert.Equal((HttpStatusCode.OK, $$"""{"status":"accepted{{(written ? " before" : "")}}"}"""), repeated);
        Assert.Single(await next.DeliveriesAsync());
        Assert.Single(await EventsAsync(next));
    }

    [Fact]
    public async Task What_identifies_a_delivery_is_kept_for_a_week_even_if_events_go_sooner()
    {
        await using var site = await PublicSite.StartAsync(_store, _clock);
        await site.SendAsync(PublicSite.Signed("msg_1", _clock.GetUtcNow(), "{}"));
        await site.Client.GetAsync("/nowhere", Cancellation);
        await site.RefusalsAsync();

        _clock.Advance(TimeSpan.FromDays(6.9));
        Assert.Equal(0, await site.Store.PurgeAsync(TimeSpan.FromHours(1), Cancellation));
        _clock.Advance(TimeSpan.FromDays(0.2));
        Assert.Equal(2, await site.Store.PurgeAsync(TimeSpan.FromHours(1), Cancellation));

        Assert.Empty(await site.DeliveriesAsync());
    }

    [Fact]
    public async Task What_is_refused_is_counted_by_hour_address_and_reason_and_takes_bounded_room()
    {
        await using var site = await PublicSite.StartAsync(_store, _clock);
        var book = site.Process.Get<RefusalBook>();
        for (var i = 0; i < 20; i++)
        {
            book.Note("192.0.2.1", "news", 401, $"It was signed {i} s ago.");
        }

        await book.StoreAsync(Cancellation);
        book.Note("192.0.2.1", "news", 401, "It was signed 0 s ago.");
        for (var i = 0; i < 2000; i++)
        {
            book.Note($"198.51.100.{i}", "", 404, "There is nothing at this address.");
        }

        await book.StoreAsync(Cancellation);
        var rows = await site.Store.RefusalsAsync(0, 10_000, Cancellation);

        Assert.InRange(rows.Count, 1, RefusalBook.MostRows + 2);
        Assert.Equal(2021, rows.Sum(row => row.Count));
        var its = rows.Where(row => row.Address == "192.0.2.1").ToList();
        Assert.Equal((RefusalBook.MostReasons + 1, 2L), (its.Count, its.Single(row => row.Reason == "It was signed 0 s ago.").Count));
    }

    private protected abstract Task<SharedStore> StoreAsync();

    private static ValueTask<Taken> StartRun(Delivery delivery, IServiceProvider services, CancellationToken cancellation)
        => ValueTask.FromResult(Taken.Starts(RunStart.Of(EventProcess.TellFlow.Flow, delivery.Key, EventProcess.Fact("owls", Encoding.UTF8.GetString(delivery.Body.Span))), "Started."));

    private static async Task<IReadOnlyList<RecordedEvent>> EventsAsync(PublicSite site)
    {
        await site.Process.PumpAsync();
        return await site.Process.Store.ListAsync(new EventQuery(WebhookReceived.Type), long.MaxValue, 1000, Cancellation);
    }
}

public sealed class SqliteIncomingTests : IncomingContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnSqliteAsync();
}

public sealed class PostgresIncomingTests(SharedServers servers) : IncomingContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnPostgresAsync(servers, Cancellation);
}
