using Reelway.Access;
using Reelway.Contracts.Servers;
using Reelway.Contracts.Time;
using Reelway.Frame.Audit;
using Reelway.Storage;
using Reelway.Storage.Migrations;
using Reelway.Tests.Connections;

namespace Reelway.Tests.Access;

/// <summary>What a store of keys does, whichever database it is on.</summary>
public abstract class KeyStoreContract : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private readonly string _secret = KeyText.Make();
    private SharedStore _store = null!;
    private IDatabase _database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private KeyStore Keys { get; set; } = null!;

    private protected abstract Task<SharedStore> StoreAsync();

    public async ValueTask InitializeAsync()
    {
        _store = await StoreAsync();
        _database = await _store.OpenAsync(_clock, Cancellation);
        Keys = new KeyStore(_database, new IdGenerator(_clock));
        await Migrator.ApplyAsync(_database, [AuditStore.Migrations, AccessTables.Migrations], _clock, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Req_18_a_key_is_found_by_its_text_and_its_text_is_not_stored()
    {
        var added = await AddAsync();

        var found = await Keys.FindAsync(_secret, Cancellation);

        Assert.Equal(added, found);
        Assert.Equal(["runs:read", "talks:read"], found!.RightList);
        Assert.Null(await Keys.FindAsync(KeyText.Make(), Cancellation));
        var stored = await _database.ReadAsync(session => session.QueryAsync<string>("SELECT digest || shown || name || rights FROM access_key"), Cancellation);
        Assert.DoesNotContain(_secret[15..], Assert.Single(stored), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Req_18_a_key_ends_when_its_time_is_over()
    {
        await AddAsync(_clock.GetUtcNow() + TimeSpan.FromDays(90));
        Assert.Null((await Keys.FindAsync(_secret, Cancellation))!.WhyEnded(Keys.Now));

        _clock.Advance(TimeSpan.FromDays(90));

        var late = await Keys.FindAsync(_secret, Cancellation);
        Assert.StartsWith("has expired on ", late!.WhyEnded(Keys.Now), StringComparison.Ordinal);
        Assert.Equal("expired", late.State(Keys.Now));
    }

    [Fact]
    public async Task Req_18_the_last_use_is_noted_once_a_minute()
    {
        await AddAsync();
        var first = await UseAsync("192.0.2.1");
        _clock.Advance(TimeSpan.FromSeconds(59));
        var soon = await UseAsync("192.0.2.2");
        _clock.Advance(TimeSpan.FromSeconds(1));
        var later = await UseAsync("192.0.2.3");

        Assert.Equal(("192.0.2.1", "192.0.2.1", "192.0.2.3"), (first.UsedFrom, soon.UsedFrom, later.UsedFrom));
        Assert.Equal(TimeSpan.FromMinutes(1), later.UsedAt - first.UsedAt);
    }

    [Fact]
    public async Task Req_19_revoking_ends_one_key_of_two_and_is_audited_once()
    {
        var old = await AddAsync();
        var next = KeyText.Make();
        await Keys.AddAsync(next, new KeyWish("newsroom", ["runs:read"], [], ExpiresAt: null, PersonId: null), "ana", Cancellation);

        await Keys.RevokeAsync(old.Id, "ana", Cancellation);
        _clock.Advance(TimeSpan.FromHours(1));
        var again = await Keys.RevokeAsync(old.Id, "boris", Cancellation);

        Assert.Equal("ana", again!.RevokedBy);
        Assert.StartsWith("was revoked on ", (await Keys.FindAsync(_secret, Cancellation))!.WhyEnded(Keys.Now), StringComparison.Ordinal);
        Assert.Null((await Keys.FindAsync(next, Cancellation))!.WhyEnded(Keys.Now));
        Assert.Null(await Keys.RevokeAsync(new KeyId(1), "ana", Cancellation));
        Assert.Equal(["key.revoked", "key.created"], (await new AuditStore(_database).ListAsync($"key/{old.Id}", 9, Cancellation)).Select(entry => entry.Action));
    }

    private Task<KeyRow> AddAsync(DateTimeOffset? expires = null)
        => Keys.AddAsync(_secret, new KeyWish("newsroom", ["runs:read", "talks:read"], ["192.0.2.0/24"], expires, PersonId: null), "ana", Cancellation);

    private async Task<KeyRow> UseAsync(string address)
    {
        await Keys.NoteUseAsync((await Keys.FindAsync(_secret, Cancellation))!, address, Cancellation);
        return (await Keys.FindAsync(_secret, Cancellation))!;
    }
}

public sealed class SqliteKeyStoreTests : KeyStoreContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnSqliteAsync();
}

public sealed class PostgresKeyStoreTests(SharedServers servers) : KeyStoreContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnPostgresAsync(servers, TestContext.Current.CancellationToken);
}
