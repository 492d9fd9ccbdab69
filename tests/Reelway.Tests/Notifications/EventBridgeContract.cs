using System.Text.Json;
using Reelway.Connectors;
using Reelway.Contracts.Connectors;
using Reelway.Contracts.Servers;
using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Notifications;
using Reelway.Sandbox;
using Reelway.Sandbox.EventBridge;
using Reelway.Sandbox.Faults;
using Reelway.Storage;
using Reelway.Tests.Connections;
using Reelway.Tests.Events;

namespace Reelway.Tests.Notifications;

/// <summary>Events on their way to a bus, on whichever database. The stand-in checks each signature with code of its own.</summary>
public abstract class EventBridgeContract : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private readonly NotificationsOptions _options = new()
    {
        Eventbridge = new EventBridgeOptions
        {
            Bus = "media",
            Rules = [Rule("talk.published"), Rule("run.failed"), Rule("run.needs_person")],
        },
    };

    private SandboxServer _sandbox = null!;
    private SharedStore _store = null!;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Time = _clock }, Cancellation);
        _store = await StoreAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _sandbox.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Each_event_that_has_a_rule_is_put_on_the_bus_once_and_no_other()
    {
        await using var process = await StartAsync();
        await RecordAsync(process, [.. Enumerable.Range(0, 30).Select(i => $"t{i}")]);

        await Eventually.TrueAsync(() => Put.Count == 30, "all are on the bus", Cancellation);

        Assert.All(Put, put => Assert.Equal(("media", "com.example.reelway", "talk.published"), (put.Bus, put.Source, put.DetailType)));
        Assert.Equal(30, Put.Select(IdOf).Distinct().Count());
        Assert.Contains(await process.Get<EventSubscribers>().ListAsync(Cancellation), one => one is { Name: "eventbridge", Current: true });
    }

    [Fact]
    public async Task Entries_that_are_refused_are_sent_again_alone_and_with_the_same_id()
    {
        _sandbox.EventBridge.Settings = new EventBridgeSettings { FailEveryEntry = 3, FailCode = "InternalFailure" };
        await using var process = await StartAsync();
        await RecordAsync(process, [.. Enumerable.Range(0, 10).Select(i => $"t{i}")]);
        await Eventually.TrueAsync(
            async () => (await process.Runs.ListAsync(new RunQuery(Flow: PutEvent.Flow), Cancellation)).Items.Count(run => run.Why is not null || run.State == RunState.Succeeded) == 10,
            "each was tried", Cancellation);
        Assert.Equal(7, Put.Count);

        _sandbox.EventBridge.Settings = new EventBridgeSettings();
        await PassAsync(() => Task.FromResult(Put.Count == 10));

        Assert.Equal(10, Put.Select(IdOf).Distinct().Count());
    }

    [Fact]
    public async Task A_call_whose_answer_is_lost_is_made_again_with_the_same_ids()
    {
        _sandbox.Faults.Add(new SandboxFault("eventbridge", FaultEffect.LostAnswer));
        await using var process = await StartAsync();
        await RecordAsync(process, "owls");
        var waiting = await UntilAsync(process, run => run.Why is not null);
        Assert.Contains("Nobody knows whether the bus took talk.published about talk/owls", waiting.Why, StringComparison.Ordinal);

        await PassAsync(() => Task.FromResult(Put.Count == 2));

        Assert.Single(Put.Select(IdOf).Distinct());
    }

    [Fact]
    public async Task A_process_that_dies_between_the_call_and_its_record_leaves_the_event_to_the_next_one()
    {
        var dying = new DyingDatabase(await _store.OpenAsync(_clock, Cancellation), write: 0, written: false);
        await using var bus = new ScriptedHttpServer
        {
            Otherwise = _ =>
            {
                dying.Arm();
                return ScriptedAnswer.Json("""{"FailedEntryCount":0,"Entries":[{"EventId":"1"}]}""");
            },
        };
        await using (var first = await StartAsync(dying, bus.Url))
        {
            await RecordAsync(first, "owls");
            await bus.RequestArrivedAsync(Cancellation);
        }

        await using var second = await StartAsync();
        // The clock goes on until the run has ended: a call that is slow may run into its limit, and is then made again with the same id.
        await PassAsync(async () => (await second.Runs.ListAsync(new RunQuery(Flow: PutEvent.Flow, States: [RunState.Succeeded]), Cancellation)).Items.Count == 1);

        using var call = JsonDocument.Parse(bus.Received[0].Body);
        using var detail = JsonDocument.Parse(call.RootElement.GetProperty("Entries")[0].GetProperty("Detail").GetString()!);
        Assert.Equal([detail.RootElement.GetProperty("id").GetString()], Put.Select(IdOf).Distinct());
    }

    [Fact]
    public async Task While_its_connection_is_paused_nothing_is_put_and_then_everything()
    {
        await using var process = await StartAsync();
        var scopes = process.Get<FaultScopes>();
        await scopes.HoldAsync(ConnectionScope.Pause("aws"), "Connection aws is paused.", static _ => Task.CompletedTask, Cancellation);
        await RecordAsync(process, "owls", "bees");
        await UntilAsync(process, run => run.Why?.Contains("Connection aws is paused.", StringComparison.Ordinal) == true);
        Assert.Equal(0, _sandbox.EventBridge.Requests.Total);

        await scopes.LiftAsync([ConnectionScope.Pause("aws")], static _ => Task.CompletedTask, Cancellation);

        await Eventually.TrueAsync(() => Put.Count == 2, "both are on the bus", Cancellation);
    }

    [Fact]
    public async Task Refused_credentials_hold_up_the_bus_until_there_are_new_ones_and_cost_no_attempt()
    {
        await using var process = await StartAsync(secret: "another");
        await RecordAsync(process, "owls");

        var parked = await UntilAsync(process, run => run.State == RunState.NeedsAttention);

        Assert.Contains("check the credentials of connection aws", parked.Why, StringComparison.Ordinal);
        Assert.Contains(await process.Get<FaultScopes>().ListAsync(Cancellation), held => held.Scope == "connection:aws");
        Assert.Empty(Put);
    }

    [Fact]
    public async Task What_the_bus_refuses_for_good_is_announced_but_not_to_the_bus_itself()
    {
        _sandbox.EventBridge.Settings = new EventBridgeSettings { FailEveryEntry = 1, FailCode = "MalformedDetail" };
        await using var process = await StartAsync();
        await RecordAsync(process, "owls");
        await UntilAsync(process, run => run.State == RunState.Failed);

        await process.PumpAsync();

        var announced = (await process.Store.ListAsync(new EventQuery("run.failed"), long.MaxValue, 10, Cancellation)).Single();
        Assert.Equal("eventbridge.put", announced.Data.GetProperty("flow").GetString());
        Assert.Single((await process.Runs.ListAsync(new RunQuery(Flow: PutEvent.Flow), Cancellation)).Items);
        Assert.Equal(1, _sandbox.EventBridge.Requests.Total);
    }

    [Fact]
    public async Task An_entry_that_is_too_large_fails_with_a_sentence_and_is_not_sent()
    {
        _options.Eventbridge.LargestEntryBytes = 1024;
        await using var process = await StartAsync();
        await RecordAsync(process, new string('x', 1000));

        var failed = await UntilAsync(process, run => run.State == RunState.Failed);

        Assert.Matches("The entry for talk.published about talk/x+.* has [23][0-9]{3} bytes; at most 1024 are taken", failed.Why);
        Assert.Equal(0, _sandbox.EventBridge.Requests.Total);
    }

    [Fact]
    public async Task Without_rules_it_stands_still_and_goes_on_from_there()
    {
        await using var process = await StartAsync();
        var rules = _options.Eventbridge.Rules;
        _options.Eventbridge.Rules = [];
        await RecordAsync(process, "owls");
        Assert.Contains(await process.Get<EventSubscribers>().ListAsync(Cancellation), one => one is { Name: "eventbridge", Current: false });
        Assert.Empty((await process.Runs.ListAsync(new RunQuery(Flow: PutEvent.Flow), Cancellation)).Items);

        _options.Eventbridge.Rules = rules;
        await process.PumpAsync();

        await Eventually.TrueAsync(() => Put.Count == 1, "it is on the bus", Cancellation);
    }

    private protected abstract Task<SharedStore> StoreAsync();

    private IReadOnlyList<SandboxEvent> Put => _sandbox.EventBridge.Events.Entries;

    private static EventBridgeRule Rule(string type) => new() { Type = type, Source = "com.example.reelway" };

    private static string? IdOf(SandboxEvent put) => JsonSerializer.Deserialize<JsonElement>(put.Detail).GetProperty("id").GetString();

    private async Task<EventProcess> StartAsync(IDatabase? database = null, Uri? bus = null, string? secret = null)
        => await NotificationProcess.StartAsync(database ?? await _store.OpenAsync(_clock, Cancellation), _clock, _sandbox, _options, bus, secret);

    private static async Task RecordAsync(EventProcess process, params string[] talks)
    {
        await process.RecordAsync(talks.Select(talk => (talk, talk)));
        await process.PumpAsync();
    }

    private static Task<RunSummary> UntilAsync(EventProcess process, Func<RunSummary, bool> wanted)
        => Eventually.FoundAsync(
            async () => (await process.Runs.ListAsync(new RunQuery(Flow: PutEvent.Flow), Cancellation)).Items.FirstOrDefault(wanted), "a run as wanted", Cancellation);

    /// <summary>Lets time pass until something has happened: a run may park after the clock was moved.</summary>
    private Task PassAsync(Func<Task<bool>> until)
        => Eventually.TrueAsync(
            async () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(7));
                return await until();
            },
            "it happened in time",
            Cancellation);
}

public sealed class SqliteEventBridgeTests : EventBridgeContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnSqliteAsync();
}

public sealed class PostgresEventBridgeTests(SharedServers servers) : EventBridgeContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnPostgresAsync(servers, Cancellation);
}
