using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Contracts;
using Reelway.Contracts.Time;
using Reelway.Storage;
using Reelway.Storage.Migrations;
using Reelway.Storage.Sqlite;

namespace Reelway.Tests.Connections;

public sealed class ConnectionRecorderTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private IDatabase _database = null!;
    private ConnectionStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = SqliteDatabase.Open(_folder["connections.db"], clock: _clock);
        await Migrator.ApplyAsync(_database, [ConnectionStore.Migrations], _clock, Cancellation);
        _store = new ConnectionStore(_database);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Good_calls_are_written_once_a_minute_and_a_change_at_once()
    {
        var start = _clock.GetUtcNow();
        var first = await AfterAsync(watch => watch.Ended("main", null));
        var soon = await AfterAsync(watch =>
        {
            watch.Ended("main", null);
            _clock.Advance(TimeSpan.FromSeconds(30));
            watch.Ended("main", null);
        });
        Assert.Equal((start, start), (first.GoodAt, soon.GoodAt));

        var failed = await AfterAsync(watch =>
        {
            watch.Ended("main", null);
            _clock.Advance(TimeSpan.FromSeconds(1));
            watch.Ended("main", new ConnectorException("Facebook", CallFault.Auth, "the token is dead"));
        });
        Assert.Equal(("Facebook: the token is dead", "auth"), (failed.Problem, failed.Trouble!.Kind));
        Assert.Equal(ConnectionHealth.NeedsAttention, failed.Health(_clock.GetUtcNow()));

        _clock.Advance(TimeSpan.FromSeconds(1));
        var healed = await AfterAsync(watch => watch.Ended("main", null));
        Assert.Equal((null, ConnectionHealth.Good), (healed.Problem, healed.Health(_clock.GetUtcNow())));
        Assert.NotNull(healed.Trouble);
    }

    [Fact]
    public async Task A_permanent_fault_is_about_one_thing_and_not_about_the_connection()
    {
        var state = await AfterAsync(watch => watch.Ended("main", new ConnectorException("Facebook", CallFault.Permanent, "there is no such video")));

        Assert.Null(state.Trouble);
        Assert.Equal(ConnectionHealth.Unknown, state.Health(_clock.GetUtcNow()));
    }

    // A recorder writes all that it has heard before it stops.
    private async Task<ConnectionState> AfterAsync(Action<ConnectionWatch> calls)
    {
        using var http = new ConnectorHttp(_clock, NullLoggerFactory.Instance);
        using var recorder = new ConnectionRecorder(_store, http, NullLogger<ConnectionRecorder>.Instance);
        await recorder.StartAsync(Cancellation);
        calls(http.Watch);
        await recorder.StopAsync(Cancellation);
        return await _store.FindAsync("main", Cancellation);
    }
}
