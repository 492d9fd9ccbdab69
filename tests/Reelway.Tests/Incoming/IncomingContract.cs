using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Reelway.Contracts.Servers;
using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Frame.Public;
using Reelway.Incoming;
using Reelway.Incoming.Links;
using Reelway.Incoming.Listening;
using Reelway.Incoming.Verifiers;
using Reelway.Storage;
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

    [Fact]
    public async Task A_link_opens_until_it_is_over_or_revoked_and_its_token_is_kept_nowhere()
    {
        await using var site = await PublicSite.StartAsync(_store, _clock, Outside, declare: paths => paths.MapLink(
            "talks.review", "/review", (link, http) => http.Response.WriteAsync($"{link.Subject} {link.Rest}")));
        var (links, store) = (site.Process.Get<PublicLinks>(), site.Process.Get<LinkStore>());
        var address = await links.MakeAsync("talks.review", "talk/owls", "Ann", TimeSpan.FromDays(1), "operator", Cancellation);
        var other = await links.MakeAsync("talks.review", "talk/bees", "Ben", TimeSpan.FromDays(1), "operator", Cancellation);

        Assert.StartsWith("https://hooks.example.org/review/", address.ToString(), StringComparison.Ordinal);
        using (var opened = await site.Client.GetAsync(address.AbsolutePath + "/clip.mp4", Cancellation))
        {
            Assert.Equal((HttpStatusCode.OK, "talk/owls /clip.mp4"), (opened.StatusCode, await opened.Content.ReadAsStringAsync(Cancellation)));
            Assert.Equal("no-referrer", opened.Headers.GetValues("Referrer-Policy").Single());
        }

        var listed = await store.ListAsync("talk/owls", long.MaxValue, 10, Cancellation);
        Assert.Equal(("Ann", 1L), (Assert.Single(listed).Label, listed[0].Uses));
        await store.RevokeAsync(new LinkId(listed[0].Id), "operator", Cancellation);
        Assert.Equal(HttpStatusCode.Gone, (await site.SendAsync(new(HttpMethod.Get, address.AbsolutePath))).Status);
        Assert.Equal(HttpStatusCode.OK, (await site.SendAsync(new(HttpMethod.Get, other.AbsolutePath))).Status);
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(HttpStatusCode.Gone, (await site.SendAsync(new(HttpMethod.Get, other.AbsolutePath))).Status);
        foreach (var wrong in (string[])["/review", "/review/", "/review/AAAAAAAAAAAAAAAAAAAAAA", "/review/short"])
        {
            Assert.Equal((HttpStatusCode.NotFound, ""), await site.SendAsync(new(HttpMethod.Get, wrong)));
        }

        var audited = await site.Process.Get<IDatabase>().ReadAsync(
            session => session.QueryAsync<string>("SELECT action FROM audit WHERE subject = @subject ORDER BY position", new { subject = $"link/{new LinkId(listed[0].Id)}" }), Cancellation);
        Assert.Equal(["link.made", "link.opened", "link.revoked"], audited);
        var kept = await site.Process.Get<IDatabase>().ReadAsync(session => session.QueryAsync<string>("SELECT hash FROM public_link"), Cancellation);
        Assert.DoesNotContain(kept, hash => address.AbsolutePath.Contains(hash, StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_what_a_link_leads_to_fails_the_log_names_the_path_and_not_the_token()
    {
        var log = new Lines();
        await using var site = await PublicSite.StartAsync(
            _store, _clock, Outside, paths => paths.MapLink("talks.review", "/review", (_, _) => throw new InvalidOperationException("It broke.")), more: services => services.AddSingleton<ILogger<PublicRequests>>(log));
        var address = await site.Process.Get<PublicLinks>().MakeAsync("talks.review", "talk/owls", "Ann", TimeSpan.FromDays(1), "operator", Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, (await site.SendAsync(new(HttpMethod.Get, address.AbsolutePath))).Status);

        Assert.Equal(["A request to talks.review at the public listener failed"], log.Said);
    }

    [Fact]
    public async Task Whoever_guesses_links_has_to_wait_before_anything_is_looked_up()
    {
        await using var site = await PublicSite.StartAsync(_store, _clock, Outside, declare: paths => paths.MapLink("talks.review", "/review", (_, _) => Task.CompletedTask));
        var address = await site.Process.Get<PublicLinks>().MakeAsync("talks.review", "talk/owls", "Ann", TimeSpan.FromDays(1), "operator", Cancellation);
        for (var i = 0; i < RefusalLimit.PerWindow; i++)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await site.SendAsync(new(HttpMethod.Get, "/review/AAAAAAAAAAAAAAAAAAAAAA"))).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await site.SendAsync(new(HttpMethod.Get, address.AbsolutePath))).Status);
        _clock.Advance(RefusalLimit.Window);
        Assert.Equal(HttpStatusCode.OK, (await site.SendAsync(new(HttpMethod.Get, address.AbsolutePath))).Status);
    }

    [Fact]
    public async Task Whoever_guesses_states_of_logins_has_to_wait_as_well()
    {
        await using var site = await PublicSite.StartAsync(_store, _clock, Outside, declare: paths => paths.MapCallback("connections.video", "/callbacks/video", (_, _) => Task.CompletedTask));
        for (var i = 0; i < RefusalLimit.PerWindow; i++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await BackAsync(site, "AAAAAAAAAAAAAAAAAAAAAA")).Status);
        }

        var (state, _) = await site.Process.Get<PublicLinks>().BeginAsync("connections.video", "ann", "verifier", browser: null, Cancellation);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await BackAsync(site, state)).Status);
        _clock.Advance(RefusalLimit.Window);
        // Nothing was looked up meanwhile, so the state is still good.
        Assert.Equal(HttpStatusCode.OK, (await BackAsync(site, state)).Status);
    }

    [Fact]
    public async Task A_login_comes_back_once_soon_and_in_the_browser_that_began_it()
    {
        await using var site = await PublicSite.StartAsync(_store, _clock, Outside, declare: paths => paths.MapCallback(
            "connections.video", "/callbacks/video", (begun, http) => http.Response.WriteAsync($"{begun.Who} {begun.Data} {http.Request.Query["code"]}")));
        var links = site.Process.Get<PublicLinks>();
        var (state, callback) = await links.BeginAsync("connections.video", "ann", "verifier", browser: null, Cancellation);
        Assert.Equal("https://hooks.example.org/callbacks/video", callback.ToString());

        Assert.Equal((HttpStatusCode.OK, "ann verifier abc"), await BackAsync(site, state));
        Assert.Equal(HttpStatusCode.BadRequest, (await BackAsync(site, state)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await BackAsync(site, "AAAAAAAAAAAAAAAAAAAAAA")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await site.SendAsync(new(HttpMethod.Get, "/callbacks/video"))).Status);

        var late = (await links.BeginAsync("connections.video", "ann", "verifier", browser: null, Cancellation)).State;
        _clock.Advance(LinkStore.CallbackLifetime);
        Assert.Equal(HttpStatusCode.BadRequest, (await BackAsync(site, late)).Status);

        var stolen = (await links.BeginAsync("connections.video", "ann", "verifier", "this-browser", Cancellation)).State;
        Assert.Equal(HttpStatusCode.BadRequest, (await BackAsync(site, stolen, "another-browser")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await BackAsync(site, stolen, "this-browser")).Status);
        var own = (await links.BeginAsync("connections.video", "ann", "verifier", "this-browser", Cancellation)).State;
        Assert.Equal(HttpStatusCode.OK, (await BackAsync(site, own, "this-browser")).Status);
    }

    private sealed class Lines : ILogger<PublicRequests>
    {
        public List<string> Said { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Said.Add(formatter(state, exception));
    }

    private const string Outside = "public: { url: \"https://hooks.example.org\" }\n" + PublicSite.News;

    private static Task<(HttpStatusCode Status, string Body)> BackAsync(PublicSite site, string state, string? browser = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/callbacks/video?state={state}&code=abc");
        if (browser is not null)
        {
            request.Headers.Add("Cookie", $"{PublicLinks.BrowserCookie}={browser}");
        }

        return site.SendAsync(request);
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
