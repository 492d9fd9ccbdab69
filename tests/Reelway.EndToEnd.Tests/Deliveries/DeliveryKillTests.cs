using Reelway.Contracts.Servers;

namespace Reelway.EndToEnd.Tests.Deliveries;

/// <summary>Servers are killed while what happened is on its way to receivers that are no help; in the end each has every event.</summary>
public sealed class DeliveryKillTests(SharedServers servers)
{
    private const int Failing = 24;
    private const int RunsOfBatch = Failing + 1;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_three_times_a_server_brings_every_event_to_every_receiver_with_one_id()
    {
        await using var site = await DeliverySite.CreateAsync();
        var server = await site.StartAsync("a");
        await site.AddEndpointAsync(server, "moody");
        await site.AddEndpointAsync(server, "gone");
        var runs = new List<string>();
        for (var kill = 1; kill <= 3; kill++)
        {
            runs.AddRange(await DeliverySite.StartRunsAsync(server, $"batch-{kill}", Failing));
            // In the middle of the deliveries of this batch, with those of earlier ones waiting for their next attempt.
            await site.CalledAsync(((kill - 1) * RunsOfBatch) + 10);
            await server.KillAsync();
            server = await site.StartAsync("a");
        }

        await AssertDeliveredAsync(site, server, runs);
    }

    [Fact]
    public async Task Three_servers_on_one_database_bring_every_event_to_every_receiver_when_two_of_them_are_killed()
    {
        var postgres = await servers.PostgresAsync(Cancellation);
        await using var database = await postgres.CreateDatabaseAsync(Cancellation);
        await using var site = await DeliverySite.CreateAsync(database.Url);
        var first = await site.StartAsync("a");
        var others = await Task.WhenAll(site.StartAsync("b"), site.StartAsync("c"));
        await site.AddEndpointAsync(first, "moody");
        await site.AddEndpointAsync(first, "gone");
        var runs = new List<string>();
        runs.AddRange((await Task.WhenAll(others.Append(first).Select((server, i) => DeliverySite.StartRunsAsync(server, $"batch-{i}", Failing)))).SelectMany(ids => ids));
        await site.CalledAsync(20);
        await first.KillAsync();
        await site.CalledAsync(40);
        await others[0].KillAsync();

        await AssertDeliveredAsync(site, others[1], runs);
    }

    private static async Task AssertDeliveredAsync(DeliverySite site, Kills.ServerProcess server, IReadOnlyList<string> runs)
    {
        await site.UntilAsync("the first receiver has all", () => About(site.Receiver.TakenBy("moody")).Distinct().Count() == runs.Count);
        Assert.Empty(site.Receiver.TakenBy("gone"));
        site.Receiver.ComeBack();
        await server.PostAsync("webhooks/gone/enable");
        await site.UntilAsync("the first receiver heard that the second was switched off", () => site.Receiver.TakenBy("moody").Any(call => call.Type == "webhook.disabled"));
        await site.UntilAsync("the second receiver has all", () => About(site.Receiver.TakenBy("gone")).Distinct().Count() == runs.Count);

        foreach (var receiver in new[] { "moody", "gone" })
        {
            var taken = site.Receiver.TakenBy(receiver);
            Assert.Equal(runs.Order(), About(taken).Order());
            Assert.Equal(runs.Count / RunsOfBatch, taken.Count(call => call.Type == "run.needs_person"));
        }

        // The same event has the same id, whoever gets it and however often; and nobody was led elsewhere.
        Assert.All(site.Receiver.All.Where(call => call.Run.Length > 0).GroupBy(call => call.Run), calls => Assert.Single(calls.Select(call => call.Id).Distinct()));
        Assert.DoesNotContain(site.Receiver.All, call => call.Receiver == "elsewhere");
        Assert.Single(site.Receiver.TakenBy("moody"), call => call.Type == "webhook.disabled");
    }

    // Each receiver also hears that one of them was switched off, which is about no run.
    private static IEnumerable<string> About(IEnumerable<Received> calls) => calls.Select(call => call.Run).Where(run => run.Length > 0);
}
