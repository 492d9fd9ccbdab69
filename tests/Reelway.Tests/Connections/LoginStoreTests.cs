using Microsoft.AspNetCore.DataProtection;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Contracts;
using Reelway.Contracts.Time;
using Reelway.Storage;
using Reelway.Storage.Migrations;
using Reelway.Storage.Sqlite;

namespace Reelway.Tests.Connections;

public sealed class LoginStoreTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly EphemeralDataProtectionProvider _keys = new();
    private IDatabase _database = null!;
    private LoginStore _logins = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = SqliteDatabase.Open(_folder["logins.db"], clock: _clock);
        await Migrator.ApplyAsync(_database, [ConnectionStore.Migrations], _clock, Cancellation);
        _logins = new LoginStore(_database, _keys);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_login_is_sealed_for_its_connection_and_each_change_has_another_version()
    {
        Assert.Null(await _logins.FindAsync("main", Cancellation));
        await KeepAsync("main", "EAAfirst");
        var first = await _logins.FindAsync("main", Cancellation);
        await KeepAsync("main", "EAAsecond");
        var second = await _logins.FindAsync("main", Cancellation);
        await WriteAsync(session => _logins.ForgetAsync(session, "main"));
        await KeepAsync("main", "EAAthird");

        Assert.Equal((new KeptLogin("EAAfirst", 1), new KeptLogin("EAAsecond", 2)), (first, second));
        Assert.Equal(new KeptLogin("EAAthird", 4), await _logins.FindAsync("main", Cancellation));
        var sealedText = await _database.ReadAsync(session => session.FindAsync<string>("SELECT sealed FROM connection_credential"), Cancellation);
        Assert.DoesNotContain("EAA", sealedText, StringComparison.Ordinal);
        await WriteAsync(async session => await session.ExecuteAsync("INSERT INTO connection_credential(name, sealed, changed_ms, version) VALUES('other', @sealedText, 0, 1)", new { sealedText }) == 1);
        await Assert.ThrowsAsync<ConnectorException>(() => _logins.FindAsync("other", Cancellation));
    }

    [Fact]
    public async Task With_other_keys_a_login_can_not_be_read_and_a_person_is_told_what_to_do()
    {
        await KeepAsync("main", "EAAfirst");

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => new LoginStore(_database, new EphemeralDataProtectionProvider()).FindAsync("main", Cancellation));

        Assert.Equal((FaultKind.Auth, "connection:main"), (fault.Kind, fault.Scope));
        Assert.Contains("log in again", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_of_many_may_renew_until_it_is_taken_for_dead()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => new LoginStore(_database, _keys).TryTakeAsync("main", $"r{number}", Lease, Cancellation)));
        Assert.Single(taken, one => one);

        Assert.False(await _logins.TryTakeAsync("main", "late", Lease, Cancellation));
        _clock.Advance(Lease);
        Assert.True(await _logins.TryTakeAsync("main", "late", Lease, Cancellation));
        Assert.False(await WriteAsync(session => _logins.KeepRenewedAsync(session, "main", "EAAofTheDead", $"r{Array.IndexOf(taken, true)}")));
        Assert.True(await WriteAsync(session => _logins.KeepRenewedAsync(session, "main", "EAAofTheLate", "late")));
        Assert.Equal("EAAofTheLate", (await _logins.FindAsync("main", Cancellation))?.Secret);
        Assert.True(await _logins.TryTakeAsync("main", "next", Lease, Cancellation));
        await _logins.GiveBackAsync("main", "next", Cancellation);
        Assert.True(await _logins.TryTakeAsync("main", "another", Lease, Cancellation));
    }

    [Fact]
    public async Task A_person_who_logs_in_during_a_renewal_wins()
    {
        await KeepAsync("main", "EAAold");
        Assert.True(await _logins.TryTakeAsync("main", "r1", Lease, Cancellation));
        await KeepAsync("main", "EAAofThePerson");

        Assert.False(await WriteAsync(session => _logins.KeepRenewedAsync(session, "main", "EAArenewed", "r1")));
        Assert.Equal("EAAofThePerson", (await _logins.FindAsync("main", Cancellation))?.Secret);
    }

    private Task KeepAsync(string name, string secret) => WriteAsync(async session =>
    {
        await _logins.KeepAsync(session, name, secret);
        return true;
    });

    private Task<bool> WriteAsync(Func<IDbSession, Task<bool>> write) => _database.WriteAsync(write, Cancellation);
}
