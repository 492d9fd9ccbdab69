using Microsoft.AspNetCore.DataProtection;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Contracts.Time;
using Reelway.Storage;
using Reelway.Storage.Migrations;

namespace Reelway.Tests.Connections;

/// <summary>How logins are kept, whatever database holds them; by two processes, each with a database handle of its own.</summary>
public abstract class LoginStoreContract : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private readonly ManualClock _clock = new();
    private readonly EphemeralDataProtectionProvider _keys = new();
    private readonly List<IDatabase> _databases = [];
    private SharedStore _store = null!;
    private LoginStore _logins = null!;
    private LoginStore _others = null!;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IDatabase Database => _databases[0];

    public async ValueTask InitializeAsync()
    {
        _store = await StoreAsync();
        _databases.Add(await _store.OpenAsync(_clock, Cancellation));
        await Migrator.ApplyAsync(Database, [ConnectionStore.Migrations], _clock, Cancellation);
        _databases.Add(await _store.OpenAsync(_clock, Cancellation));
        _logins = new LoginStore(_databases[0], _keys);
        _others = new LoginStore(_databases[1], _keys);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_login_is_sealed_for_its_connection_and_each_change_has_another_version()
    {
        Assert.Null(await _logins.FindAsync("main", Cancellation));
        await KeepAsync("main", "EAAfirst");
        var first = await _others.FindAsync("main", Cancellation);
        await KeepAsync("main", "EAAsecond");
        var second = await _others.FindAsync("main", Cancellation);
        await WriteAsync(session => _logins.ForgetAsync(session, "main"));
        Assert.Null(await _others.FindAsync("main", Cancellation));
        await KeepAsync("main", "EAAthird");

        Assert.Equal((new KeptLogin("EAAfirst", 1), new KeptLogin("EAAsecond", 2)), (first, second));
        Assert.Equal(new KeptLogin("EAAthird", 4), await _logins.FindAsync("main", Cancellation));
        var sealedText = await Database.ReadAsync(session => session.FindAsync<string>("SELECT sealed FROM connection_credential"), Cancellation);
        Assert.DoesNotContain("EAA", sealedText, StringComparison.Ordinal);
        await WriteAsync(async session => await session.ExecuteAsync("INSERT INTO connection_credential(name, sealed, changed_ms, version) VALUES('other', @sealedText, 0, 1)", new { sealedText }) == 1);
        await Assert.ThrowsAsync<ConnectorException>(() => _logins.FindAsync("other", Cancellation));
    }

    [Fact]
    public async Task With_other_keys_a_login_can_not_be_read_and_a_person_is_told_what_to_do()
    {
        await KeepAsync("main", "EAAfirst");

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => new LoginStore(Database, new EphemeralDataProtectionProvider()).FindAsync("main", Cancellation));

        Assert.Equal((CallFault.Auth, "connection:main"), (fault.Kind, fault.Scope));
        Assert.Contains("log in again", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_of_many_may_renew_until_it_is_taken_for_dead()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Of(number).TryTakeAsync("main", $"r{number}", Lease, Cancellation)));
        Assert.Single(taken, one => one);

        Assert.False(await _others.TryTakeAsync("main", "late", Lease, Cancellation));
        _clock.Advance(Lease);
        Assert.True(await _others.TryTakeAsync("main", "late", Lease, Cancellation));
        Assert.False(await WriteAsync(session => _logins.KeepRenewedAsync(session, "main", "EAAofTheDead", $"r{Array.IndexOf(taken, true)}")));
        Assert.True(await WriteAsync(session => _logins.KeepRenewedAsync(session, "main", "EAAofTheLate", "late")));
        Assert.Equal("EAAofTheLate", (await _logins.FindAsync("main", Cancellation))?.Secret);
        Assert.True(await _logins.TryTakeAsync("main", "next", Lease, Cancellation));
        await _logins.GiveBackAsync("main", "next", Cancellation);
        Assert.True(await _others.TryTakeAsync("main", "another", Lease, Cancellation));
    }

    [Fact]
    public async Task Of_renewals_at_once_one_is_kept()
    {
        await KeepAsync("main", "EAAold");

        var kept = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            await Of(number).TryTakeAsync("main", $"r{number}", Lease, Cancellation);
            // Those that were refused try it all the same: the row knows whose right it is.
            return await _databases[number % 2].WriteAsync(session => Of(number).KeepRenewedAsync(session, "main", $"EAArenewed{number}", $"r{number}"), Cancellation);
        }));

        var login = await _others.FindAsync("main", Cancellation);
        var winners = kept.Count(one => one);
        Assert.InRange(winners, 1, 8);
        Assert.Equal(1 + winners, login?.Version);
        Assert.Contains(Enumerable.Range(0, 8), number => kept[number] && login?.Secret == $"EAArenewed{number}");
    }

    [Fact]
    public async Task A_person_who_logs_in_during_a_renewal_wins()
    {
        await KeepAsync("main", "EAAold");
        Assert.True(await _others.TryTakeAsync("main", "r1", Lease, Cancellation));
        await KeepAsync("main", "EAAofThePerson");

        Assert.False(await _databases[1].WriteAsync(session => _others.KeepRenewedAsync(session, "main", "EAArenewed", "r1"), Cancellation));
        Assert.Equal("EAAofThePerson", (await _others.FindAsync("main", Cancellation))?.Secret);
    }

    private protected abstract Task<SharedStore> StoreAsync();

    private LoginStore Of(int number) => number % 2 == 0 ? _logins : _others;

    private Task KeepAsync(string name, string secret) => WriteAsync(async session =>
    {
        await _logins.KeepAsync(session, name, secret);
        return true;
    });

    private Task<bool> WriteAsync(Func<IDbSession, Task<bool>> write) => Database.WriteAsync(write, Cancellation);
}
