using Reelway.Contracts;
using Reelway.Contracts.Servers;
using Reelway.Contracts.Time;
using Reelway.Storage;
using Reelway.Storage.Postgres;
using Reelway.Storage.Sqlite;

namespace Reelway.Tests.Connections;

public sealed class SqliteLoginStoreTests : LoginStoreContract
{
    private readonly TemporaryFolder _folder = new();

    private protected override Task<IDatabase> OpenAsync(ManualClock clock) => Task.FromResult<IDatabase>(SqliteDatabase.Open(_folder["logins.db"], clock: clock));

    private protected override ValueTask CloseAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class PostgresLoginStoreTests(SharedServers servers) : LoginStoreContract
{
    private Contracts.Servers.PostgresDatabase? _space;

    private protected override async Task<IDatabase> OpenAsync(ManualClock clock)
    {
        _space ??= await (await servers.PostgresAsync(Cancellation)).CreateDatabaseAsync(Cancellation);
        return await Storage.Postgres.PostgresDatabase.OpenAsync(PostgresUrl.TryParse(_space.Url, out _)!, clock, Cancellation);
    }

    private protected override ValueTask CloseAsync() => _space?.DisposeAsync() ?? ValueTask.CompletedTask;
}
