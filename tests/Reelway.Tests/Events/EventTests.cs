using Reelway.Contracts.Servers;
using Reelway.Contracts.Time;
using Reelway.Events;
using Reelway.Storage;
using Reelway.Tests.Connections;

namespace Reelway.Tests.Events;

public sealed class SqliteEventTests : EventContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnSqliteAsync();
}

public sealed class PostgresEventTests(SharedServers servers) : EventContract
{
    [Fact]
    public async Task An_event_whose_transaction_commits_late_is_not_passed_by()
    {
        await using var process = await StartAsync([Plain]);
        var recorded = new TaskCompletionSource();
        var committing = new TaskCompletionSource();
        var late = process.Get<IDatabase>().WriteAsync(
            async session =>
            {
                await EventStore.RecordAsync(session, EventProcess.Fact("owls", "late"), "late", DateTimeOffset.UnixEpoch);
                recorded.TrySetResult();
                await committing.Task;
            },
            Cancellation);
        await recorded.Task;
        await process.RecordAsync(("bees", "early"));
        await Eventually.TrueAsync(async () => (await process.Store.LagsAsync(Cancellation)).HeldBackMs > 0, "the open transaction is seen", Cancellation);
        await process.PumpAsync(all: false);
        Assert.Empty(await process.ToldAsync("plain"));

        committing.SetResult();
        await late;
        await process.PumpAsync();

        Assert.Equal(["talk.published/talk/owls/late", "talk.published/talk/bees/early"], await process.ToldAsync("plain"));
    }

    [Fact]
    public async Task Events_of_a_database_that_was_restored_on_a_younger_server_arrive()
    {
        await using var process = await StartAsync([Plain]);
        await process.RecordAsync(("owls", "1"));
        await process.Get<IDatabase>().WriteAsync(session => session.ExecuteAsync("UPDATE event SET xid = 4000000000000"), Cancellation);

        await process.RecordAsync(("owls", "2"));
        await process.PumpAsync();

        Assert.Equal(["talk.published/talk/owls/1", "talk.published/talk/owls/2"], await process.ToldAsync("plain"));
    }

    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnPostgresAsync(servers, Cancellation);
}
