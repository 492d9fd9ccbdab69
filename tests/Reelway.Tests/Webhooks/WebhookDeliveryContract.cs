using System.Globalization;
using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Sandbox;
using Reelway.Sandbox.Webhooks;
using Reelway.Storage;
using Reelway.Tests.Connections;
using Reelway.Tests.Events;
using Reelway.Webhooks;

namespace Reelway.Tests.Webhooks;

/// <summary>Events on their way to endpoints, on whichever database, with a clock that the test moves.</summary>
public abstract class WebhookDeliveryContract : IAsyncLifetime
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly ManualClock _clock = new();
    private SandboxServer _sandbox = null!;
    private SharedStore _store = null!;
    private EventProcess _process = null!;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Time = _clock }, Cancellation);
        _store = await StoreAsync();
        _process = await EventProcess.StartWithWebhooksAsync(await _store.OpenAsync(_clock, Cancellation), _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _store.DisposeAsync();
        await _sandbox.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_delivery_that_fails_is_tried_again_with_the_same_id_a_fresh_time_and_all_live_secrets()
    {
        _sandbox.Webhooks.Set("news", new WebhookSettings(Secret, Status: 500));
        await AddAsync("news");
        await RecordAsync("owls");
        var delivery = await UntilAsync("news", row => row.Attempts == 1);
        await Operations.RotateAsync("news", TimeSpan.FromHours(24), Cancellation);
        _sandbox.Webhooks.Set("news", new WebhookSettings(Secret));

        await PassAsync(TimeSpan.FromSeconds(7), () => Task.FromResult(Received("news").Count == 2));

        await UntilAsync("news", row => row.State == DeliveryRow.Delivered);
        var (first, second) = (Received("news")[0], Received("news")[1]);
        Assert.Equal((first.WebhookId, SignatureCheck.Valid, SignatureCheck.Valid), (second.WebhookId, first.Signature, second.Signature));
        Assert.True(TimeOf(second) >= TimeOf(first) + 5);
        Assert.Equal(2, second.Headers["webhook-signature"].Split(' ').Length);
        var attempts = await Store.AttemptsAsync(new RunId(delivery.RunId), Cancellation);
        Assert.Equal([(500L, "It answered 500 (InternalServerError)."), (200L, null)], attempts.Select(attempt => (attempt.Status!.Value, attempt.Problem)));
    }

    [Fact]
    public async Task An_endpoint_gets_what_it_wants_and_nothing_else()
    {
        await AddAsync("owls", settings => settings with { Subject = "talk/owl*" });
        await AddAsync("runs", settings => settings with { Types = ["run.failed"] });

        await RecordAsync("owls", "bees", "owl");
        await Eventually.TrueAsync(() => Received("owls").Count == 2, "both have arrived", Cancellation);

        Assert.Equal(["talk/owls", "talk/owl"], Received("owls").Select(call => System.Text.Json.Nodes.JsonNode.Parse(call.Body)!["subject"]!.ToString()).OrderDescending());
        Assert.Empty(Received("runs"));
    }

    [Fact]
    public async Task An_endpoint_that_is_gone_is_switched_off_with_a_notice_and_gets_everything_when_it_is_enabled()
    {
        _sandbox.Webhooks.Set("news", new WebhookSettings(Secret, Status: 410));
        await AddAsync("news");
        await AddAsync("desk", settings => settings with { Types = ["webhook.disabled"] });
        await RecordAsync("owls");
        await Eventually.TrueAsync(async () => (await Store.FindAsync("news", Cancellation))!.Off is not null, "it is off", Cancellation);
        await RecordAsync("bees");
        await _process.PumpAsync();
        await Eventually.TrueAsync(() => Received("desk").Count == 1, "the notice", Cancellation);
        Assert.Equal("It has answered 410 (Gone): it wants no more. Enable it when it takes webhooks again.", (await Store.FindAsync("news", Cancellation))!.Off!.Why);
        Assert.Single(Received("news"));

        _sandbox.Webhooks.Set("news", new WebhookSettings(Secret));
        await Operations.SwitchOnAsync("news", Cancellation);
        await _process.PumpAsync();

        await Eventually.TrueAsync(async () => (await DeliveriesAsync("news", DeliveryRow.Delivered)).Count == 2, "both are delivered", Cancellation);
    }

    [Fact]
    public async Task A_dead_endpoint_has_so_many_deliveries_open_and_holds_up_no_other()
    {
        _sandbox.Webhooks.Set("dead", new WebhookSettings(Status: 500));
        await AddAsync("dead");
        await AddAsync("quick");

        await RecordAsync([.. Enumerable.Range(0, 80).Select(i => $"t{i}")]);
        await Eventually.TrueAsync(
            async () =>
            {
                await _process.PumpAsync();
                return Received("quick").Count == 80;
            },
            "all have arrived at the other",
            Cancellation);

        var cursor = (await _process.Store.CursorsAsync(Cancellation)).Single(one => one.Subscriber == "webhook/dead");
        Assert.Equal((DeliverWebhook.MostOpen, 80 - DeliverWebhook.MostOpen), (cursor.Taken, cursor.Ahead));
        Assert.Equal(80, Received("quick").Select(call => call.WebhookId).Distinct().Count());
    }

    [Fact]
    public async Task An_endpoint_that_fails_for_five_days_is_switched_off_and_its_failed_deliveries_can_be_asked_for_again()
    {
        _sandbox.Webhooks.Set("news", new WebhookSettings(Secret, Status: 503));
        await AddAsync("news", settings => settings with { Attempts = 1 });
        await RecordAsync("owls");
        await UntilAsync("news", row => row.State == DeliveryRow.Failed);
        _clock.Advance(TimeSpan.FromDays(4.9));
        await RecordAsync("bees");
        await Eventually.TrueAsync(async () => (await DeliveriesAsync("news", DeliveryRow.Failed)).Count == 2, "the second failed", Cancellation);
        Assert.Null((await Store.FindAsync("news", Cancellation))!.Off);

        _clock.Advance(TimeSpan.FromDays(0.2));
        await RecordAsync("larks");
        await Eventually.TrueAsync(async () => (await Store.FindAsync("news", Cancellation))!.Off is not null, "it is off", Cancellation);
        Assert.StartsWith("Nothing has reached it for 5 days, last: It answered 503", (await Store.FindAsync("news", Cancellation))!.Off!.Why, StringComparison.Ordinal);

        _sandbox.Webhooks.Set("news", new WebhookSettings(Secret));
        await Operations.SwitchOnAsync("news", Cancellation);
        var endpoint = (await Store.FindAsync("news", Cancellation))!;
        var failed = await Store.FailedSinceAsync("news", DateTimeOffset.UnixEpoch, 100, Cancellation);
        Assert.Equal(2, (await Operations.RedeliverAsync(endpoint, failed, Cancellation)).Count);

        await Eventually.TrueAsync(async () => (await DeliveriesAsync("news", DeliveryRow.Delivered)).Count == 3, "all three are delivered", Cancellation);
        Assert.Empty(await Store.FailedSinceAsync("news", DateTimeOffset.UnixEpoch, 100, Cancellation));
        Assert.Equal(3, Received("news").Select(call => call.WebhookId).Distinct().Count());
    }

    [Fact]
    public async Task A_redelivery_days_later_has_the_same_id_and_a_fresh_time_and_signature()
    {
        await AddAsync("news");
        await RecordAsync("owls");
        var delivered = await UntilAsync("news", row => row.State == DeliveryRow.Delivered);
        _clock.Advance(TimeSpan.FromDays(3));

        await Operations.RedeliverAsync((await Store.FindAsync("news", Cancellation))!, [delivered], Cancellation);
        await Eventually.TrueAsync(() => Received("news").Count == 2, "it comes again", Cancellation);

        var (first, second) = (Received("news")[0], Received("news")[1]);
        Assert.Equal((first.WebhookId, first.Body), (second.WebhookId, second.Body));
        Assert.True(TimeOf(second) >= TimeOf(first) + (3 * 24 * 3600));
        Assert.NotEqual(first.Headers["webhook-signature"], second.Headers["webhook-signature"]);
    }

    [Fact]
    public async Task An_edit_holds_for_what_waits_and_loses_nothing()
    {
        _sandbox.Webhooks.Set("old", new WebhookSettings(Status: 500));
        await AddAsync("old");
        await RecordAsync("owls");
        await UntilAsync("old", row => row.Attempts == 1);

        Assert.True(await Store.ChangeAsync(
            "old", had => (had.Settings with { Url = new Uri(_sandbox.HttpUrl, "/webhooks/new").ToString(), Template = """{"t":"{title}"}""" }, had.Secrets), Cancellation));
        await PassAsync(TimeSpan.FromSeconds(7), () => Task.FromResult(Received("new").Count == 1));

        Assert.Equal(("""{"t":"owls"}""", Received("old")[0].WebhookId), (Received("new")[0].Body, Received("new")[0].WebhookId));
    }

    [Fact]
    public async Task A_replay_brings_an_endpoint_what_it_has_had_with_the_same_id()
    {
        await AddAsync("news");
        await RecordAsync("owls");
        await UntilAsync("news", row => row.State == DeliveryRow.Delivered);

        await _process.Store.SetCursorAsync("webhook/news", 0, Cancellation);
        await _process.PumpAsync();

        await Eventually.TrueAsync(() => Received("news").Count == 2, "it comes again", Cancellation);
        Assert.Single(Received("news").Select(call => call.WebhookId).Distinct());
    }

    [Fact]
    public async Task A_delivery_that_failed_announces_nothing_and_a_private_address_is_refused_at_once()
    {
        await AddAsync("inside", settings => settings with { Url = "http://10.1.2.3/hook" });
        await RecordAsync("owls");

        var failed = await UntilAsync("inside", row => row.State == DeliveryRow.Failed);

        Assert.Equal(1, failed.Attempts);
        var attempt = Assert.Single(await Store.AttemptsAsync(new RunId(failed.RunId), Cancellation));
        Assert.Equal((null, ""), (attempt.Status, attempt.Answer));
        var run = await _process.Runs.WaitAsync(new RunId(failed.RunId), Cancellation);
        Assert.Contains("10.1.2.3", run.Summary.Why, StringComparison.Ordinal);
        await _process.PumpAsync();
        Assert.Equal(["talk.published"], (await _process.Store.ListAsync(new EventQuery(), long.MaxValue, 10, Cancellation)).Select(told => told.Type));
    }

    [Fact]
    public async Task What_an_endpoint_brings_back_to_a_receiver_of_this_server_goes_round_once_and_only_where_it_is_asked_for()
    {
        await AddAsync("all", settings => settings with { Types = [] });
        await AddAsync("named", settings => settings with { Types = ["webhook.received"] });

        await ReceiveAsync("from elsewhere", "{}");
        await Eventually.TrueAsync(() => Received("named").Count == 1, "it has arrived", Cancellation);
        var brought = Received("named").Single();
        await ReceiveAsync(brought.WebhookId!, "{}");
        await ReceiveAsync("by another id", brought.Body);
        await Eventually.TrueAsync(async () => (await _process.Runs.ListAsync(new RunQuery(States: [RunState.Failed]), Cancellation)).Items.Count == 2, "both echoes have failed", Cancellation);

        Assert.Single(Received("named"));
        Assert.Empty(Received("all"));
        Assert.All(
            (await _process.Runs.ListAsync(new RunQuery(States: [RunState.Failed]), Cancellation)).Items,
            run => Assert.Equal(
                "The endpoint \"named\" leads to a receiver of this server (webhook/loop), so this would go round for ever. Take webhook.received from its types, or give it another address.", run.Why));

        async Task ReceiveAsync(string id, string body)
        {
            var fact = new WebhookReceived("loop", id, "application/json", System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(body), Text: null);
            await _process.Get<IDatabase>().WriteAsync(session => EventStore.RecordAsync(session, fact, id, _clock.GetUtcNow()), Cancellation);
            await _process.PumpAsync();
        }
    }

    [Fact]
    public async Task A_process_with_other_keys_says_that_it_cannot_open_the_secrets_and_tries_again()
    {
        await AddAsync("news");
        await using var foreign = await EventProcess.StartWithWebhooksAsync(await _store.OpenAsync(_clock, Cancellation), _clock);

        var endpoint = await foreign.Get<WebhookStore>().FindAsync("news", Cancellation);
        var refused = Assert.Throws<FaultException>(() => endpoint!.Secrets);

        Assert.Equal(
            (FaultKind.Transient, "The secrets of the endpoint \"news\" can't be opened with the keys of this process. Give all machines the same secrets.key_file."),
            (refused.Fault.Kind, refused.Message));
    }

    [Fact]
    public async Task Old_deliveries_leave_the_log_and_open_ones_stay()
    {
        await AddAsync("news");
        _sandbox.Webhooks.Set("dead", new WebhookSettings(Status: 500));
        await AddAsync("dead");
        await RecordAsync("owls");
        await UntilAsync("news", row => row.State == DeliveryRow.Delivered);
        var open = await UntilAsync("dead", row => row.State == DeliveryRow.Trying);
        _clock.SetWallClock(_clock.GetUtcNow().AddDays(31));

        Assert.Equal(1, await Store.PurgeAsync(TimeSpan.FromDays(30), Cancellation));

        Assert.Empty(await DeliveriesAsync("news", state: null));
        Assert.NotEmpty(await Store.AttemptsAsync(new RunId(open.RunId), Cancellation));
    }

    private protected abstract Task<SharedStore> StoreAsync();

    private WebhookStore Store => _process.Get<WebhookStore>();

    private WebhookOperations Operations => _process.Get<WebhookOperations>();

    private List<ReceivedWebhook> Received(string receiver) => [.. _sandbox.Webhooks.Received.Entries.Where(call => call.Receiver == receiver)];

    private static long TimeOf(ReceivedWebhook call) => long.Parse(call.Headers["webhook-timestamp"], CultureInfo.InvariantCulture);

    private async Task AddAsync(string name, Func<EndpointSettings, EndpointSettings>? change = null)
    {
        var settings = new EndpointSettings { Url = new Uri(_sandbox.HttpUrl, $"/webhooks/{name}").ToString(), Types = ["talk.published"] };
        Assert.True(await Store.AddAsync(name, change?.Invoke(settings) ?? settings, new EndpointSecrets(new Dictionary<string, string>(), Credentials: null, Secret), Cancellation));
    }

    private async Task RecordAsync(params string[] talks)
    {
        await _process.RecordAsync(talks.Select(talk => (talk, talk)));
        await _process.PumpAsync();
    }

    private Task<IReadOnlyList<DeliveryRow>> DeliveriesAsync(string endpoint, string? state) => Store.DeliveriesAsync(endpoint, state, long.MaxValue, 100, Cancellation);

    private Task<DeliveryRow> UntilAsync(string endpoint, Func<DeliveryRow, bool> wanted)
        => Eventually.FoundAsync(async () => (await DeliveriesAsync(endpoint, state: null)).FirstOrDefault(wanted), $"the delivery to {endpoint} as wanted", Cancellation);

    /// <summary>Lets time pass until something has happened: a run may park after the clock was moved.</summary>
    private Task PassAsync(TimeSpan by, Func<Task<bool>> until)
        => Eventually.TrueAsync(
            async () =>
            {
                _clock.Advance(by);
                return await until();
            },
            "it happened in time",
            Cancellation);
}
